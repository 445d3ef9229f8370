// Requests, facts and standing: spec.md §9 and §10.2.

import { ANN, type Sentence, userWith } from './sentence.js';

const READ_ALL = userWith('path "*" { capabilities = ["read", "list"] }');

const path = (says: string, asked: string, outcome: 'allowed' | 'malformed_request', operation = 'read'): Sentence => ({
  section: '§9',
  says,
  text: READ_ALL,
  request: { ...ANN, path: asked, operation },
  expect: { outcome },
});

const form = (
  says: string,
  request: Readonly<Record<string, unknown>>,
  outcome: 'malformed_request' | 'unknown_principal' | 'unknown_operation',
): Sentence => ({
  section: '§9',
  says,
  text: READ_ALL,
  request,
  expect: { outcome, layers: [] },
});

/** Ann lets `bot`, and `bot` lets `sub`, read what is in scope `s`. */
export const CHAIN = `policy "p" { path "a" { capabilities = ["read"] } }
policy "hand" {
  path "a" { capabilities = ["read"] }
  path "agents/sub" { capabilities = ["delegate"] }
}
scope "s" { path "a" { capabilities = ["read"] } }
scope "t" { path "b" { capabilities = ["read"] } }
user "ann" { policies = ["p"] }
agent "bot" { policies = ["hand"] }
agent "sub" { policies = ["p"] }
delegation "d1" {
  from = "user:ann"
  to = "bot"
  scopes = ["s", "t"]
  purposes = ["work"]
  max_depth = 1
}
delegation "d2" {
  from = "agent:bot"
  to = "sub"
  scopes = ["s"]
  consent = "implied"
}`;

export const ON_BEHALF = { agent: 'bot', delegation: { user: 'ann', chain: ['bot'] }, purpose: 'work' };
export const TWO_HOPS = { agent: 'sub', delegation: { user: 'ann', chain: ['bot', 'sub'] }, purpose: 'work' };
export const CONSENT = { delegation: 'd1', scopes: ['s'], given_at: '2026-05-01T00:00:00Z' };

const stands = (
  says: string,
  facts: unknown,
  outcome: NonNullable<Sentence['expect']['outcome']>,
  request: Readonly<Record<string, unknown>> = ON_BEHALF,
): Sentence => ({
  section: '§10.2',
  says,
  text: CHAIN,
  facts,
  request,
  expect: { outcome },
});

/** The first delegation is for one session, the second for one more. */
const ofSessions = (says: string, outcome: NonNullable<Sentence['expect']['outcome']>, request: Readonly<Record<string, unknown>>): Sentence => ({
  ...stands(says, { consents: [CONSENT] }, outcome, { ...ON_BEHALF, ...request }),
  text: CHAIN.replace('max_depth = 1', 'max_depth = 1\n  sessions = ["one"]').replace(
    'consent = "implied"',
    'consent = "implied"\n  sessions = ["one", "two"]',
  ),
});

export const REQUESTS: readonly Sentence[] = [
  path('leading slashes go', '//a', 'allowed'),
  path('an empty segment is malformed', 'a//b', 'malformed_request'),
  path('so is one of dots', 'a/../b', 'malformed_request'),
  path('one slash at the end is, but for list', 'a/', 'malformed_request'),
  path('for list it is not', 'a/', 'allowed', 'list'),
  path('encoded dots are malformed in a path of http', 'http/h.example/%2E%2e/x', 'malformed_request'),
  path('elsewhere they are text', 'x/%2E%2e/y', 'allowed'),
  {
    section: '§9',
    says: 'the host is lower case, its usual port and the query go',
    text: userWith('path "http/h.example/A%2Fb" { capabilities = ["read"] }'),
    request: { ...ANN, path: 'http/H.Example:443/A%2Fb?c=d//' },
    expect: { outcome: 'allowed' },
  },
  form('help is no operation', { ...ANN, operation: 'help' }, 'unknown_operation'),
  form('user beside an agent alone is malformed', { ...ANN, agent: 'bot' }, 'malformed_request'),
  form('policies beside a user are malformed', { ...ANN, policies: ['p'] }, 'malformed_request'),
  form('a chain ends in the agent', { agent: 'x', delegation: { user: 'ann', chain: ['x', 'y'] } }, 'malformed_request'),
  form('a chain without a user has two agents', { agent: 'x', delegation: { chain: ['x'] } }, 'malformed_request'),
  form('ids in a chain are unique', { agent: 'x', delegation: { user: 'ann', chain: ['x', 'y', 'x'] } }, 'malformed_request'),
  form('an unknown member of an approval is malformed', { ...ANN, approvals: [{ who: 'me' }] }, 'malformed_request'),
  form('whom nobody registered is unknown', { user: { id: 'bob' } }, 'unknown_principal'),
  stands('a consent in force is enough', { consents: [CONSENT] }, 'allowed'),
  stands('none is not', {}, 'consent_missing'),
  stands('one that has ended is expired', { consents: [{ ...CONSENT, withdrawn_at: '2026-05-02T00:00:00Z' }] }, 'expired'),
  stands('one that is still to come is missing', { consents: [{ ...CONSENT, given_at: '2026-06-01T00:00:00Z' }] }, 'consent_missing'),
  stands('scopes are cut to the consent\u2019s', { consents: [{ ...CONSENT, scopes: ['t'] }] }, 'scope'),
  stands('the best of several consents counts', { consents: [{ ...CONSENT, scopes: ['t'] }, CONSENT] }, 'allowed'),
  stands('another purpose is not allowed', { consents: [CONSENT] }, 'purpose_not_allowed', { ...ON_BEHALF, purpose: 'fun' }),
  stands('no purpose is another', { consents: [CONSENT] }, 'purpose_not_allowed', { ...ON_BEHALF, purpose: undefined }),
  ofSessions('a session that the delegation is for', 'allowed', { session: { id: 'one' } }),
  ofSessions('another session is not allowed', 'session_not_allowed', { session: { id: 'two' } }),
  ofSessions('no session is another', 'session_not_allowed', {}),
  ofSessions('an id that is no text is another', 'session_not_allowed', { session: { id: ['one'] } }),
  ofSessions('sessions are cut to the parent\u2019s', 'session_not_allowed', { ...TWO_HOPS, session: { id: 'two' } }),
  stands('a chain of two hops', { consents: [CONSENT] }, 'allowed', TWO_HOPS),
  stands('a delegation named goes from its user', { consents: [CONSENT] }, 'allowed', { agent: 'bot', delegation: { id: 'd1' }, purpose: 'work' }),
  stands('and is malformed where it does not end in the agent', {}, 'malformed_request', { agent: 'sub', delegation: { id: 'd1' } }),
  stands('the facts may suspend whom the files declare', { agents: [{ id: 'bot', status: 'suspended' }], consents: [CONSENT] }, 'suspended'),
  stands('the facts may shorten it', { delegations: [{ id: 'd1', expires: '2026-05-04T10:00:00Z' }], consents: [CONSENT] }, 'expired'),
  stands('old facts are stale', { as_of: '2026-05-04T09:58:59Z', max_age: '1m', consents: [CONSENT] }, 'stale_facts'),
  stands('facts of that very age are not', { as_of: '2026-05-04T09:59:00Z', max_age: 60, consents: [CONSENT] }, 'allowed'),
  {
    section: '§10.2',
    says: 'a delegation passes through no more agents than it says',
    text: CHAIN.replace('max_depth = 1', ''),
    facts: { consents: [CONSENT] },
    request: TWO_HOPS,
    expect: { outcome: 'delegation_too_deep' },
  },
];
