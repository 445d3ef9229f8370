// What lint keeps from one check to the next (merged rules, what is out of reach, what was read in each policy) changes nothing that it says.

import { compile, type SourceText, Workspace } from '@polc/compiler';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../runs.js';

const [RUNS, LONG] = [100, 2_000];

/** Few names, so that patterns overlap; a mount of KV, Vault's own paths, letters that fold or look alike, and characters that fillers are made of. */
const SEGMENTS = ['a', 'b', 'A', 'х', 'x', '+', '+', '{{identity.entity.id}}'];
const HEADS = ['', '', '', '', 'secret/data/', 'secret/metadata/', 'secret/', 'sys/audit/', 'auth/'];
const CAPABILITIES = ['"read"', '"read"', '"list"', '"list"', '"read", "list"', '"deny"', '"create"', '"sudo"'];
const MORE = [
  '',
  '',
  '',
  'allowed_parameters = { x = ["1"] }',
  'allowed_parameters = { x = [] }',
  'denied_parameters = { x = [] }',
  'when { expr = context.risk < 5 }',
];

const mixed = fc.tuple(
  fc.constantFrom(...HEADS),
  fc.array(fc.constantFrom(...SEGMENTS), { minLength: 1, maxLength: 3 }),
  fc.constantFrom('', '', '', '/', '*', '/*', '/a*'),
  fc.constantFrom(...CAPABILITIES),
  fc.constantFrom(...MORE),
);
/** Of these some lose every path. */
const close = fc.tuple(
  fc.constant(''),
  fc.array(fc.constantFrom('a', '+', '+'), { minLength: 1, maxLength: 3 }),
  fc.constantFrom('', '/', '/', '/*', '/a*'),
  fc.constantFrom(...CAPABILITIES),
  fc.constant(''),
);
/** Of these some pass for each other. */
const alike = fc.tuple(
  fc.constant(''),
  fc.constantFrom(['x', 'y'], ['х', 'y'], ['X', 'y']),
  fc.constant(''),
  fc.constantFrom(...CAPABILITIES),
  fc.constant(''),
);
const stanzas = fc
  .oneof({ weight: 4, arbitrary: mixed }, { weight: 6, arbitrary: close }, { weight: 1, arbitrary: alike })
  .map(([head, segments, tail, capabilities, more]) => ({ path: head + segments.join('/') + tail, capabilities, more }))
  .filter(({ path }) => !path.includes('+*'))
  .map(({ path, capabilities, more }) => `path "${path}" {\n  capabilities = [${capabilities}]\n  ${capabilities === '"deny"' ? '' : more}\n}\n`);

const files: fc.Arbitrary<SourceText> = fc.record({
  file: fc.constantFrom('p.hcl', 'q.hcl', 'r.hcl', 's.hcl', 't.hcl'),
  text: fc.oneof(
    { weight: 12, arbitrary: fc.array(stanzas, { maxLength: 6 }).map((some) => some.join('')) },
    // Words that all files share: everything is read anew.
    { weight: 1, arbitrary: fc.constant('condition "c" { expr = context.risk < 1 }\n') },
    { weight: 1, arbitrary: fc.constant(`path "${'d/'.repeat(210)}+/*" { capabilities = ["read"] }\n`) },
  ),
});

const histories = fc.record({
  sources: fc.uniqueArray(files, { selector: ({ file }) => file, maxLength: 5 }),
  edits: fc.array(fc.record({ set: fc.array(files, { maxLength: 2 }), remove: fc.subarray(['p.hcl', 'q.hcl', 'r.hcl'], { maxLength: 1 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
});

/** What the kept structures speak for: each must have come and gone, or the property says little. */
const SPOKEN = [
  'shadowed-stanza',
  'unreachable-deny',
  'list-without-slash',
  'kv2-missing-data',
  'kv2-list-on-data',
  'case-variant-pattern',
  'confusable-names',
];

it('a workspace that has seen other files says what a check of these files says', () => {
  const changed = new Map(SPOKEN.map((code) => [code, 0]));
  fc.assert(
    fc.property(histories, ({ sources, edits }) => {
      const workspace = new Workspace(sources, { lint: true });
      let now = new Map(sources.map((source) => [source.file, source]));
      let before = workspace.compile().diagnostics;
      for (const { set, remove } of edits) {
        workspace.update({ set, remove });
        now = edited(now, set, remove);
        const { diagnostics } = workspace.compile();
        expect(diagnostics).toEqual(compile([...now.values()], { lint: true }).diagnostics);
        for (const [code, times] of changed) {
          const [then, today] = [before, diagnostics].map((all) => JSON.stringify(all.filter((each) => each.code === code)));
          if (then !== today) changed.set(code, times + 1);
        }
        before = diagnostics;
      }
    }),
    runs(RUNS, LONG),
  );
  for (const [code, times] of changed) expect([code, times > 1]).toEqual([code, true]);
});

/** As an update is said to do it: removed first, then each in its place or behind all others. */
function edited(before: ReadonlyMap<string, SourceText>, set: readonly SourceText[], remove: readonly string[]): Map<string, SourceText> {
  const now = new Map(before);
  for (const file of remove) now.delete(file);
  for (const source of set) now.set(source.file, source);
  return now;
}
