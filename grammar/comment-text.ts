// A comment as a formatter leaves it: LF line ends, no blanks at its end. The inner lines of a block comment are the author's drawing.

export function canonicalComment(text: string): string {
  const lines = text.includes('\r')
    ? text
        .split('\n')
        .map((line, index, all) => (index < all.length - 1 ? withoutEnd(line, '\r') : line))
        .join('\n')
    : text;
  return withoutEnd(lines, ' \t\r');
}

/** WHY not a regular expression: on a long run of blanks that does not end the text it takes quadratic time. */
function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}
