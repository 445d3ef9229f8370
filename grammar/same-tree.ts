// Whether two trees say the same. Where things stand is left out (spans, file, blank lines), and so is what a formatter may change:
// line ends, and blanks at the end of a comment.

import { canonicalComment } from './comment-text.js';

const POSITIONS = new Set(['span', 'keySpan', 'nameSpan', 'file', 'spaced']);
/** Text as written: of comments, and of keys and numbers, which have no blanks to lose. */
const WRITTEN = 'text';

/** Walks with a stack of its own: a long chain of operators is a deep tree. */
export function sameTree(left: unknown, right: unknown): boolean {
  const pending: [unknown, unknown][] = [[left, right]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [a, b] = pair;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
      if (!Object.is(a, b)) return false;
      continue;
    }
    const ours = members(a);
    const theirs = members(b);
    if (Array.isArray(a) !== Array.isArray(b) || ours.size !== theirs.size) return false;
    for (const [name, value] of ours) {
      if (!theirs.has(name)) return false;
      pending.push([value, theirs.get(name)]);
    }
  }
  return true;
}

function members(node: object): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, value] of Object.entries(node)) {
    if (POSITIONS.has(name) || value === undefined) continue;
    found.set(name, name === WRITTEN && typeof value === 'string' ? canonicalComment(value) : value);
  }
  return found;
}
