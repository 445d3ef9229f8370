// What `explain` says first of each kind of denial: the smallest change, and who can make it.

import type { Change } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { bare, block, byUser, EVERYTHING, expr, inSeconds, onBehalf, stanza } from '../language/language-case.js';
import { type Asked, explained, GUARDRAIL, STANZA_SHAPE } from './explained.js';

const told = ({ by, text, request }: Change) => `${by}: ${text}${request === undefined ? '' : ' (tried)'}`;
const firstOf = (asked: Asked) => {
  const [change] = explained(asked).changes;
  return change === undefined ? 'nothing' : told(change);
};

const purposes = 'consent = "implied"\npurposes = ["support", "billing"]';

const BEHIND =
  block('agent', 'helper', 'policies = ["of-bot"]') +
  block('delegation', 'e', 'from = "agent:bot"', 'to = "helper"', 'scopes = ["work"]', 'consent = "implied"', 'sessions = ["s2"]');
const THROUGH = { agent: 'helper', delegation: { user: 'alice', chain: ['bot', 'helper'] } };

function scopedText(): string {
  return [
    block('policy', 'of-alice', EVERYTHING),
    block('policy', 'of-bot', EVERYTHING),
    block('scope', 'work', stanza('other/x', 'read')),
    block('scope', 'more', EVERYTHING),
    block('user', 'alice', 'policies = ["of-alice"]'),
    block('agent', 'bot', 'policies = ["of-bot"]'),
    block('delegation', 'd', 'from = "user:alice"', 'to = "bot"', 'scopes = ["work", "more"]'),
  ].join('');
}

