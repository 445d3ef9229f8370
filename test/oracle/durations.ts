// Durations as Vault reads them (vault-acl.md §1.5, the row of the wrapping TTLs), in nanoseconds, as Go's int64 has them.

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['\u00b5s', 1_000n],
  ['\u03bcs', 1_000n],
  ['ms', 1_000_000n],
  ['s', SECOND],
  ['m', 60n * SECOND],
  ['h', 3_600n * SECOND],
]);

/** §1.5, of a number in a policy: "number = seconds (fraction cut)"; null when it overflows. */
export function durationOfNumber(seconds: number): bigint | null {
  return durationOfSeconds(Math.trunc(seconds));
}

/** Seconds with their fraction, as a request has them; null when they are no finite number or overflow. */
export function durationOfSeconds(seconds: number): bigint | null {
  if (!Number.isFinite(seconds)) return null;
  const whole = Math.trunc(seconds);
  return inRange(BigInt(whole) * SECOND + BigInt(Math.round((seconds - whole) * Number(SECOND))));
}

/** §1.5: "integer text = seconds, `Nd` (integer days only, not mixed), or Go duration"; null when it is none or overflows. */
export function durationOfText(text: string): bigint | null {
  if (text === '') return 0n;
  const seconds = decimal(text);
  if (seconds !== null) return inRange(seconds * SECOND);
  if (text.endsWith('d')) {
    const days = decimal(text.slice(0, -1));
    return days === null ? null : inRange(days * DAY);
  }
  return goDuration(text);
}

/** For a report: §1.7 and the conformance files speak of seconds. */
export function toSeconds(nanoseconds: bigint): number {
  return Number(nanoseconds) / Number(SECOND);
}

/** Go's `ParseInt` to base 10: a sign and digits that fit 64 bits. */
function decimal(text: string): bigint | null {
  return /^[+-]?[0-9]+$/.test(text) ? inRange(BigInt(text.replace(/^\+/, ''))) : null;
}

/** Go's `ParseDuration`: a sign, then one or more decimal numbers, each with a unit; or a bare `0`. */
function goDuration(text: string): bigint | null {
  const [, sign, terms] = /^([+-]?)(.*)$/s.exec(text) as unknown as [string, string, string];
  if (terms === '0') return 0n;
  if (!/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(terms)) return null;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of terms.matchAll(/([0-9]*)\.?([0-9]*)([^0-9.]+)/g)) {
    const size = UNITS.get(unit) as bigint;
    total += BigInt(whole || '0') * size + fractionOf(fraction, size);
  }
  return inRange(sign === '-' ? -total : total);
}

/** A fraction of a unit, in floating point as Go has it, cut to a whole nanosecond. */
function fractionOf(digits: string, size: bigint): bigint {
  const counted = digits.slice(0, 18);
  return BigInt(Math.trunc(Number(counted || '0') * (Number(size) / 10 ** counted.length)));
}

function inRange(nanoseconds: bigint): bigint | null {
  return nanoseconds >= INT64_MIN && nanoseconds <= INT64_MAX ? nanoseconds : null;
}
