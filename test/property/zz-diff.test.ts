import { compile } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import fc from 'fast-check';
import { it } from 'vitest';
import { requestOf, approvalsFor } from '../arbitraries/language/requests.js';
import { tapes } from '../arbitraries/language/tape.js';
import { worldFacts, worldText } from '../arbitraries/language/world.js';
import { worlds } from '../arbitraries/language/worlds.js';
import { NOW } from '../language/language-case.js';
import { oracleJudge, readTexts } from '../oracle/index.js';
const N = Number(process.env.N ?? 1000);
it('diff', () => {
  const clock = () => NOW;
  const worldsOf = fc.sample(fc.tuple(worlds(), fc.array(tapes, { minLength: 6, maxLength: 6 })), { numRuns: N, seed: Number(process.env.SEED ?? 1) });
  const seen = new Map<string, number>();
  const kinds = new Map<string, [number, string]>();
  const T = { c: 0, r: 0, e: 0, o: 0 };
  const t0 = Date.now();
  for (const [world, asked] of worldsOf) {
    const text = worldText(world);
    const facts = worldFacts(world);
    let t = performance.now();
    const { bundle, diagnostics } = compile([{ file: 'w.hcl', text }]);
    T.c += performance.now() - t;
    if (!bundle) { console.log(diagnostics.filter((d) => d.severity === 'error').map((d) => d.code + d.message)); continue; }
    t = performance.now();
    const reading = readTexts([{ file: 'w.hcl', text }]);
    T.r += performance.now() - t;
    if ('errors' in reading) { console.log('ORACLE', reading.errors); continue; }
    const engine = loadBundle(bundle, { clock, facts });
    for (const tape of asked) {
      let request: any = requestOf(world, tape);
      for (let round = 0; round < 2; round++) {
        t = performance.now();
        const d = engine.decide(request);
        const allows = engine.allows(request);
        T.e += performance.now() - t;
        t = performance.now();
        let o: any;
        try { o = oracleJudge(reading.model, facts, request, { clock }); } catch (e) { o = { error: String((e as Error).stack).slice(0, 300), chosen: [] }; }
        T.o += performance.now() - t;
        seen.set(d.outcome, (seen.get(d.outcome) ?? 0) + 1);
        const allowing = new Set(d.layers.flatMap((l) => (l.allowed ? [l.layer] : [])));
        const { verdict } = engine.groundsOf(request); const chosen = verdict.layers.flatMap(({ layer, chosen }) => chosen.flatMap(({ stanzas }) => stanzas.map(({ policy, written, line }) => ({ layer, policy, path: written, line })))); const a: any = { allowed: d.allowed, outcome: d.outcome, layers: d.layers, chosen, obligations: d.obligations, advice: d.advice, missing: d.missing.map((m) => m.attribute) };
        const b = o;
        const diffs = Object.keys(a).filter((k) => JSON.stringify(sort(a[k])) !== JSON.stringify(sort(b[k])));
        if (allows !== d.allowed) diffs.push('allows');
        if (o.error) diffs.splice(0, 9, 'throw');
        if (diffs.length > 0) {
          const key = diffs.join(',') + (o.error ? o.error.split('\n')[0] : '') + (diffs.includes('outcome') ? ` ${d.outcome}/${o.outcome}` : '');
          const size = text.length;
          const was = kinds.get(key);
          if (was === undefined || was[1].length > size + 2000) kinds.set(key, [(was?.[0] ?? 0) + 1, JSON.stringify({ a: pick(a, diffs), b: o.error ?? pick(b, diffs), request }, null, 1) + '\nFACTS ' + JSON.stringify(facts) + '\n' + text]);
          else was[0]++;
        }
        if (d.obligations.approval === null) break;
        request = { ...request, approvals: approvalsFor(d.obligations.approval as any, tape) };
      }
    }
  }
  const total = [...seen.values()].reduce((s, x) => s + x, 0);
  console.log(N, 'sets', Date.now() - t0, 'ms', T, [...seen].sort((a, b) => b[1] - a[1]).map(([k, v]) => `${k} ${((100 * v) / total).toFixed(2)}`).join(', '));
  for (const [k, [n, e]] of [...kinds].sort((a, b) => b[1][0] - a[1][0])) console.log('####', n, k, process.env.SHOW && k.includes(process.env.SHOW) ? '\n' + e : '');
}, 600000);
function sort(v: any): any { return v !== null && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, sort(v[k])])) : Array.isArray(v) ? v.map(sort) : v; }
function pick(o: any, ks: string[]) { return Object.fromEntries(ks.map((k) => [k, o[k]])); }
