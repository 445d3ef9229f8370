// What lint calls out of reach is exactly what no request reaches: every path over a small alphabet is tried, with the oracle's choice of a rule.

import { check } from '@polc/compiler';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPath, readPattern } from '../oracle/patterns.js';
import type { MergedRule, OraclePattern } from '../oracle/rule.js';
import { selectRule } from '../oracle/select-rule.js';
import { runs } from '../runs.js';
import { stanza } from './describe-rule.js';

/** Segments of patterns, how many at most, and segments of paths: the same, with a letter behind them, and one that no pattern has. */
interface Alphabet {
  readonly name: string;
  readonly segments: readonly string[];
  readonly most: number;
  readonly paths: readonly string[];
}

const ALPHABETS: readonly Alphabet[] = [
  { name: 'plain names', segments: ['a', 'b', '+', '+', ''], most: 3, paths: ['', 'a', 'an', 'b', 'bn', 'n'] },
  // A + that is no wildcard still counts where the first wildcard is looked for.
  { name: 'names with a +', segments: ['a', 'a+', '+a', '+', '+', ''], most: 2, paths: ['', 'a', 'an', 'a+', 'a+n', '+a', '+an', 'n'] },
];

/** Of what stands beside each other at one pattern, each a stanza of its own. */
const BESIDE = ' | ';

function policies({ segments, most }: Alphabet): fc.Arbitrary<[string, string][]> {
  const pattern = fc
    .tuple(fc.array(fc.constantFrom(...segments), { minLength: 1, maxLength: most }), fc.constantFrom('', '', '*', '/*', '/a*'))
    .map(([parts, tail]) => parts.join('/') + tail)
    .filter((text) => readPattern(text) !== null && text !== '' && !text.startsWith('/') && text.split('/').length <= most);
  const capabilities = fc.constantFrom('read', 'read', 'list', 'read list', 'deny', `deny${BESIDE}list`);
  return fc.uniqueArray(fc.tuple(pattern, capabilities), { minLength: 2, maxLength: 8, selector: ([text]) => text });
}

/** Two segments deeper than any pattern ends. */
function pathsOf({ paths: segments, most }: Alphabet): readonly string[] {
  let paths: string[][] = [[]];
  const all: string[] = [];
  for (let depth = 1; depth <= most + 2; depth++) {
    paths = paths.flatMap((path) => segments.map((text) => [...path, text]));
    all.push(...paths.map((path) => path.join('/')));
  }
  return all.filter((path) => !path.startsWith('/'));
}

/** Patterns that decide some request; a deny decides a list only where something would have granted it, or a stanza beside it does. */
function reached(rules: readonly MergedRule[], beside: ReadonlySet<OraclePattern>, paths: readonly string[]): ReadonlySet<OraclePattern> {
  const found = new Set<OraclePattern>();
  for (const path of paths) {
    const chosen = selectRule(rules, 'read', path);
    if (chosen !== null) found.add(chosen.pattern);
    const listed = selectRule(rules, 'list', path);
    if (listed !== null && (!listed.capabilities.includes('deny') || beside.has(listed.pattern) || grantedBelow(rules, path))) found.add(listed.pattern);
  }
  return found;
}

function grantedBelow(rules: readonly MergedRule[], path: string): boolean {
  return [path, path.replace(/\/$/, '')].some((form) => {
    const matching = rules.filter((rule) => matchesPath(rule.pattern, form));
    const longest = Math.max(...matching.map((rule) => (rule.pattern.kind === 'prefix' ? rule.pattern.text.length : -1)));
    return matching.some((rule) => rule.capabilities.includes('list') && (rule.pattern.kind !== 'prefix' || rule.pattern.text.length === longest));
  });
}

/** The written patterns of a policy that lint calls out of reach. */
function reported(stanzas: readonly (readonly [string, string])[]): readonly string[] {
  const text = stanzas.flatMap(([written, capabilities]) => capabilities.split(BESIDE).map((each) => stanza(written, each))).join('');
  const { diagnostics } = check([{ file: 'a.hcl', text }]);
  return diagnostics
    .filter(({ code }) => code === 'unreachable-deny' || code === 'shadowed-stanza')
    .map(({ span }) => text.slice(span.start + 1, span.end - 1));
}

/** The oracle chooses by pattern and capabilities alone. */
function rulesOf(stanzas: readonly (readonly [string, string])[]): readonly MergedRule[] {
  return stanzas.map(
    ([written, capabilities]) =>
      ({ pattern: readPattern(written), capabilities: (capabilities.split(BESIDE)[0] as string).split(' ') }) as unknown as MergedRule,
  );
}

describe('reach', () => {
  test.each(ALPHABETS)('calls those patterns out of reach that no request reaches, and no others, among $name', (alphabet) => {
    const paths = pathsOf(alphabet);
    let spoken = 0;
    fc.assert(
      fc.property(policies(alphabet), (stanzas) => {
        const rules = rulesOf(stanzas);
        const beside = new Set(rules.filter((_, i) => stanzas[i]?.[1].includes(BESIDE)).map(({ pattern }) => pattern));
        const found = reached(rules, beside, paths);
        const expected = stanzas.filter((_, i) => !found.has((rules[i] as MergedRule).pattern)).map(([written]) => written);
        spoken += expected.length;
        expect(reported(stanzas)).toEqual(expected);
      }),
      runs(120, 1_600),
    );
    // Random policies must not leave the property with nothing to say.
    expect(spoken).toBeGreaterThan(5);
  });
});
