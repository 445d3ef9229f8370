// A domain in words, for the help of a diagnostic: what the tool takes there.

import type { Domain, NumberDomain, TextDomain } from './domain.js';

const MAX_VALUES = 8;

export function describeDomain(domain: Domain): string {
  const words: string[] = [];
  if (domain.text !== null) words.push(textWords(domain.text));
  if (domain.number !== null) words.push(numberWords(domain.number));
  if (domain.true || domain.false) words.push(domain.true && domain.false ? 'true or false' : String(domain.true));
  if (domain.list !== null) words.push(counted('a list', domain.list.min, domain.list.max, 'element'));
  if (domain.map !== null) words.push(domain.map.required.size === 0 ? 'an object' : `an object with ${quoted([...domain.map.required], 'and')}`);
  if (domain.null) words.push('null');
  return words.length === 0 ? 'nothing' : joined(words, 'or');
}

function textWords({ min, max, values }: TextDomain): string {
  return values === null ? counted('a string', min, max, 'character') : quoted([...values], 'or');
}

function numberWords({ min, max, above, below, whole, values }: NumberDomain): string {
  if (values !== null) return joined(shortened([...values].map(String)), 'or');
  const bounds = [
    ...(min === -Infinity ? [] : [`${above ? 'above' : 'from'} ${min}`]),
    ...(max === Infinity ? [] : [`${below ? 'below' : min === -Infinity || above ? 'at most' : 'to'} ${max}`]),
  ];
  return [whole ? 'a whole number' : 'a number', ...bounds].join(' ');
}

function counted(what: string, min: number, max: number, unit: string): string {
  if (max === Infinity) return min === 0 ? what : `${what} of at least ${min} ${unit}${min === 1 ? '' : 's'}`;
  const range = min === max ? `${min}` : min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return `${what} of ${range} ${unit}${max === 1 ? '' : 's'}`;
}

export function quoted(names: readonly string[], conjunction: 'and' | 'or'): string {
  return joined(shortened(names.map((name) => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name))), conjunction);
}

const shortened = (words: readonly string[]) => (words.length > MAX_VALUES ? [...words.slice(0, MAX_VALUES), `${words.length - MAX_VALUES} more`] : words);

function joined(words: readonly string[], conjunction: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
