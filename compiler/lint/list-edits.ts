// Taking an element out of a list as it is written.

import type { Edit, Span } from '@polc/grammar';

/** With the comma before it, or behind it where it is the first; null where a comment would go with it, or the list would be empty. */
export function removeElement(text: string, spans: readonly Span[], index: number): Edit | null {
  const span = spans[index];
  const before = spans[index - 1];
  const after = spans[index + 1];
  if (span === undefined) return null;
  if (before !== undefined) return isPlain(text.slice(before.end, span.start)) ? { span: { start: before.end, end: span.end }, text: '' } : null;
  if (after !== undefined) return isPlain(text.slice(span.end, after.start)) ? { span: { start: span.start, end: after.start }, text: '' } : null;
  return null;
}

/** Also where the comma behind it would be left with nothing. */
function isPlain(between: string): boolean {
  return /^[\s,]*$/.test(between);
}
