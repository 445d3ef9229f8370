// Random expressions that type-check, as pieces of text: a leaf is a piece of its own, so that one can be put in the place of another. Of every
// operator and function of the language, over the attributes of the pool.

import fc from 'fast-check';
import { BLOCKS, GLOBS, INSTANTS, NUMBERS, REGEXES, WORDS } from './atoms.js';
import { ATTRIBUTES, type Kind, METADATA } from './attributes.js';

export interface Leaf {
  readonly leaf: string;
}

export type Piece = string | Leaf;
export type Pieces = readonly Piece[];

export function leafCount(pieces: Pieces): number {
  return pieces.filter((piece) => typeof piece !== 'string').length;
}

/** The text; of the leaf with this number, what nobody knows, of the same type. */
export function textOf(pieces: Pieces, unknown = -1): string {
  let leaves = 0;
  return pieces.map((piece) => (typeof piece === 'string' ? piece : leaves++ === unknown ? nothingLike(piece.leaf) : piece.leaf)).join('');
}

/** Of an attribute that no request has. Timestamps and durations are told apart before the request. */
function nothingLike(leaf: string): string {
  if (/^timestamp|^context\.time$/.test(leaf)) return 'timestamp(context.nothing)';
  return /^duration|consent_age$/.test(leaf) ? 'duration(context.nothing)' : 'context.nothing';
}

export interface Choices {
  /** Whether `has` may stand in them. */
  readonly has: boolean;
  /** Names of conditions that may be spoken of. */
  readonly conditions: readonly string[];
  /** Roots that may not. */
  readonly without: readonly string[];
}

export interface Expressions {
  readonly booleans: fc.Arbitrary<Pieces>;
  /** `root.name` of any attribute that may be spoken of. */
  readonly names: fc.Arbitrary<string>;
}

type Part = fc.Arbitrary<Pieces>;
type Weighted = { readonly weight: number; readonly arbitrary: Part };

const leaf = (text: string): Pieces => [{ leaf: text }];
const leaves = (...texts: readonly string[]): Part => fc.constantFrom(...texts).map(leaf);
/** Parts in brackets with text between: `op(a, b)`, `(a op b)`. */
const call = (name: string, ...parts: readonly Part[]): Part =>
  fc.tuple(...parts).map((args) => [`${name}(`, ...args.flatMap((arg, i) => (i === 0 ? arg : [', ', ...arg])), ')']);
const infix = (left: Part, operators: readonly string[], right: Part): Part =>
  fc.tuple(left, fc.constantFrom(...operators), right).map(([a, operator, b]) => ['(', ...a, ` ${operator} `, ...b, ')']);
const written = (texts: readonly string[]): Part => fc.constantFrom(...texts).map((text) => [text]);
const quoted = (texts: readonly { readonly text: string }[]) => texts.map(({ text }) => JSON.stringify(text));

const ORDER = ['<', '<=', '>', '>='] as const;
const SAME = ['==', '!='] as const;

/** Of one literal, or a list of two. */
const literals = (texts: readonly string[]): Part => written([...texts, ...texts.slice(1).map((text, i) => `[${texts[i]}, ${text}]`)]);

const globs = literals(quoted(GLOBS));
const regexes = literals(quoted(REGEXES));
const blocks = literals(quoted(BLOCKS));
const windows = written([
  '"Europe/Berlin", ["mon-fri"], ["09:00-17:00"]',
  '"Europe/Berlin", ["fri"], ["22:00-06:00"]',
  '"Europe/Berlin", ["sun"], ["02:00-03:00"]',
  '"Etc/UTC", ["mon", "wed-thu"]',
]);
const circles = written(['52.5, 13.4, 11.12', '0, 180, 20']);

