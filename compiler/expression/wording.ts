// Words that several diagnostics of expressions share.

import { nearest } from '@polc/grammar';

/** The author's word, cut short: it may be a megabyte. */
export const quote = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** A help line: the nearest of the words, else all of them, or as many as a line holds. */
export function suggest(word: string, words: readonly string[], what: string): string | undefined {
  const near = nearest(word, words);
  if (near !== undefined) return `did you mean ${near}?`;
  if (words.length === 0) return undefined;
  return words.length <= 24 ? `${what} ${words.length === 1 ? 'is' : 'are'} ${words.join(', ')}` : undefined;
}

const THOUSANDS = /\B(?=(?:[0-9]{3})+$)/g;

export const showNumber = (value: number): string => (Number.isInteger(value) ? String(value).replace(THOUSANDS, ',') : String(value));
