// Paths of patterns that no request ever has, since paths are brought to their normal form first (grammar/spec.md §9): what such a pattern is meant
// to bind or deny stays open.

import { classifyPattern } from '@polc/runtime';

export interface Unreachable {
  readonly message: string;
  readonly help: string;
}

/** null for a pattern that some request of a form but bare `policies` meets. */
export function unreachable(written: string): Unreachable | null {
  const pattern = classifyPattern(written);
  if (pattern === null) return null;
  const open = pattern.kind === 'prefix' || pattern.text.endsWith('*');
  const text = pattern.kind !== 'prefix' && open ? pattern.text.slice(0, -1) : pattern.text;
  const segments = text.split('/');
  // The last segment of an open pattern may go on; an empty one at the end is that of a folder that is listed.
  const isWhole = (i: number) => i < segments.length - 1 || !open;
  if (text === '' && !open) return { message: 'no request has an empty path', help: 'write "*" for every path, or leave the key out' };
  if (segments.some((segment, i) => segment === '' && i < segments.length - 1)) return no('an empty segment', 'write one "/" between two segments');
  if (segments.some((segment, i) => (segment === '.' || segment === '..') && isWhole(i)))
    return no('a segment "." or ".."', 'write the path that is meant as it is');
  if (/\p{Cc}/u.test(text)) return no('a control character', 'take it out');
  return segments[0] === 'http' && segments.length > 1 ? unreachableHost(text, segments[1] as string, isWhole(1)) : null;
}

const no = (what: string, help: string): Unreachable => ({ message: `no path of a request has ${what}`, help });

/** Hosts fold to lower case and lose the ports that mean nothing. */
function unreachableHost(text: string, host: string, whole: boolean): Unreachable | null {
  if (host !== host.toLowerCase()) return no('a host in upper case: they fold', `write ${JSON.stringify(`http/${host.toLowerCase()}`)}`);
  if (whole && /:(?:80|443)$/.test(host)) return no('the port 80 or 443', 'leave the port out');
  return /[?#]/.test(text) ? no('"?" or "#" with what follows', 'end the path before it') : null;
}