export function expressions({ has, conditions, without }: Choices): Expressions {
  const known = [
    ...ATTRIBUTES.map(({ root, name, kind }) => [root, `${root}.${name}`, kind] as const),
    ...METADATA.map(([name, kind]) => ['agent', `agent.metadata.${name}`, kind] as const),
  ].filter(([root]) => !without.includes(root));
  const names = (...kinds: readonly Kind[]) => known.filter(([, , kind]) => kinds.includes(kind)).map(([, name]) => name);
  const maps = names('map');
  const any = fc.constantFrom(...known.map(([, name]) => name));

  const { boolean } = fc.letrec<Record<'boolean' | 'string' | 'number' | 'list' | 'timestamp' | 'duration', Pieces>>((tie) => {
    const [boolean, string, number, list] = [tie('boolean'), tie('string'), tie('number'), tie('list')];
    const [timestamp, duration] = [tie('timestamp'), tie('duration')];
    const strings: Weighted[] = [
      { weight: 4, arbitrary: leaves(...names('string'), ...maps.map((name) => `${name}.k`), ...names('list(string)').map((name) => `${name}[0]`)) },
      { weight: 4, arbitrary: leaves(...WORDS.map(({ text }) => text)) },
      { weight: 1, arbitrary: call('lower', string) },
    ];
    const numbers: Weighted[] = [
      { weight: 4, arbitrary: leaves(...names('number')) },
      { weight: 3, arbitrary: leaves(...NUMBERS.map(({ text }) => text), '9007199254740991') },
      { weight: 1, arbitrary: infix(number, ['+', '-', '*'], number) },
      { weight: 1, arbitrary: number.map((pieces) => ['-(', ...pieces, ')']) },
      { weight: 1, arbitrary: fc.oneof(call('length', string), call('length', list)) },
    ];
    const lists: Weighted[] = [
      { weight: 4, arbitrary: leaves(...names('list(string)')) },
      { weight: 2, arbitrary: leaves('["x", "y"]', '["eng"]', '["DE", "high", "u0"]') },
    ];
    const timestamps: Weighted[] = [
      { weight: 3, arbitrary: leaves('context.time') },
      { weight: 2, arbitrary: leaves(...INSTANTS.map(({ text }) => `timestamp("${text}")`)) },
      { weight: 1, arbitrary: call('timestamp', leaves('context.since')) },
      { weight: 1, arbitrary: infix(timestamp, ['+', '-'], duration) },
    ];
    const durations: Weighted[] = [
      { weight: 2, arbitrary: leaves('duration("1m")', 'duration(60)', 'duration("1h30m")') },
      { weight: 2, arbitrary: leaves(...names('duration').filter((name) => name !== 'context.span'), 'duration(context.span)') },
      { weight: 1, arbitrary: infix(timestamp, ['-'], timestamp) },
      { weight: 1, arbitrary: infix(duration, ['+', '-'], duration) },
    ];
    /** Over a list of strings; the variable is a leaf as any other. */
    const quantified = fc
      .tuple(
        fc.constantFrom('all', 'any'),
        list,
        fc.oneof(infix(leaves('v'), SAME, string), infix(leaves('v'), ['in'], list), call('startswith', leaves('v'), string), call('glob', leaves('v'), globs)),
        fc.option(boolean, { freq: 3, nil: null }),
      )
      .map(([name, over, body, more]): Pieces => [`${name}(v, `, ...over, ', ', ...body, ...(more === null ? [] : [' && ', ...more]), ')']);
    // Variables hide nothing, and a thousand times a thousand is too dear: one `all` does not stand in another, nor a condition that may have one.
    const flat = quantified.filter((pieces) => /^[^(]*\((?!.*(?:\(v,|condition\.)).*$/s.test(textOf(pieces).replace('(v,', '(')));
    const booleans: Weighted[] = [
      { weight: 3, arbitrary: leaves(...names('boolean'), 'true', 'false') },
      { weight: 4, arbitrary: infix(string, [...SAME, ...SAME, ...ORDER], string) },
      { weight: 4, arbitrary: infix(number, [...SAME, ...ORDER], number) },
      { weight: 3, arbitrary: infix(string, ['in'], list) },
      { weight: 2, arbitrary: infix(timestamp, [...SAME, ...ORDER], timestamp) },
      { weight: 1, arbitrary: infix(duration, ORDER, duration) },
      { weight: 1, arbitrary: infix(list, SAME, list) },
      { weight: 1, arbitrary: fc.constantFrom('startswith', 'endswith', 'contains').chain((name) => call(name, string, string)) },
      { weight: 1, arbitrary: call('contains', list, string) },
      { weight: 2, arbitrary: call('glob', string, globs) },
      { weight: 1, arbitrary: call('matches', string, regexes) },
      { weight: 2, arbitrary: call('cidr_contains', blocks, leaves('context.ip')) },
      { weight: 2, arbitrary: call('within_hours', timestamp, windows) },
      { weight: 1, arbitrary: call('within_km', leaves('context.lat'), leaves('context.lon'), circles) },
      { weight: 2, arbitrary: flat },
      { weight: 4, arbitrary: infix(boolean, ['&&'], boolean) },
      { weight: 3, arbitrary: infix(boolean, ['||'], boolean) },
      { weight: 3, arbitrary: boolean.map((pieces) => ['!(', ...pieces, ')']) },
      { weight: 1, arbitrary: infix(leaves(...names('boolean'), 'true'), SAME, fc.oneof(leaves(...names('boolean'), 'false'), infix(string, SAME, string))) },
      ...(has ? [{ weight: 1, arbitrary: any.map((name): Pieces => [`has(${name})`]) }] : []),
      ...(conditions.length > 0 ? [{ weight: 1, arbitrary: leaves(...conditions.map((name) => `condition.${name}`)) }] : []),
    ];
    const of = (parts: readonly Weighted[]) => fc.oneof({ depthSize: 'small', withCrossShrink: false, maxDepth: 4 }, ...parts);
    return { boolean: of(booleans), string: of(strings), number: of(numbers), list: of(lists), timestamp: of(timestamps), duration: of(durations) };
  });
  return { booleans: boolean, names: any };
}
