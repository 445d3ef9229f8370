// The evidence for a stanza as the comment above it: how often it was needed, for what, when.

import type { WrittenStanza } from './write-files.js';

/** What such a comment begins with: a later suggestion takes its place. */
export const MARK = '# used:';

export function evidenceOf({ uses, purpose, pattern, values }: WrittenStanza): string {
  if (purpose === 'hides') return `${MARK} never; it goes on hiding broader patterns`;
  if (purpose === 'restricts') return `${MARK} by no request itself; it restricts what is merged with it`;
  const paths = [...new Set(uses.map(({ path }) => path))].sort();
  const requests = new Set(uses.map(({ entry }) => entry)).size;
  const said = [
    counted(requests, 'request'),
    ...(paths.length === 1 && paths[0] === pattern ? [] : [`${counted(paths.length, 'path')}, e.g. ${JSON.stringify(paths[0])}`]),
    ...spanOf(uses.flatMap(({ time }) => time ?? [])),
    ...values.map(({ parameter, values: all }) => `${parameter} was never but ${all.map((one) => JSON.stringify(one)).join(' or ')}`),
  ];
  return `${MARK} ${said.join('; ')}`;
}

function spanOf(times: readonly number[]): string[] {
  if (times.length === 0) return [];
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const [first, last] = [day(times.reduce((a, b) => Math.min(a, b))), day(times.reduce((a, b) => Math.max(a, b)))];
  return [first === last ? `on ${first}` : `${first} to ${last}`];
}

export const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
