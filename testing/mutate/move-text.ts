// A bound that is written as text, moved by its least step: durations, hours, days, instants, prefixes of address blocks.

export interface MovedText {
  readonly text: string;
  readonly description: string;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Each way to move it; none for a text that is no bound. */
export function movedText(text: string): MovedText[] {
  const all = [...hours(text), ...days(text), ...block(text), ...instant(text), ...duration(text)];
  return all.filter((moved) => moved !== text).map((moved) => ({ text: moved, description: `${text} becomes ${moved}` }));
}

/** `09:00-17:00`: each end by a minute. */
function hours(text: string): string[] {
  const match = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text);
  if (match === null) return [];
  const [start, end] = [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
  const show = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const from = (minutes: number) => `${show((minutes + 1440) % 1440)}-${show(end)}`;
  // 24:00 is an end only.
  const to = (minutes: number) => `${show(start)}-${show(minutes > 1440 ? minutes - 1440 : (minutes + 1440) % 1440 || 1440)}`;
  return [from(start - 1), from(start + 1), to(end - 1), to(end + 1)];
}

/** `mon-fri`: each end by a day. */
function days(text: string): string[] {
  const [first, last, ...rest] = text.split('-').map((word) => DAYS.indexOf(word));
  if (first === undefined || first < 0 || rest.length > 0) return [];
  const day = (i: number) => DAYS[(i + 7) % 7] as string;
  if (last === undefined) return [`${text}-${day(first + 1)}`, day(first + 1)];
  if (last < 0) return [];
  const range = (a: number, b: number) => ((a + 7) % 7 === (b + 7) % 7 ? day(a) : `${day(a)}-${day(b)}`);
  return [range(first - 1, last), range(first + 1, last), range(first, last - 1), range(first, last + 1)];
}

/** `10.0.0.0/8`: a bit more, a bit less. */
function block(text: string): string[] {
  const match = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return [];
  const [, address = '', prefix = ''] = match;
  const most = address.includes(':') ? 128 : 32;
  return [Number(prefix) - 1, Number(prefix) + 1].filter((bits) => bits >= 0 && bits <= most).map((bits) => `${address}/${bits}`);
}

/** By a second. */
function instant(text: string): string[] {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(text)) return [];
  const at = Date.parse(text);
  return Number.isNaN(at) ? [] : [at - 1_000, at + 1_000].map((moved) => new Date(moved).toISOString().replace('.000Z', 'Z'));
}

/** `10m`: the last of its numbers by one. */
function duration(text: string): string[] {
  const match = /^((?:\d+[a-z]+)*?)(\d+)(ns|us|ms|s|m|h|d)$/.exec(text);
  if (match === null) return [];
  const [, before = '', number = '', unit = ''] = match;
  const less = Number(number) > 1 ? `${Number(number) - 1}${unit}` : Number(number) === 1 ? BELOW[unit] : undefined;
  return [...(less === undefined ? [] : [`${before}${less}`]), `${before}${Number(number) + 1}${unit}`];
}

/** A little less than one. */
const BELOW: Readonly<Record<string, string>> = { d: '23h', h: '59m', m: '59s', s: '999ms' };
