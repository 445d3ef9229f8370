// The door of every form but bare policies (grammar/spec.md §9): bounds, the normal path, and the operation by its mapped word.

import { isList } from '../expression/value.js';
import { isText, isTexts, type Members, memberFault, type Test } from '../facts/members.js';
import { isNormal } from '../match/normal-path.js';
import { isPlainObject } from '../plain.js';
import type { JsonValue, Request } from '../request.js';

/** Members and elements together, characters of text, nesting; details and approvals. */
const BOUNDS = { members: 10_000, text: 1_048_576, depth: 32, details: 64, approvals: 64 } as const;

const isTime: Test = (value) => typeof value === 'number' || isText(value);
const APPROVAL: Members = { id: isText, by: isText, groups: isTexts, action: isText, requirement: isText, granted_at: isTime, expires: isTime };

/** What is wrong with the size of a request or with what it brings; null when nothing is. */
export function boundsFault(request: Request): string | null {
  const left = { members: BOUNDS.members, text: BOUNDS.text };
  const fault = broughtFault(request);
  if (fault !== null) return fault;
  return fits(request as unknown as JsonValue, left, BOUNDS.depth) ? null : 'the request is too big, too deep, or holds what is no JSON';
}

/** Of any form: not too many details and approvals, and each approval with its members and no others. */
export function broughtFault({ approvals = [], authorization_details: details = [] }: Request): string | null {
  if (details.length > BOUNDS.details) return `authorization_details has more than ${BOUNDS.details} elements`;
  if (approvals.length > BOUNDS.approvals) return `approvals has more than ${BOUNDS.approvals} elements`;
  for (const approval of approvals) {
    const fault = memberFault(approval, APPROVAL, []);
    if (fault !== null) return `an approval ${fault}`;
  }
  return null;
}

function fits(value: JsonValue | undefined, left: { members: number; text: number }, depth: number): boolean {
  if (typeof value === 'string') {
    left.text -= value.length;
    return left.text >= 0;
  }
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol' && typeof value !== 'bigint';
  if (depth === 0) return false;
  if (isList(value)) {
    left.members -= value.length;
    if (left.members < 0) return false;
    for (let i = 0; i < value.length; i++) if (!fits(value[i], left, depth - 1)) return false;
    return true;
  }
  if (!isPlainObject(value)) return false;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    left.members--;
    left.text -= name.length;
    if (left.members < 0 || left.text < 0 || !fits((value as { readonly [key: string]: JsonValue })[name], left, depth - 1)) return false;
  }
  return true;
}

const SLASH = 47;

/** The path less its leading slashes, normal; null when it is not (spec §9). */
export function normalPath(path: string, operation: string): string | null {
  let start = 0;
  while (path.charCodeAt(start) === SLASH) start++;
  const text = path.slice(start);
  return text.startsWith('http/') ? httpPath(text) : isNormal(text, operation === 'list') ? text : null;
}

/** A name of letters, digits, hyphens and dots, or an IPv6 address in brackets; and a port without leading zeros. */
const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?$/;

/**
 * `http/<host>/<path>`: as an HTTP client would send it. WHY hosts are so narrow: what clients read otherwise (escapes, user names, other
 * alphabets, backslashes) would reach a host under another name than the one that policies speak of.
 */
function httpPath(path: string): string | null {
  const end = path.search(/[?#]/);
  const [scheme, written = '', ...rest] = (end < 0 ? path : path.slice(0, end)).split('/');
  const host = written
    .toLowerCase()
    .replace(/:(?:80|443)$/, '')
    .replace(/\.(?=$|:)/, '');
  // A host alone is asked for its root.
  const normal = [scheme, host, ...(rest.length === 0 ? [''] : rest)].join('/');
  const dotted = rest.some((segment) => /^\.{1,2}$/.test(segment.replace(/;.*$/s, '').replace(/%2e/gi, '.')));
  // What goes is looked at, too.
  const odd = dotted || path.includes('\\') || /\p{Cc}/u.test(path);
  return !odd && HOST.test(host) && isNormal(normal, normal.endsWith('/')) ? normal : null;
}
