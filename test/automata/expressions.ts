// Random regular expressions: each in the language of `matches`, in JavaScript's, and with a way to texts that it matches.

import fc from 'fast-check';

/** Answers with a whole number below n. */
type Choose = (n: number) => number;

export interface Expression {
  readonly text: string;
  /** For the flag `u`. Every character is written as its number, so that nothing of our own syntax is taken over. */
  readonly javascript: string;
  /** A text in the language, if there is one near. */
  readonly member: (pick: Choose) => string;
  /** Whether a quantifier may follow. */
  readonly atom: boolean;
}

export const CHARACTERS = [...'abcz019_-^$.*+?()[]{}|\\/" \t\n\réß中', '😀', '\u{10ffff}', '\u2028', '\ud800', '\udfff', '\u0000'];

const number = (character: string) => (character.codePointAt(0) as number).toString(16);
const unicode = (character: string) => `\\u{${number(character)}}`;

/** Half of a pair must not stand raw beside another half. */
function spellings(character: string): string[] {
  const point = character.codePointAt(0) as number;
  const long = [unicode(character)];
  if (point >= 0xd800 && point <= 0xdfff) return long;
  if (point < 0x100) long.push(`\\x${number(character).padStart(2, '0')}`);
  if (point < 0x10000) long.push(`\\u${number(character).padStart(4, '0').toUpperCase()}`);
  if (/[!-/:-@[-`{-~]/.test(character)) return [...long, `\\${character}`];
  return [...long, character, character];
}

/** Few characters, so that one text has many ways through an expression; and all of them now and then. */
const character = fc.oneof({ arbitrary: fc.constantFrom('a', 'b'), weight: 3 }, fc.constantFrom(...CHARACTERS));

const spelled = character.chain((character) => fc.constantFrom(...spellings(character)).map((text) => ({ character, text })));

const literal: fc.Arbitrary<Expression> = spelled.map(({ character, text }) => ({
  text,
  javascript: unicode(character),
  member: () => character,
  atom: true,
}));

interface Item {
  readonly text: string;
  readonly javascript: string;
  readonly member: string;
}

const NAMED: readonly Item[] = [
  { text: '\\d', javascript: '0-9', member: '7' },
  { text: '\\D', javascript: '\\D', member: 'x' },
  { text: '\\w', javascript: 'A-Za-z0-9_', member: '_' },
  { text: '\\W', javascript: '\\W', member: '-' },
  { text: '\\s', javascript: '\\x09-\\x0d\\x20', member: '\t' },
  { text: '\\S', javascript: '\\x00-\\x08\\x0e-\\x1f\\x21-\\u{10ffff}', member: '\u2028' },
  { text: '\\n', javascript: '\\x0a', member: '\n' },
  { text: '\\v', javascript: '\\x0b', member: '\v' },
];

const named: fc.Arbitrary<Expression> = fc
  .constantFrom(...NAMED, { text: '.', javascript: '^\\n', member: 'a' }, ...Array<Item>(3).fill({ text: '[\\d\\D]', javascript: '\\s\\S', member: '\n' }))
  .map(({ text, javascript, member }) => ({
    text,
    javascript: `[${javascript}]`,
    member: () => member,
    atom: true,
  }));

const item: fc.Arbitrary<Item> = fc.oneof(
  spelled.map(({ character, text }) => ({ text, javascript: unicode(character), member: character })),
  fc.constantFrom(...NAMED),
  fc.tuple(spelled, spelled).map(([a, b]) => {
    const [low, high] = (a.character.codePointAt(0) as number) <= (b.character.codePointAt(0) as number) ? [a, b] : [b, a];
    return { text: `${low.text}-${high.text}`, javascript: `${unicode(low.character)}-${unicode(high.character)}`, member: high.character };
  }),
);

const set: fc.Arbitrary<Expression> = fc
  .tuple(fc.boolean(), fc.array(item, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '', 'first', 'last'))
  .map(([negated, items, hyphen]) => ({
    text: `[${negated ? '^' : ''}${hyphen === 'first' ? '-' : ''}${items.map(({ text }) => text).join('')}${hyphen === 'last' ? '-' : ''}]`,
    javascript: `[${negated ? '^' : ''}${items.map(({ javascript }) => javascript).join('')}${hyphen === '' ? '' : '\\-'}]`,
    member: (pick: Choose) => (negated ? (CHARACTERS[pick(CHARACTERS.length)] as string) : (items[pick(items.length)] as Item).member),
    atom: true,
  }));

/** Counts stay small: JavaScript goes back over its choices. */
const quantifier = fc.constantFrom(
  ...([
    ['*', 0, 3],
    ['+', 1, 3],
    ['?', 0, 1],
    ['{2}', 2, 2],
    ['{1,}', 1, 3],
    ['{0,2}', 0, 2],
    ['{2,3}', 2, 3],
  ] as const),
);

export const grouped = ({ text, atom }: Expression): string => (atom ? text : `(?:${text})`);

const leaves = fc.oneof({ arbitrary: literal, weight: 4 }, named, set);

function larger(inner: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const repetition = fc.tuple(inner, quantifier).map(([body, [written, least, most]]) => ({
    text: grouped(body) + written,
    javascript: `(?:${body.javascript})${written}`,
    member: (pick: Choose) => Array.from({ length: least + pick(most - least + 1) }, () => body.member(pick)).join(''),
    atom: false,
  }));
  const sequence = fc.array(inner, { maxLength: 4, size: 'max' }).map((parts) => ({
    text: parts.map((part) => (part.text.includes('|') ? grouped(part) : part.text)).join(''),
    javascript: parts.map(({ javascript }) => `(?:${javascript})`).join(''),
    member: (pick: Choose) => parts.map((part) => part.member(pick)).join(''),
    atom: false,
  }));
  const choice = fc.array(inner, { minLength: 2, maxLength: 3 }).map((options) => ({
    text: options.map(({ text }) => text).join('|'),
    javascript: options.map(({ javascript }) => `(?:${javascript})`).join('|'),
    member: (pick: Choose) => (options[pick(options.length)] as Expression).member(pick),
    atom: false,
  }));
  const group = inner.map((body) => ({ ...body, text: `(${body.text})`, javascript: `(${body.javascript})`, atom: true }));
  return fc.oneof(leaves, { arbitrary: repetition, weight: 3 }, { arbitrary: sequence, weight: 3 }, { arbitrary: choice, weight: 2 }, group);
}

export const expressions: fc.Arbitrary<Expression> = larger(larger(larger(leaves)));

export const asRegExp = ({ javascript }: Expression): RegExp => new RegExp(`^(?:${javascript})$`, 'u');

const NOISE = fc.array(character, { maxLength: 8 }).map((characters) => characters.join(''));

/** Texts that an expression may well match: of its language, of that with a change, and of nothing. Short, for JavaScript's sake. */
export const textsFor = ({ member }: Expression): fc.Arbitrary<string> =>
  fc.oneof(
    NOISE,
    fc
      .tuple(fc.infiniteStream(fc.nat()), fc.constantFrom('keep', 'keep', 'drop', 'insert', 'replace'), fc.nat(), character)
      .map(([numbers, change, where, put]) => {
        const text = member((n) => (numbers.next().value as number) % n).slice(0, 10);
        if (change === 'keep') return text;
        const at = where % (text.length + 1);
        return text.slice(0, at) + (change === 'drop' ? '' : put) + text.slice(change === 'insert' ? at : at + 1);
      }),
  );
