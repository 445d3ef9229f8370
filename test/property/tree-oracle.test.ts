// The compiled engine and the oracle agree on every request, to the last list. Neither has seen a line of the other.

import { compile } from '@polc/compiler';
import { type Document, makeSource, parse } from '@polc/grammar';
import { type Engine, loadBundle, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Scenario, scenario } from '../arbitraries/request.js';
import { oracleDecide } from '../oracle/index.js';
import { runs } from '../runs.js';

/** Of the engine's clock; requests bring their own. */
const NOW = 1_700_000_000_999;

function compiled(policies: Scenario['policies']): Engine {
  const sources = [...policies].map(([name, text]) => ({ file: `${name}.hcl`, text, name }));
  const { bundle, diagnostics } = compile(sources);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return loadBundle(bundle as Uint8Array, { clock: () => NOW });
}

function parsed(policies: Scenario['policies']): Map<string, Document> {
  return new Map([...policies].map(([name, text]) => [name, parse(makeSource(`${name}.hcl`, text)).value]));
}

/** What no ACL has looked at has no verdict of Vault's. */
const SILENT = { root_privs: false, granting: [], mfa_methods: [], control_group: null };

/** Both decide every request, and say the same. */
function agree({ policies, requests }: Scenario): void {
  const engine = compiled(policies);
  const documents = parsed(policies);
  for (const request of requests) {
    const expected = oracleDecide(documents, request);
    const { allowed, outcome, capabilities, vault } = engine.decide(request);
    const { root_privs, granting, mfa_methods, control_group } = vault ?? SILENT;
    expect({ allowed, outcome, root_privs, granting, capabilities, mfa_methods, control_group }, JSON.stringify(request)).toEqual(expected);
  }
}

/** Shrunk from runs that failed once. */
const FOUND: readonly (readonly [name: string, text: string, request: Omit<Request, 'policies'>])[] = [
  [
    'data of one kind that looks like data of another',
    'path "{{identity.entity.id}}" { mfa_methods = ["m2"] }\npath "a" { max_wrapping_ttl = 5 }\npath "a/a" { allowed_parameters = { "a" = ["x"] } }',
    { operation: 'revoke', path: 'a' },
  ],
  [
    'an MFA method twice in a stanza that merges with one that has none',
    'path "+/*" { mfa_methods = ["m2", "m2"] }\npath "+/*" {}',
    { operation: 'read', path: 'a/' },
  ],
  [
    'a template of the time, in seconds since the epoch',
    'path "{{time.now.plus.1h}}/a" { capabilities = ["read"] }',
    { operation: 'read', path: '1700003600/a', context: { time: 1_700_000_000_000 } },
  ],
  ['an empty wrapping time', 'path "a" { capabilities = ["read"] }', { operation: 'read', path: 'a', wrap_ttl: '' }],
];

describe('the engine', () => {
  it('decides as the oracle does', () => {
    fc.assert(fc.property(scenario(), agree), runs(3_000, 80_000));
  });

  it.each(FOUND)('decides as the oracle does: %s', (_, text, request) => {
    agree({ policies: new Map([['p0', text]]), requests: [{ ...request, policies: ['p0'] }] });
  });

  it('decides as the oracle does: a policy named twice', () => {
    agree({ policies: new Map([['p0', 'path "a" { capabilities = ["read"] }']]), requests: [{ policies: ['P0', 'p0'], operation: 'read', path: 'a' }] });
  });

  it('allows without a decision what it allows with one, and no more', () => {
    fc.assert(
      fc.property(scenario(), ({ policies, requests }) => {
        const engine = compiled(policies);
        for (const request of requests) {
          expect(engine.allows(request), JSON.stringify(request)).toBe(engine.decide(request).allowed);
        }
      }),
      runs(500, 16_000),
    );
  });

  it('answers sys/capabilities as it does beside a decision', () => {
    fc.assert(
      fc.property(scenario(4), ({ policies, requests }) => {
        const engine = compiled(policies);
        for (const request of requests) {
          // The query has no time of its own and no wrapping to be malformed; it goes by the engine's clock.
          const asked = { ...request, context: { time: NOW }, wrap_ttl: null };
          const principal = { policies: request.policies ?? [], identity: request.identity ?? null };
          expect(engine.capabilities(principal, request.path), JSON.stringify(asked)).toEqual(engine.decide(asked).capabilities);
        }
      }),
      runs(500, 16_000),
    );
  });
});