describe('the first change of a denial', () => {
  const ROWS: readonly (readonly [name: string, asked: Asked, first: string])[] = [
    [
      'a false comparison',
      byUser(stanza('secret/x', 'read', expr('context.risk < 70')), { context: { risk: 80 } }),
      'enforcement point: have context.risk = 69 (tried)',
    ],
    [
      'a missing attribute',
      byUser(stanza('secret/x', 'read', expr('context.country in ["DE", "AT"]'))),
      'enforcement point: supply context.country = "DE" (tried)',
    ],
    [
      'a range, whose two sides are one value',
      byUser(stanza('secret/x', 'read', expr('context.risk >= 30 && context.risk <= 40'))),
      'enforcement point: supply context.risk = 40 (tried)',
    ],
    [
      'the cheaper side of an or',
      byUser(stanza('secret/x', 'read', expr('user.mfa || request.purpose == "audit"'))),
      'caller: supply request.purpose = "audit" (tried)',
    ],
    [
      'a forbidden value',
      byUser(stanza('secret/x', 'read', expr('!(session.kind == "robot")')), { session: { kind: 'robot' } }),
      'enforcement point: have session.kind = "other" (tried)',
    ],
    [
      'an address',
      byUser(stanza('secret/x', 'read', 'when { location { cidrs = ["10.0.0.0/8"] } }')),
      'enforcement point: supply context.ip = "10.0.0.0" (tried)',
    ],
    [
      'a place',
      byUser(stanza('secret/x', 'read', expr('within_km(context.lat, context.lon, 52, 13, 10)'))),
      'enforcement point: have context.lat = 52; and have context.lon = 13 (tried)',
    ],
    [
      'hours that begin later',
      byUser(stanza('secret/x', 'read', 'when { time { zone = "Europe/Berlin" days = ["mon-fri"] hours = ["22:00-06:00"] } }')),
      'caller: ask again at 2026-05-04T20:00:00Z (tried)',
    ],
    [
      'a time that is over is only an author to give back',
      byUser(stanza('secret/x', 'read', expr('context.time < timestamp("2026-01-01T00:00:00Z")'))),
      'policy author: change the condition of "secret/x" at world.hcl:2',
    ],
    [
      'a registered attribute',
      byUser(stanza('secret/x', 'read', expr('user.level == 2')), {}, { user: 'attributes = { level = 1 }' }),
      'registry: have user.level such that user.level == 2',
    ],
    [
      'a glob and a list',
      byUser(stanza('secret/x', 'read', expr('glob(context.host, "*.corp") && any(t, context.tags, t == "ok")'))),
      'enforcement point: supply context.host = ".corp"; and supply context.tags = ["ok"] (tried)',
    ],
    [
      'shapes, as deep as they go',
      byUser(stanza('secret/x', 'read', STANZA_SHAPE), { parameters: { amount: 700, to: { iban: 'FR', notes: [1] }, more: 1 } }),
      'caller: change parameters.amount to 500; and change parameters.to.iban to "DE"; and change parameters.to.notes[0] to "1"; and leave out parameters.more (tried)',
    ],
    [
      'lists, one fault after another',
      bare('path "secret/x" { capabilities = ["read"]  required_parameters = ["a"]  denied_parameters = { "b" = [] } }', { parameters: { b: 1 } }),
      'caller: give the parameter "a"; and leave out the parameter "b" (tried)',
    ],
    ['wrapping', bare('path "secret/x" { capabilities = ["read"]  min_wrapping_ttl = "60" }'), 'caller: ask for response wrapping of 60 s (tried)'],
    ['a purpose', onBehalf({ delegation: purposes }), 'caller: ask for the purpose "support" (tried)'],
    ['a session', onBehalf({ delegation: 'consent = "implied"\nsessions = ["s1", "s2"]' }), 'enforcement point: ask in the session "s1" (tried)'],
    [
      'a session, and what it says beside its id',
      onBehalf(
        { user: stanza('secret/x', 'read', expr('session.tenant == "t"')), delegation: 'consent = "implied"\nsessions = ["s1"]' },
        { session: { id: 's2', tenant: 't' } },
      ),
      'enforcement point: ask in the session "s1" (tried)',
    ],
    [
      'a session that no hop is for',
      onBehalf(
        { ceiling: EVERYTHING + stanza('agents/*', 'delegate'), blocks: BEHIND, delegation: 'consent = "implied"\nmax_depth = 1\nsessions = ["s1"]' },
        { ...THROUGH, session: { id: 's1' } },
      ),
      'registry: allow a session: the delegation "e" is for other sessions',
    ],
    ['a consent', onBehalf({ delegation: '' }), 'user: consent to the delegation "d" (work)'],
    [
      'a consent to another scope',
      {
        ...onBehalf({ scope: stanza('other/x', 'read'), blocks: block('scope', 'more', EVERYTHING), delegation: '' }),
        ...{ files: { 'world.hcl': scopedText() }, facts: { consents: [{ delegation: 'd', scopes: ['work'], given_at: inSeconds(-60) }] } },
      },
      'user: consent to the scope "more" of the delegation "d"',
    ],
    ['MFA', byUser('path "secret/x" { capabilities = ["read"]  mfa_methods = ["totp"] }'), 'user: sign in with MFA (tried)'],
    [
      'an approval, which nobody is told to forge',
      byUser(stanza('secret/x', 'read', 'approval { by = ["group:finance"]  within = "10m" }')),
      'approver: give an approval by group:finance for the stanza "p:secret/x", not older than 600 s',
    ],
    [
      'an approval that only the user himself could give is no change',
      byUser(stanza('secret/x', 'read', 'approval { by = ["user:alice"] }')),
      'policy author: change the stanza "p:secret/x" at world.hcl:2',
    ],
    ['somebody suspended', byUser(EVERYTHING, {}, { user: 'status = "suspended"' }), 'registry: make active again what is not: the user "alice" is suspended'],
    [
      'somebody unknown',
      { ...byUser(EVERYTHING), request: { user: { id: 'bob' }, operation: 'read', path: 'secret/x' } },
      'registry: register what is missing: no user "bob" is registered',
    ],
    [
      'a guardrail',
      byUser(EVERYTHING, {}, { blocks: GUARDRAIL('hard-mandatory', `require { expr = context.office }`) }),
      'enforcement point: supply context.office = true (tried)',
    ],
    [
      'a guardrail that only its author can lift',
      byUser(EVERYTHING, {}, { blocks: GUARDRAIL('hard-mandatory', '') }),
      'policy author: change the guardrail "g" at world.hcl:12',
    ],
    ['a deny', byUser(stanza('secret/x', 'deny')), 'policy author: remove the deny at world.hcl:2, or add a more specific pattern'],
    ['a capability', byUser(stanza('secret/x', 'list')), 'policy author: add read to "secret/x" at world.hcl:2'],
    [
      'a ceiling that has no stanza',
      onBehalf({ ceiling: stanza('other/x', 'read') }),
      'policy author: add a stanza to of-bot: path "secret/x" { capabilities = ["read"] }',
    ],
    [
      'a ceiling and a guardrail at once',
      onBehalf({ ceiling: stanza('secret/x', 'read', expr('context.risk < 70')), blocks: GUARDRAIL('hard-mandatory', 'forbid { expr = context.night }') }),
      'enforcement point: supply context.night = false; and supply context.risk = 69 (tried)',
    ],
    ['a wrong form', { ...byUser(EVERYTHING), request: { operation: 'read' } }, 'caller: correct the request: a request has an operation and a path'],
    ['stale facts', { ...byUser(EVERYTHING), facts: { as_of: inSeconds(-120), max_age: 60 } }, 'embedder: hand the engine newer facts'],
  ];

  it.each(ROWS)('of %s is the smallest', (_, asked, first) => {
    expect(firstOf(asked)).toBe(first);
  });
});
