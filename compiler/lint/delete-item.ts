// Taking an item out of a body as it is written, with its line and no more.

import type { Edit, Item } from '@polc/grammar';

/** null where a comment would go with it. */
export function deleteItem(text: string, { span, leading, trailing }: Item): Edit | null {
  if (leading.length > 0 || trailing !== null || /#|\/\/|\/\*/.test(withoutStrings(text.slice(span.start, span.end)))) return null;
  let { start, end } = span;
  while (start > 0 && isBlank(text[start - 1])) start--;
  while (isBlank(text[end])) end++;
  const alone = (start === 0 || text[start - 1] === '\n') && (end === text.length || text[end] === '\n' || text.startsWith('\r\n', end));
  if (!alone) return { span, text: '' };
  end += text.startsWith('\r\n', end) ? 2 : text[end] === '\n' ? 1 : 0;
  // Of blank lines on both sides one is left, and none before the end of a body.
  const blank = /\r?\n\r?\n$/.exec(text.slice(Math.max(0, start - 4), start));
  if (blank !== null && (end >= text.length || /^[ \t]*(?:\r?\n|\})/.test(text.slice(end, end + 200)))) start -= blank[0].length / 2;
  else if (start === 0) while (/^\r?\n/.test(text.slice(end, end + 2))) end += text.startsWith('\r\n', end) ? 2 : 1;
  return { span: { start, end }, text: '' };
}

const isBlank = (character: string | undefined) => character === ' ' || character === '\t';

function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
}
