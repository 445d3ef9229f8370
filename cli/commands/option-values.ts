// How values stand on a command line, where several verbs read them. What they mean is for whoever they are handed to.

import { InvalidArgumentError } from 'commander';

/** The option again, for another. */
export const append = (each: string, all: readonly string[] = []): readonly string[] => [...all, each];

/** Names with commas between, or the option again. */
export function names(each: string, all: readonly string[] = []): readonly string[] {
  const parts = each.split(',').map((part) => part.trim());
  if (parts.includes('')) throw new InvalidArgumentError('Names, with commas between.');
  return [...all, ...parts];
}

/** `name=value`, with commas between, or the option again. */
export function pairs(each: string, all: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const given = Object.entries(all);
  for (const part of each.split(',')) {
    const [, name, value] = /^\s*([^=]*[^=\s])\s*=(.*)$/s.exec(part) ?? [];
    if (name === undefined || value === undefined) throw new InvalidArgumentError('It is name=value, with commas between.');
    if (given.some(([before]) => before === name)) throw new InvalidArgumentError(`"${name}" stands twice.`);
    given.push([name, value]);
  }
  return Object.fromEntries(given);
}

export function whole(text: string): number {
  if (!/^(?:0|[1-9][0-9]{0,8})$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}

export function atLeastOne(text: string): number {
  if (!/^[1-9][0-9]{0,11}$/.test(text)) throw new InvalidArgumentError('It is a whole number above 0.');
  return Number(text);
}

export function seconds(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 3_600)) throw new InvalidArgumentError('It is a number of seconds up to 3600.');
  return number;
}

/** A duration as Vault writes it, or seconds. */
export function duration(text: string): string | number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  if (!/^(?:[0-9]+(?:ms|[smhd]))+$/.test(text)) throw new InvalidArgumentError('It is a duration, as 90, 10m or 1h30m.');
  return text;
}

const MILLISECONDS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of a number and its unit, as `24h`: so long ago, or from now. null for whatever else. */
export function lengthOf(text: string): number | null {
  const [, count, unit] = /^([0-9]{1,6})([smhd])$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

/** An instant of RFC 3339; or a duration, from now. */
export function instant(text: string): string {
  const length = lengthOf(text);
  if (length !== null) return new Date(Date.now() + length).toISOString();
  if (!/^\d{4}-\d\d-\d\dT/.test(text)) throw new InvalidArgumentError('It is a time, as 2027-01-31T12:00:00Z, or a duration from now, as 30d.');
  return text;
}
