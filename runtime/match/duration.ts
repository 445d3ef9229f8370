// Vault's durations (vault-acl.md §1.5): whole seconds, `Nd`, or Go's `1h30m`. In nanoseconds.

const SECOND = 1_000_000_000;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1_000],
  ['\u00b5s', 1_000],
  ['\u03bcs', 1_000],
  ['ms', 1_000_000],
  ['s', SECOND],
  ['m', 60 * SECOND],
  ['h', 3600 * SECOND],
]);
/** Go keeps a duration in 64 signed bits. */
const LIMIT = 2 ** 63;

/** Seconds, cut to a whole number. null on overflow. */
export function durationOfNumber(seconds: number): number | null {
  const value = Math.trunc(seconds) * SECOND;
  return Math.abs(value) < LIMIT ? value + 0 : null;
}

/** null when the text is no duration, or too long a one. The empty text is 0. */
export function parseDuration(text: string): number | null {
  if (text === '') return 0;
  if (/^[+-]?[0-9]+$/.test(text)) return durationOfNumber(Number(text));
  if (/^[+-]?[0-9]+d$/.test(text)) return durationOfNumber(Number(text.slice(0, -1)) * 86_400);
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (!/^(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(unsigned)) return null;
  let total = 0;
  for (const [, amount, unit] of unsigned.matchAll(/([0-9.]+)([^0-9.]+)/g)) total += Math.trunc(Number(amount) * (UNITS.get(unit as string) as number));
  if (total >= LIMIT) return null;
  return text.startsWith('-') ? -total + 0 : total;
}
