// `--fix` keeps every decision as it is: policies full of what it mends decide alike before and after, by the engine and by the oracle, on many requests.

import { check, compile } from '@polc/compiler';
import { loadBundle, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixFiles } from '../../cli/commands/fix-files.js';
import { oracleJudge, readTexts } from '../oracle/index.js';
import { runs } from '../runs.js';

const quoted = (words: readonly string[]) => `[${words.map((word) => `"${word}"`).join(', ')}]`;
const some = (words: readonly string[], most = 5) => fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: most });

const patterns = fc
  .tuple(fc.constantFrom('', '', '/'), fc.constantFrom('a', 'a/b', 'a/*', 'a/+', '+/b', 'a*', '*', 'a/+/c', 'a/{{identity.entity.name}}'))
  .map(([slash, pattern]) => slash + pattern);
const CAPABILITIES = ['create', 'read', 'update', 'delete', 'list', 'deny'];
const CIDRS = ['10.0.0.0/8', '10.1.0.0/16', '10.1.2.0/24', '10.1.0.0/16', '0.0.0.0/0', '2001:db8::/32', '2001:db8:1::/48', '::/0'];
const NAMES = ['x', 'y', '*'];
const VALUES = ['1', '2', '1*', '*2'];

const maps = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.oneof(fc.constant<string[]>([]), some(VALUES))), {
    minLength: 1,
    maxLength: 3,
    selector: ([name]) => name,
  })
  .map((entries) => `{ ${entries.map(([name, values]) => `"${name}" = ${quoted(values)}`).join(', ')} }`);

const bodies = fc.oneof(
  { weight: 4, arbitrary: some(CAPABILITIES).map((words) => [`capabilities = ${quoted(words)}`]) },
  { weight: 1, arbitrary: fc.constantFrom('read', 'write', 'sudo', 'deny').map((word) => [`policy = "${word}"`]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(some(CAPABILITIES.slice(0, 3)), maps, maps)
      .map(([words, a, d]) => [`capabilities = ${quoted(words)}`, `allowed_parameters = ${a}`, `denied_parameters = ${d}`]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(some(CAPABILITIES.slice(0, 4)), some(NAMES.slice(0, 2)))
      .map(([words, names]) => [`capabilities = ${quoted(words)}`, `required_parameters = ${quoted(names)}`]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(some(CAPABILITIES.slice(0, 4)), some(CIDRS))
      .map(([words, cidrs]) => [`capabilities = ${quoted(words)}`, `when { location { cidrs = ${quoted(cidrs)} } }`]),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(some(CAPABILITIES.slice(0, 4)), some(['DE', 'FR']))
      .map(([words, countries]) => [`capabilities = ${quoted(words)}`, `when { location { countries = ${quoted(countries)} } }`]),
  },
);

const policies = fc
  .array(fc.tuple(patterns, bodies), { minLength: 1, maxLength: 5 })
  .map((stanzas) => stanzas.map(([pattern, body]) => `path "${pattern}" {\n${body.map((line) => `  ${line}\n`).join('')}}\n`).join(''));

const requests: fc.Arbitrary<Request> = fc.record({
  policies: fc.constantFrom(['a'], ['b'], ['a', 'b']),
  operation: fc.constantFrom('create', 'read', 'update', 'delete', 'list'),
  path: fc.constantFrom('a', 'a/', 'a/b', 'a/b/', 'a/zed', 'a/x/c', 'ab', 'x/b', 'z'),
  parameters: fc.constantFrom({}, { x: '1' }, { x: '2', y: '1' }, { x: ['1', '3'] }, { z: '1' }),
  context: fc.record({
    ip: fc.constantFrom('10.0.0.1', '10.1.2.3', '10.1.9.9', '11.0.0.1', '2001:db8::1', '2001:db8:1::1', '2002::1'),
    country: fc.constantFrom('DE', 'FR', 'JP'),
  }),
  identity: fc.constantFrom({ entity: null, groups: [] }, { entity: { id: 'e', name: 'zed', metadata: {}, aliases: [] }, groups: [] }),
}) as unknown as fc.Arbitrary<Request>;

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Of a denial not why: the stanza that is gone may have been the one that lacked the capability. */
function toldBy(answer: { readonly allowed: boolean; readonly outcome: string } | undefined): string | undefined {
  return answer?.allowed === false && !answer.outcome.endsWith('_required') ? 'denied' : answer?.outcome;
}

describe('--fix', () => {
  it('changes no decision, of the engine or of the oracle', () => {
    let fixed = 0;
    let allowed = 0;
    fc.assert(
      fc.property(policies, policies, fc.array(requests, { minLength: 30, maxLength: 60, size: 'max' }), (a, b, asked) => {
        const before = [a, b].map((text, i) => ({ file: `${'ab'[i]}.hcl`, text }));
        if (check(before, { lint: false }).diagnostics.some(({ severity }) => severity === 'error')) return;
        const files = fixFiles(
          before.map(({ file, text }) => ({ file, bytes: bytesOf(text) })),
          {},
        );
        const after = files.map(({ file, bytes }) => ({ file, text: textOf(bytes) }));
        if (files.every((file) => !('titles' in file))) return;
        fixed++;
        const [old, mended] = [before, after].map((sources) => loadBundle(compile(sources).bundle as Uint8Array));
        const [oldModel, newModel] = [before, after].map((sources) => readTexts(sources));
        if (oldModel === undefined || newModel === undefined || 'errors' in oldModel || 'errors' in newModel) throw new Error('the oracle refuses it');
        for (const request of asked) {
          const [x, y] = [old?.decide(request), mended?.decide(request)];
          expect(toldBy(y), `${a}${b}\n${JSON.stringify(request)}`).toEqual(toldBy(x));
          const [p, q] = [oldModel.model, newModel.model].map((model) => oracleJudge(model, undefined, request));
          expect(toldBy(q)).toEqual(toldBy(p));
          expect([p?.allowed, p?.outcome]).toEqual([x?.allowed, x?.outcome]);
          if (x?.allowed === true) allowed++;
        }
      }),
      runs(60, 800),
    );
    // Policies without anything to mend, or that allow nothing, would show nothing.
    expect(fixed).toBeGreaterThan(40);
    expect(allowed).toBeGreaterThan(200);
  });
});
