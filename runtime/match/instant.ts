// Instants: RFC 3339 text or milliseconds, to milliseconds since the epoch. No Date and no regular expression: this is read at each decision.

/** The range of JavaScript's dates, in milliseconds. */
export const MAX_INSTANT = 8.64e15;

/** null when the value is no instant. What is finer than a millisecond is cut off, towards the past. */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'string') return parseInstant(value);
  if (typeof value !== 'number') return null;
  const instant = wholeInstant(value);
  return Number.isNaN(instant) ? null : instant;
}

/** NaN when the number is no instant. */
export function wholeInstant(value: number): number {
  // Adding 0 makes -0 an ordinary one.
  return value >= -MAX_INSTANT && value <= MAX_INSTANT ? Math.floor(value) + 0 : Number.NaN;
}

/** RFC 3339 §5.6, without leap seconds: what happened within one cannot be told from what happened before. */
function parseInstant(text: string): number | null {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  if (!isAt(text, 4, DASH) || !isAt(text, 7, DASH) || !isLetter(text, 10, LETTER_T) || !isAt(text, 13, COLON) || !isAt(text, 16, COLON)) return null;
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return null;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null;
  let at = 19;
  let millis = 0;
  if (isAt(text, at, DOT)) {
    const start = ++at;
    for (let place = 100, digit = digits(text, at, at + 1); digit >= 0; digit = digits(text, at, at + 1)) {
      millis += digit * place;
      place = place === 100 ? 10 : place === 10 ? 1 : 0;
      at++;
    }
    if (at === start) return null;
  }
  const offset = parseOffset(text, at);
  if (offset === null) return null;
  return ((daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - offset) * 60_000 + second * 1000 + millis;
}

/** Minutes east of UTC; null unless the offset is all that is left of the text. */
function parseOffset(text: string, at: number): number | null {
  if (isLetter(text, at, LETTER_Z)) return text.length === at + 1 ? 0 : null;
  const sign = isAt(text, at, PLUS) ? 1 : isAt(text, at, DASH) ? -1 : 0;
  if (sign === 0 || text.length !== at + 6 || !isAt(text, at + 3, COLON)) return null;
  const hours = digits(text, at + 1, at + 3);
  const minutes = digits(text, at + 4, at + 6);
  return hours < 0 || hours > 23 || minutes < 0 || minutes > 59 ? null : sign * (hours * 60 + minutes);
}

const PLUS = 43;
const DASH = 45;
const DOT = 46;
const COLON = 58;
const LETTER_T = 116;
const LETTER_Z = 122;

const isAt = (text: string, at: number, code: number) => text.charCodeAt(at) === code;
/** In either case. */
const isLetter = (text: string, at: number, lower: number) => (text.charCodeAt(at) | 32) === lower;

/** -1 unless there are only digits from start to end. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    // Behind the end it is NaN.
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** In the calendar that has always been the Gregorian. Years are counted from March, so that the leap day is a year's last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + Math.floor((153 * m + 2) / 5) + day - 1 - 719_468;
}

/** For words: RFC 3339 text in UTC; years that have no four digits are written as ISO 8601 has them. */
export function showInstant(ms: number): string {
  return Math.abs(ms) <= MAX_INSTANT ? new Date(Math.floor(ms)).toISOString().replace('.000Z', 'Z') : String(ms);
}
