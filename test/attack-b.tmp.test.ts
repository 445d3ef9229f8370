import { compile } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { it } from 'vitest';
import { NOW, inSeconds, stanza, block, EVERYTHING, expr } from './language/language-case.js';
const out: string[] = [];
function eng(text: string, opts: any = {}) {
  const { bundle, diagnostics } = compile([{ file: 'w.hcl', text }]);
  if (!bundle) throw new Error(diagnostics.map((d) => d.code + ':' + d.message).slice(0, 3).join(';'));
  return loadBundle(bundle, { clock: () => NOW, ...opts });
}
function time(name: string, f: () => any) { let r; const t = performance.now(); try { r = f(); } catch (e) { r = 'THROW ' + String(e).slice(0, 200); } const ms = performance.now() - t; out.push(`${ms > 100 ? 'SLOW' : 'ok  '} ${ms.toFixed(0)} ms | ${name} | ${JSON.stringify(r)?.slice(0, 120)}`); console.log(out.at(-1)); }
const user = block('user', 'u', 'policies = ["p"]');
const ask = (e: any, more: any) => { const d = e.decide({ user: { id: 'u' }, operation: 'read', path: 'secret/x', ...more }); return d.outcome; };
const cond = (e: string, extra = '') => eng(block('policy', 'p', stanza('secret/*', 'read', expr(e))) + user + extra);
it('perf', () => {
  const a = (n: number) => 'a'.repeat(n);
  let e = cond('contains(parameters.h, parameters.n)');
  for (const [n, m] of [[60000, 60000/2|0], [500000, 1000], [700000, 300000]] as const) if (process.env.BIG || n < 600000) time(`contains h=${n} n=${m}`, () => ask(e, { parameters: { h: a(n), n: 'b' + a(m) } }));
  e = cond('any(x, parameters.l, contains(parameters.h, x))');
  time('any contains 1000 x 16 chars over 900k', () => ask(e, { parameters: { h: a(900000), l: Array.from({ length: 1000 }, (_, i) => 'b' + a(14) + (i % 10)) } }));
  time('any contains 1000 x 16 chars over 60k', () => ask(e, { parameters: { h: a(60000), l: Array.from({ length: 1000 }, (_, i) => 'b' + a(14) + (i % 10)) } }));
  e = cond('any(x, parameters.l, length(parameters.h) < x)');
  time('any length', () => ask(e, { parameters: { h: a(1000000), l: Array(1000).fill(1) } }));
  e = cond('any(x, parameters.l, lower(parameters.h) == x)');
  time('any lower', () => ask(e, { parameters: { h: 'aB'.repeat(400000), l: Array(1000).fill('1') } }));
  time('any lower upper', () => ask(e, { parameters: { h: 'A'.repeat(1000000), l: Array(1000).fill('1') } }));
  e = cond('any(x, parameters.l, parameters.h < x)');
  time('any <', () => ask(e, { parameters: { h: a(500000) + 'b', l: [...Array(999).fill(''), a(500000)] } }));
  e = cond('any(x, parameters.l, matches(parameters.h, "(a|aa)*b"))');
  time('any matches', () => ask(e, { parameters: { h: a(65536), l: Array(1000).fill('1') } }));
  e = cond('any(x, parameters.a, x in parameters.b)');
  const objs = (k: number) => Array.from({ length: 900 }, (_, i) => ({ a: 1, b: 2, c: 3, d: i + k }));
  time('any in objs', () => ask(e, { parameters: { a: objs(0), b: objs(1000) } }));
  time('any in strings', () => ask(e, { parameters: { a: Array.from({ length: 1000 }, (_, i) => a(490) + i), b: Array.from({ length: 1000 }, (_, i) => a(490) + (i + 5000)) } }));
  e = eng(block('policy', 'p', stanza('secret/*', 'read', expr('any(x, parameters.l, x in user.groups)'))) + block('group', 'g') + block('user', 'u', 'policies = ["p"]\ngroups = ["g"]'));
  time('any in user.groups dup', () => ask(e, { user: { id: 'u', groups: Array(9000).fill('g') }, parameters: { l: Array.from({ length: 900 }, (_, i) => '' + i) } }));
  // targets
  const targets = Array.from({ length: 100 }, (_, i) => block('target', 't' + i, `paths = ["secret/+/+/${i}", "x/+/${i}/*", "+/y/${i}/*"]\nsensitivity = "low"`)).join('');
  e = cond('any(x, parameters.l, x == target.sensitivity)', targets);
  time('any target 100', () => ask(e, { parameters: { l: Array.from({ length: 1000 }, (_, i) => '' + i) } }));
  time('any target 100 long path', () => ask(e, { path: 'secret/' + 'a/'.repeat(8000) + 'a', parameters: { l: Array.from({ length: 1000 }, (_, i) => '' + i) } }));
  e = cond('target.sensitivity == "low"', targets);
  time('target once long path', () => ask(e, { path: 'secret/' + 'a/'.repeat(8000) + 'a' }));
  // guardrails
  const guards = Array.from({ length: 200 }, (_, i) => block('guardrail', 'g' + i, `enforcement = "hard-mandatory"\non { paths = ["secret/+/${i}/*", "+/z/${i}/*"] }`)).join('');
  e = eng(block('policy', 'p', stanza('secret/*', 'read')) + user + guards);
  time('guardrails 200x2 long path', () => ask(e, { path: 'secret/' + 'a/'.repeat(8000) + 'a' }));
  // templated stanzas
  e = eng(block('policy', 'p', Array.from({ length: 500 }, (_, i) => stanza(`secret/{{user.k${i}}}/${i}/*`, 'read')).join('')) + user);
  time('500 templates long path', () => ask(e, { path: 'secret/' + 'a/'.repeat(8000) + 'a' }));
  time('500 templates short path', () => ask(e, { path: 'secret/a/1/c' }));
  // big digest x footings
  const many = Array.from({ length: 64 }, (_, i) => block('delegation', 'd' + i, 'from = "user:u"\nto = "bot"\nscopes = ["w"]\nconsent = "implied"')).join('');
  e = eng(block('policy', 'p', stanza('secret/*', 'read', 'approval { by = ["group:x"] }')) + user + block('scope', 'w', EVERYTHING) + block('agent', 'bot', 'policies = ["p"]') + many);
  const big = { parameters: { h: 'é'.repeat(1000000) } };
  time('digest 1MB once', () => ask(e, { ...big }));
  const r: any = { user: { id: 'u' }, operation: 'read', path: 'secret/x', ...big };
  const need = e.decide(r).obligations.approval as any;
  const agentReq: any = { agent: 'bot', delegation: { user: 'u', chain: ['bot'] }, operation: 'read', path: 'secret/x', ...big };
  time('64 footings approvals 1MB', () => ask(e, { user: undefined, ...agentReq, approvals: [{ by: 'x', groups: ['x'], requirement: need.requirements[0].requirement, action: need.action, granted_at: inSeconds(-1), expires: inSeconds(5) }] }));
  // 16-chain x 64
  const ids = Array.from({ length: 16 }, (_, i) => 'a' + i);
  const chain = ids.map((id, i) => block('agent', id, 'policies = ["p"]') + [0, 1].map((k) => block('delegation', `d${i}-${k}`, `from = "${i === 0 ? 'user:u' : 'agent:' + ids[i - 1]}"\nto = "${id}"\nscopes = ["w"]\nconsent = "implied"\nmax_depth = 16`)).join('')).join('');
  e = eng(block('policy', 'p', stanza('secret/*', 'read', expr('any(x, parameters.l, x == "zz")')) + stanza('agents/*', 'delegate', expr('any(x, context.l, x == "zz")'))) + user + block('scope', 'w', EVERYTHING) + chain);
  time('16 chain x 64 footings any', () => ask(e, { user: undefined, agent: 'a15', delegation: { user: 'u', chain: ids }, parameters: { l: Array(1000).fill('q') }, context: { l: Array(1000).fill('q') } }));
  e = eng(block('policy', 'p', stanza('secret/*', 'read') + stanza('agents/*', 'delegate')) + user + block('scope', 'w', EVERYTHING) + chain + block('guardrail', 'g', 'enforcement = "hard-mandatory"\nforbid { expr = any(x, context.l, x == "zz" || x == "yy" || x == "xx") }').replace(/"g"/, '"g"') );
  time('16 chain x 64 footings guard', () => ask(e, { user: undefined, agent: 'a15', delegation: { user: 'u', chain: ids }, context: { l: Array(1000).fill('q') } }));
  // shapes
  e = eng(block('policy', 'p', stanza('secret/*', 'read', `parameters { x = list(one_of(${Array.from({ length: 200 }, (_, i) => `string(glob: "*${i}z")`).join(', ')})) }`)) + user);
  time('list one_of 200 x 5000', () => ask(e, { parameters: { x: Array(5000).fill('abcdefghijklmnopqrstuvwxyz') } }));
  e = eng(block('policy', 'p', stanza('secret/*', 'read', `parameters { x = list(any, unique: true) }`)) + user);
  time('unique 9000', () => ask(e, { parameters: { x: Array.from({ length: 9000 }, (_, i) => i) } }));
  // trusted groups
  e = eng('schema { user { groups = "trusted" } }\n' + Array.from({ length: 300 }, (_, i) => block('policy', 'q' + i, Array.from({ length: 20 }, (_, j) => stanza(`a/${i}/${j}/*`, 'read')).join(''))).join('') + Array.from({ length: 300 }, (_, i) => block('group', 'g' + i, `policies = ["q${i}"]`)).join('') + block('user', 'u') );
  time('trusted 300 groups x 20', () => ask(e, { user: { id: 'u', groups: Array.from({ length: 300 }, (_, i) => 'g' + i) } }));
  time('trusted 300 groups x 20 again', () => ask(e, { user: { id: 'u', groups: Array.from({ length: 300 }, (_, i) => 'g' + i) } }));
  // unknowns spread
  const cs = Array.from({ length: 12 }, () => expr('all(x, parameters.l, ' + Array.from({ length: 40 }, (_, i) => `x.a${i} > context.risk`).join(' && ') + ')')).join('\n');
  try { e = eng(block('policy', 'p', stanza('secret/*', 'read', cs) + stanza('secret/*', 'read', expr('context.risk < 5'))) + user);
  time('unknowns spread', () => ask(e, { parameters: { l: Array(1000).fill({}) }, context: { risk: 1 } })); } catch (x) { console.log(String(x)); }
}, 600000);
