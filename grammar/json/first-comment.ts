// Whether a tree has a comment that a form without comments would lose.

import type { Body, Comment, Value } from '../ast.js';

/** The first comment of a body, however deep. */
export function firstComment({ items, dangling }: Body): Comment | null {
  for (const { leading, trailing, value } of items) {
    const found = leading[0] ?? inside(value) ?? trailing;
    if (found !== null) return found;
  }
  return dangling[0] ?? null;
}

function inside(value: Value): Comment | null {
  if (value.kind === 'object') return firstComment(value.body);
  if (value.kind !== 'list') return null;
  for (const { leading, trailing, value: element } of value.elements) {
    const found = leading[0] ?? inside(element) ?? trailing;
    if (found !== null) return found;
  }
  return value.dangling[0] ?? null;
}
