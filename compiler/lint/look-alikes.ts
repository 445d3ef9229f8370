// What a name looks like (UTS #39, for names that are read as ASCII): names of one skeleton are easily taken for each other. And what nobody sees.

import { LOOK_ALIKES } from './confusables.js';

const ASCII = /^[\x00-\x7f]*$/;

let table: ReadonlyMap<string, string> | null = null;

function tableOf(): ReadonlyMap<string, string> {
  table ??= new Map(LOOK_ALIKES.flatMap(([target, characters]) => Array.from(characters, (each): [string, string] => [each, target])));
  return table;
}

/** The text with each character as the ASCII that it looks like; accents stay. */
export function skeletonOf(text: string): string {
  if (ASCII.test(text)) return text;
  const known = tableOf();
  return Array.from(text.normalize('NFKD'), (each) => known.get(each) ?? each).join('');
}

/**
 * The same for a name that people give: `l`, `I` and `1`, `O` and `0` are one. Where a part has two digits or more it is a number, and numbers are
 * read digit by digit.
 */
export function nameSkeletonOf(name: string): string {
  return skeletonOf(name).replace(/[^-_.:/]+/g, (part) => (/\d.*\d/.test(part) ? part : part.replace(/[I1|]/g, 'l').replace(/0/g, 'O')));
}

/** Direction is changed, or text hidden, wherever it stands. */
export const BIDI = /[\u202a-\u202e\u2066-\u2069]/gu;
/** Nothing is seen of these. */
export const INVISIBLE = /(?![\u200c-\u200f\u202a-\u202e\u2066-\u2069]|\u061c|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}/gu;
/** Some scripts need these between their letters; ASCII never does. */
export const JOINERS = /(?<=[\x21-\x7e])(?:[\u200c-\u200f]|\u061c|[\ufe00-\ufe0f])(?=[\x21-\x7e])/gu;

/** Scripts whose letters pass for those of another one. Han, Kana, Hangul and Bopomofo are written beside Latin everywhere. */
const SCRIPTS: readonly (readonly [name: string, letter: RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
  ['Coptic', /\p{Script=Coptic}/u],
  ['Georgian', /\p{Script=Georgian}/u],
  ['Hebrew', /\p{Script=Hebrew}/u],
  ['Arabic', /\p{Script=Arabic}/u],
  ['Lisu', /\p{Script=Lisu}/u],
];

/** The scripts of a text, in their order above, if it is of several. */
export function mixedScripts(text: string): readonly string[] {
  if (ASCII.test(text)) return [];
  const found = SCRIPTS.filter(([, letter]) => letter.test(text)).map(([name]) => name);
  return found.length > 1 ? found : [];
}
