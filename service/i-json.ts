// JSON of those who may lie, as I-JSON (RFC 7493) has it: UTF-8 without a mark, each member once, no lone surrogates, no endless numbers, not nested too deep.
// WHY not JSON.parse alone: of two equal members it takes the last and others the first, so that two readers of one text see two.

import { isUtf8 } from 'node:buffer';

/** `fault`: what follows "it", in words for whoever sent it. */
export type IJson = { readonly value: unknown } | { readonly fault: string };

const [QUOTE, BACKSLASH, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 58, 91, 93, 123, 125];

export function readIJson(bytes: Buffer, maxDepth: number): IJson {
  if (!isUtf8(bytes)) return { fault: 'is not UTF-8' };
  const { members, depth, escapes } = survey(bytes);
  if (depth > maxDepth) return { fault: `is nested deeper than ${maxDepth}` };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { fault: 'is not JSON' };
  }
  const held = countMembers(value);
  if (Number.isNaN(held)) return { fault: 'holds a number that is too large' };
  // Members of one name are one member once they are read.
  if (held !== members) return { fault: 'has a member twice' };
  return escapes && !isWellFormed(value) ? { fault: 'holds half of a surrogate pair' } : { value };
}

/** Of JSON: how many members are written, how deep it goes, and whether characters are written by their number. Of anything else: no matter what. */
function survey(bytes: Buffer): { readonly members: number; readonly depth: number; readonly escapes: boolean } {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  let escapes = false;
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i];
    if (code === QUOTE) {
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) {
        if (bytes[i] !== BACKSLASH) continue;
        i++;
        escapes ||= bytes[i] === 117;
      }
    } else if (code === COLON) members++;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (++depth > deepest) deepest = depth;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--;
  }
  return { members, depth: deepest, escapes };
}

/** NaN where it holds a number that is none any more once it is read (RFC 7493 §2.2). */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return typeof value === 'number' && !Number.isFinite(value) ? Number.NaN : 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const one of value) count += countMembers(one);
    return count;
  }
  for (const one of Object.values(value)) count += 1 + countMembers(one);
  return count;
}

function isWellFormed(value: unknown): boolean {
  // WHY this way: no type of ours has it yet, every engine that runs this does.
  if (typeof value === 'string') return (value as string & { isWellFormed(): boolean }).isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, one]) => isWellFormed(name) && isWellFormed(one));
}
