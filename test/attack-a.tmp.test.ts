import { compile } from '@polc/compiler';
import { loadBundle, type Facts, type Request } from '@polc/runtime';
import { it } from 'vitest';
import { engine as E, oracle as O } from './language/judges.js';
import { actionDigest, requirementDigest } from './language/digests.js';
import { NOW, inSeconds, stanza, block, byUser, byAgent, onBehalf, bare, EVERYTHING, expr } from './language/language-case.js';

const out: string[] = [];
const show = (x: unknown) => { try { return JSON.stringify(x).slice(0, 300); } catch (e) { return 'ERR ' + e; } };
function both(name: string, c: any) {
  const asked = { heading: '', name, expect: {} as any, ...c };
  const run = (j: any) => { try { const a = j.judge(asked); return `${a.outcome} ${a.missing?.length ? 'missing=' + a.missing : ''} ${a.outcome==='approval_required' ? '' : ''}`; } catch (e) { return 'THROW ' + String(e).slice(0, 200); } };
  const e = run(E), o = run(O);
  out.push(`${e.split(' ')[0] === o.split(' ')[0] ? 'same' : 'DIFF'} | ${name} | engine: ${e} | oracle: ${o}`);
}
function eng(text: string, opts: any = {}) {
  const { bundle, diagnostics } = compile([{ file: 'w.hcl', text }]);
  if (!bundle) throw new Error(diagnostics.map((d) => d.code + ':' + d.message).join(';'));
  return loadBundle(bundle, { clock: () => NOW, ...opts });
}
function raw(name: string, f: () => unknown) { let r; try { r = show(f()); } catch (e) { r = 'THROW ' + String(e).slice(0, 300); } out.push(`raw  | ${name} | ${r}`); }
const both2 = (e: any, r: any) => { let d, a; try { d = e.decide(r).outcome; } catch (x) { d = 'THROW ' + x; } try { a = e.allows(r); } catch (x) { a = 'THROW ' + x; } let j; try { j = JSON.stringify(e.decide(r)).length; } catch (x) { j = 'THROW ' + x; } let ex; try { ex = e.explain(r).decision.outcome; } catch (x) { ex = 'THROW ' + String(x).slice(0,200); } return { d, a, j, ex }; };

