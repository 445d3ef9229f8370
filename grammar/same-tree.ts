// Whether two trees say the same. Where things stand is left out (spans, file, blank lines), and so is what a formatter may change:
// line ends, and blanks at the end of a comment.

import { canonicalComment } from './comment-text.js';

const POSITIONS = new Set(['span', 'keySpan', 'nameSpan', 'file', 'spaced']);
/** Text as written: of comments, and of keys and numbers, which have no blanks to lose. */
const WRITTEN = 'text';

/** Walks with a stack of its own: a long chain of operators is a deep tree. */
export function sameTree(left: object, right: object): boolean {
  const pending: unknown[] = [left, right];
  while (pending.length > 0) {
    const b = pending.pop();
    const a = pending.pop();
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
      if (!Object.is(a, b)) return false;
    } else if (!pushMembers(a, b, pending)) return false;
  }
  return true;
}

/** The members of both by turns, to be compared; false when they have not the same ones. */
function pushMembers(a: object, b: object, pending: unknown[]): boolean {
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const theirs = b as Record<string, unknown>;
  let surplus = Object.keys(b).length;
  for (const [name, value] of Object.entries(a)) {
    if (!Object.hasOwn(theirs, name)) return false;
    surplus--;
    const other = theirs[name];
    if (POSITIONS.has(name)) continue;
    if (name === WRITTEN && typeof value === 'string' && typeof other === 'string') pending.push(canonicalComment(value), canonicalComment(other));
    else pending.push(value, other);
  }
  return surplus === 0;
}
