// What a service knows of something, for people: a line that names it, and a line for each member.

import { visible } from './visible.js';

export type Shown = Readonly<Record<string, unknown>>;

/** Of every record: in the first line, or nobody's interest while it is being changed. */
const HEAD: ReadonlySet<string> = new Set(['id', 'version', 'created_at', 'changed_at']);
const LONGEST = 160;

/** `kind id: what`, and its members. Ends in a line end. */
export function recordText(kind: string, record: Shown, what: string): string {
  return `${kind} ${visible(String(record.id))}: ${what}\n${memberLines(record)}`;
}

/** Two blanks, the name, its value. */
export function memberLines(record: Shown): string {
  const members = Object.entries(record).filter(([name, value]) => !HEAD.has(name) && value !== null && value !== undefined);
  const wide = Math.max(0, ...members.map(([name]) => name.length));
  return members.map(([name, value]) => `  ${visible(name).padEnd(wide)}  ${cellText(value)}\n`).join('');
}

/** When it was made, and its version. */
export function ageText({ version, changed_at }: Shown): string {
  return `version ${cellText(version)}, changed ${cellText(changed_at)}`;
}

/** In one line, whatever it is; `-` for nothing. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cellText).join(value.some((one) => typeof one === 'object') ? '; ' : ', ');
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, one]) => one !== null);
    return members.map(([name, one]) => `${visible(name)}=${typeof one === 'object' ? shortened(JSON.stringify(one)) : cellText(one)}`).join(', ') || '-';
  }
  return shortened(String(value));
}

function shortened(text: string): string {
  return visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