it('attack', () => {
  // 1 approval + non JSON parameters in bare
  const ap = eng(block('policy', 'p', stanza('a/*', 'read', 'approval { by = ["group:fin"] }')));
  const cyc: any = {}; cyc.x = cyc;
  let deep: any = 1; for (let i = 0; i < 50000; i++) deep = [deep];
  for (const [n, p] of [['bigint', { x: 1n }], ['cyc', cyc], ['deep', { deep }], ['date', { d: new Date() }], ['fn', { f() {} }], ['sym', { s: Symbol('x') }], ['undef', { s: undefined }], ['nan', { s: NaN }], ['sparse', { s: [, 1] }], ['toJSON', { toJSON() { throw 1; } }]] as any)
    raw('bare approval parameters ' + n, () => both2(ap, { policies: ['p'], operation: 'read', path: 'a/b', parameters: p }));
  for (const [n, p] of [['bigint', { x: 1n }], ['cyc', cyc], ['deep', { deep }]] as any) {
    raw('bare approval session ' + n, () => both2(ap, { policies: ['p'], operation: 'read', path: 'a/b', session: p }));
    raw('bare approval context ' + n, () => both2(ap, { policies: ['p'], operation: 'read', path: 'a/b', context: p }));
  }
  // 2 allows vs decide with malformed approvals
  const pl = eng(block('policy', 'p', stanza('a/*', 'read')));
  raw('bare malformed approvals', () => both2(pl, { policies: ['p'], operation: 'read', path: 'a/b', approvals: [{ bogus: 1 }] }));
  raw('bare 65 approvals', () => both2(pl, { policies: ['p'], operation: 'read', path: 'a/b', approvals: Array(65).fill({}) }));
  raw('bare 65 details', () => both2(pl, { policies: ['p'], operation: 'read', path: 'a/b', authorization_details: Array(65).fill({type:'vault:path_access',path:'*',capabilities:['read']}) }));
  both('bare malformed approvals', { ...bare(EVERYTHING, { approvals: [{ by: 3 }] }) });
  both('bare 65 details', { ...bare(EVERYTHING, { authorization_details: Array(65).fill({ type: 'vault:path_access', path: '*', capabilities: ['read'] }) }) });
  both('user approvals wrong types', { ...byUser(EVERYTHING, { approvals: [{ by: 3 }] }) });
  both('user approvals groups string', { ...byUser(EVERYTHING, { approvals: [{ groups: 'finance' }] }) });
  // 3 empty policy name in facts
  const world = block('policy', 'dev', EVERYTHING) + block('user', 'zed', 'policies = ["dev"]');
  both('facts user with policies ["dev",""]', { files: { 'w.hcl': world }, facts: { users: [{ id: 'bob', policies: ['dev', ''] }] }, request: { user: { id: 'bob' }, operation: 'read', path: 'secret/x' } });
  both('facts user with policies [" "] ', { files: { 'w.hcl': block('policy', 'dev', EVERYTHING) }, facts: { users: [{ id: 'bob', policies: ['dev', ' '] }] }, request: { user: { id: 'bob' }, operation: 'read', path: 'secret/x' } });
  both('facts user ["",dev] first then good', { files: { 'w.hcl': block('policy', 'dev', EVERYTHING) }, facts: { users: [{ id: 'mallory', policies: ['dev', ''] }, { id: 'bob', policies: ['dev'] }] }, request: { user: { id: 'bob' }, operation: 'read', path: 'secret/x' } });
  both('facts scope ceiling [""]', { ...byAgent(EVERYTHING), facts: { agents: [{ id: 'bot', ceiling: { policies: ['p', ''] } }] } });
  both('root in facts', { files: { 'w.hcl': world }, facts: { users: [{ id: 'bob', policies: ['root'] }] }, request: { user: { id: 'bob' }, operation: 'read', path: 'secret/x' } });
  both('max_age without as_of', { ...byUser(EVERYTHING), facts: { max_age: 60 } });
  // 4 approvals
  const appr = (request: any, groups: any, by: string, more: any = {}, extra: any = {}) => {
    const path = 'secret/x';
    const req = requirementDigest({ by: extra.by ?? ['group:fin'], count: extra.count ?? 1, kind: 'stanza', name: 'p:secret/x', self: false, within: null });
    const action = actionDigest({ operation: 'read', path, parameters: request.parameters, chain: extra.chain, user: extra.user });
    return { ...request, approvals: [{ id: '1', by, groups, action, requirement: req, granted_at: inSeconds(-10), expires: inSeconds(100), ...more }, ...(extra.more ?? []).map((m: any) => ({ id: '2', by: m.by, groups: m.groups ?? groups, action, requirement: req, granted_at: inSeconds(-10), expires: inSeconds(100) }))] };
  };
  const S = (by = '["group:fin"]', c = '') => stanza('secret/x', 'read', `approval { by = ${by} ${c} }`);
  const agentCase = (groups: any, by: string, agent = '', blocks = '', extra: any = {}) => { const c = byAgent(S(extra.byText, extra.c), {}, { agent, blocks }); return { ...c, request: appr(c.request, groups, by, {}, { chain: ['bot'], ...extra }) }; };
  both('baseline approval by carol in fin', agentCase(['fin'], 'user:carol'));
  both('approver is agent:bot itself', agentCase(['fin'], 'agent:bot'));
  both('approver is user:agent:bot', agentCase(['fin'], 'user:agent:bot'));
  both('approver bot', agentCase(['fin'], 'bot'));
  both('groups nested list', agentCase([['fin']], 'user:carol'));
  both('groups string', agentCase('fin', 'user:carol'));
  both('owner group by registered membership', agentCase(['fin'], 'user:carol', 'owner = "group:eng"', block('group', 'eng') + block('user', 'carol', 'groups = ["eng"]')));
  both('owner group by registered membership, by user', agentCase(undefined, 'user:carol', 'owner = "group:eng"', block('group', 'eng') + block('user', 'carol', 'groups = ["eng"]'), { by: ['user:carol'], byText: '["user:carol"]' }));
  both('owner unprefixed group nested', agentCase([['fin'], ['eng']], 'user:carol', 'owner = "eng"'));
  both('owner user:carol', agentCase(['fin'], 'carol', 'owner = "user:carol"'));
  both('count 2 carol + user:carol', agentCase(['fin'], 'carol', '', '', { count: 2, c: 'count = 2', more: [{ by: 'user:carol' }] }));
  both('count 2 carol + user:user:carol', agentCase(['fin'], 'carol', '', '', { count: 2, c: 'count = 2', more: [{ by: 'user:user:carol' }] }));
  both('count 2 carol + agent:carol', agentCase(['fin'], 'carol', '', '', { count: 2, c: 'count = 2', more: [{ by: 'agent:carol' }] }));
  both('count 2 carol + "carol "', agentCase(['fin'], 'carol', '', '', { count: 2, c: 'count = 2', more: [{ by: 'carol ' }] }));
  both('approver empty', agentCase(['fin'], ''));
  both('approver user:', agentCase(['fin'], 'user:'));
  both('approver group:fin', agentCase(['fin'], 'group:fin'));
  for (const c of ['count = 0', 'count = -1', 'count = 1.5', 'within = "0"', 'within = "-5m"', 'count = "0"']) raw('approval ' + c, () => { eng(block('policy', 'p', stanza('a', 'read', `approval { by = ["group:x"]\n ${c} }`))); return 'compiles'; });
  for (const a of ['approvals = 0', 'approvals = -1', ''] ) raw('control_group ' + a, () => both2(eng(block('policy', 'p', `path "a" {\n capabilities=["read"]\n control_group {\n factor "f" {\n identity {\n group_names=["g"]\n ${a}\n}\n}\n}\n}`) + block('user', 'u', 'policies=["p"]')), { user: { id: 'u' }, operation: 'read', path: 'a' }));
  raw('control_group no identity', () => both2(eng(block('policy', 'p', `path "a" {\n capabilities=["read"]\n control_group {\n ttl = "1h"\n factor "f" {\n }\n}\n}`) + block('user', 'u', 'policies=["p"]')), { user: { id: 'u' }, operation: 'read', path: 'a' }));
  raw('control_group no factor', () => both2(eng(block('policy', 'p', `path "a" {\n capabilities=["read"]\n control_group {\n ttl = "1h"\n}\n}`) + block('user', 'u', 'policies=["p"]')), { user: { id: 'u' }, operation: 'read', path: 'a' }));
  // 5 templates
  const T = (pattern: string, caps: string, user = '', more = '') => (req: any, rest = '') => byUser(stanza(pattern, caps) + rest, req, { user, blocks: more });
  both('template type declared number, given text', T('secret/{{user.tenant}}/k', 'read', '', 'schema { user { tenant = "number" } }\n')({ path: 'secret/prod/k', user: { id: 'alice', tenant: 'prod' } }));
  both('template type declared list', T('secret/{{user.tenant}}/k', 'read', '', 'schema { user { tenant = "boolean" } }\n')({ path: 'secret/7/k', user: { id: 'alice', tenant: 7 } }));
  both('template C1 control', T('secret/{{user.tenant}}/k', 'read')({ path: 'secret/a\u0085b/k', user: { id: 'alice', tenant: 'a\u0085b' } }));
  both('template dotted user.a.b nested', T('secret/{{user.a.b}}/k', 'read')({ path: 'secret/v/k', user: { id: 'alice', a: { b: 'v' } } }));
  both('template dotted user["a.b"]', T('secret/{{user.a.b}}/k', 'read')({ path: 'secret/v/k', user: { id: 'alice', 'a.b': 'v' } }));
  both('path C1 control', byUser(EVERYTHING, { path: 'secret/a\u0085b' }));
  both('path + in gap: deny shadow', T('secret/{{user.team}}/*', 'deny')({ path: 'secret/+/keys' }, stanza('secret/+/keys', 'read')));
  both('path x in gap: deny shadow', T('secret/{{user.team}}/*', 'deny')({ path: 'secret/x/keys' }, stanza('secret/+/keys', 'read')));
  both('path * in gap', T('secret/{{user.team}}', 'deny')({ path: 'secret/*' }, stanza('secret/+', 'read')));
  both('path +* in gap', T('secret/{{user.team}}', 'deny')({ path: 'secret/+*' }, stanza('secret/+', 'read')));
  both('path a* in gap', T('secret/{{user.team}}', 'deny')({ path: 'secret/a*' }, stanza('secret/+', 'read')));
  both('template session.id bare', bare(stanza('secret/{{session.id}}', 'read'), { session: { id: 'x' } }));
  both('template session.id ..', bare(stanza('secret/{{session.id}}/x', 'read'), { session: { id: '..' }, path: 'secret/../x' }));
  both('metadata control', byUser(stanza('secret/{{identity.entity.metadata.t}}/k', 'read'), { path: 'secret/a\u0001b/k', identity: { entity: { metadata: { t: 'a\u0001b' } } } }));
  both('metadata empty', byUser(stanza('secret/{{identity.entity.metadata.t}}k', 'read'), { path: 'secret/k', identity: { entity: { metadata: { t: '' } } } }));
  both('metadata empty bare', bare(stanza('secret/{{identity.entity.metadata.t}}/*', 'read'), { path: 'secret//k', identity: { entity: { metadata: { t: '' } } } }));
  // 6 numbers
  const f = (e: string, p: any) => byUser(EVERYTHING, { parameters: p }, { blocks: block('guardrail', 'g', 'enforcement = "hard-mandatory"', `forbid { expr = ${e} }`) });
  both('5 in [Infinity] forbid', f('5 in parameters.l', { l: [Infinity] }));
  both('any x == 5 [1e300] forbid', f('any(x, parameters.l, x == 5)', { l: [1e300] }));
  both('contains list 1e300', f('contains(parameters.l, 5)', { l: [1e300] }));
  both('parameters.n in list lit 2^53+', f('parameters.n in [5, 6]', { n: 2 ** 53 + 2 }));
  both('nested list == ', f('parameters.l == [5]', { l: [1e300] }));
  both('null in list', f('5 in parameters.l', { l: [null] }));
  both('map in list', f('{a = 5} in parameters.l', { l: [{ a: 1e300 }] }));
  both('map in list null', f('{a = 5} in parameters.l', { l: [{ a: null }] }));
  both('map == of other size with unknown', f('parameters.m == {a = 5}', { m: { a: null, b: 1 } }));
  both('length holes', f('length(parameters.l) > 3', { l: [1, 2] }));
  both('lone surrogate', f('parameters.s == "x"', { s: '\ud800' }));
  both('duration', f('duration(parameters.d) > duration("5m")', { d: '-10m' }));
  both('duration frac', f('duration(parameters.d) > duration("1")', { d: 1.9 }));
  both('duration NaN', f('duration(parameters.d) > duration("1")', { d: '1e3' }));
  both('has null', f('has(parameters.d)', { d: null }));
  both('user.mfa reg', byUser(stanza('secret/x', 'read', 'mfa_methods = ["x"]'), {}, { user: 'attributes = { mfa = true }' }));
  both('user.mfa attr', byUser(stanza('secret/x', 'read', expr('user.mfa')), {}, { user: 'attributes = { mfa = true }' }));
  // context.time null
  both('context.time null expires user', byUser(EVERYTHING, { context: { time: null } }, { user: `expires = "${inSeconds(100)}"` }));
  both('context.time text expires user', byUser(EVERYTHING, { context: { time: 'x' } }, { user: `expires = "${inSeconds(100)}"` }));
  // agent.type from attributes
  both('agent.type attr', byAgent(stanza('secret/x', 'read', expr('agent.type == "trusted"')), { attributes: { type: 'trusted' } }));
  both('agent.id attr conflict', byAgent(stanza('secret/x', 'read', expr('agent.id == "bot"')), { attributes: { id: 'x' } }));
  both('agent.metadata attr', byAgent(stanza('secret/{{agent.metadata.team}}', 'read'), { attributes: { metadata: { team: 'x' } } }));
  // self delegation in facts
  both('self delegation facts', { ...byAgent(EVERYTHING + stanza('agents/*', 'delegate'), { delegation: { id: 'd' } }, { blocks: block('scope', 'w', EVERYTHING) }), facts: { delegations: [{ id: 'd', from: 'agent:bot', to: 'bot', scopes: ['w'], consent: 'implied' }] } });
  both('delegation undefined members', { ...onBehalf({}, { delegation: { id: 'd', user: undefined } }) });
  both('delegation proto', { ...onBehalf({}, { delegation: JSON.parse('{"id":"d","__proto__":{}}') }) });
  both('delegation byChain user undefined', { ...onBehalf({}, { delegation: { user: 'alice', chain: ['bot'], id: undefined } }) });
  both('delegation user null', { ...onBehalf({}, { delegation: { user: null, chain: ['bot'] } }) });
  // rar
  const D = (d: any[]) => byUser(EVERYTHING, { authorization_details: d });
  both('rar list folder', byUser(EVERYTHING, { operation: 'list', path: 'secret/x/', authorization_details: [{ type: 'vault:path_access', path: 'secret/x', capabilities: ['deny'] }, { type: 'vault:path_access', path: 'secret/*', capabilities: ['list'] }] }));
  both('rar allowed_parameters null', byUser(EVERYTHING, { parameters: { a: 1 }, authorization_details: [{ type: 'vault:path_access', path: 'secret/*', capabilities: ['read'], allowed_parameters: null }] }));
  both('rar required null', byUser(EVERYTHING, { authorization_details: [{ type: 'vault:path_access', path: 'secret/*', capabilities: ['read'], required_parameters: null }] }));
  both('rar empty list', D([]));
  both('rar cap constructor', D([{ type: 'vault:path_access', path: 'secret/*', capabilities: ['read', 'constructor'] }]));
  both('rar case variant', byUser(EVERYTHING, { parameters: { a: 'x' }, authorization_details: [{ type: 'vault:path_access', path: 'secret/*', capabilities: ['read'], allowed_parameters: { a: ['y'], A: ['x'] } }] }));
  both('rar denied case variant', byUser(EVERYTHING, { parameters: { a: 'x' }, authorization_details: [{ type: 'vault:path_access', path: 'secret/*', capabilities: ['read'], denied_parameters: { a: ['x'], A: ['y'] } }] }));
  both('rar bare deny template', bare(EVERYTHING, { authorization_details: [{ type: 'vault:path_access', path: 'secret/{{identity.entity.name}}', capabilities: ['deny'] }, { type: 'vault:path_access', path: 'secret/*', capabilities: ['read'] }] }));
  both('rar user deny template', D([{ type: 'vault:path_access', path: 'secret/{{identity.entity.name}}', capabilities: ['deny'] }, { type: 'vault:path_access', path: 'secret/*', capabilities: ['read'] }]));
  both('rar deny template misplaced', D([{ type: 'vault:path_access', path: 'secret/x{{user.foo}}', capabilities: ['deny'] }, { type: 'vault:path_access', path: 'secret/*', capabilities: ['read'] }]));
  both('rar template directive unknown', D([{ type: 'vault:path_access', path: 'secret/{{user.id}}x*', capabilities: ['read'] }]));
  console.log(out.join('\n'));
});
