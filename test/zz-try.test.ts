import { readFileSync, readdirSync } from 'node:fs';
import { it } from 'vitest';
import { compile } from '@polc/compiler';
import { Coverage, goalsOf } from '@polc/testing';
it('tries', () => {
for (const name of readdirSync('policies')) {
  const dir = `policies/${name}`;
  const sources = readdirSync(dir).filter((f) => /\.(hcl|polc\.json|tools\.json)$/.test(f)).map((f) => ({ file: `${dir}/${f}`, text: readFileSync(`${dir}/${f}`, 'utf8') }));
  const { bundle, model, diagnostics } = compile(sources);
  if (!bundle) { console.log(name, diagnostics.map(d=>d.message)); continue; }
  let facts; try { facts = JSON.parse(readFileSync(`${dir}/facts.json`, 'utf8')); } catch {}
  const policy = { bundle, model, facts };
  let t = performance.now();
  const cov = new Coverage(policy, sources);
  let reqs: any[] = [];
  try { reqs = readFileSync(`${dir}/requests.jsonl`, 'utf8').trim().split('\n').map((l) => JSON.parse(l).request); } catch {}
  const t0 = performance.now();
  for (const r of reqs) cov.add(r);
  const t1 = performance.now();
  for (let i = 0; i < 10000 / Math.max(1, reqs.length); i++) for (const r of reqs) cov.add(r);
  const t2 = performance.now();
  const report = cov.report();
  const t3 = performance.now();
  const un = cov.uncovered();
  const t4 = performance.now();
  console.log(name, reqs.length, 'reqs', (t1-t0).toFixed(0), 'ms; 10k', (t2-t1).toFixed(0), 'ms; report', (t3-t2).toFixed(0), 'search', (t4-t3).toFixed(0));
  console.log(JSON.stringify(report.shares));
  console.log('uncovered', un.length, 'none found', un.filter((u) => !u.requests).length);
  for (const u of un.filter((u) => !u.requests)) console.log('   ', u.goal.file.split('/').pop(), u.goal.line, u.goal.of.slice(0,150), '|', u.goal.want);
}
}, 600000);
