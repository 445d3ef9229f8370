// Whether one text stands in another, in time that grows with their lengths together (Knuth, Morris, Pratt): both may come from a caller.

/** Engines search for short texts in linear time; for longer ones V8 takes a product of the lengths at worst: a minute for a request within bounds. */
const SHORT = 200;

export function containsText(text: string, part: string): boolean {
  if (part.length <= SHORT || part.length > text.length) return text.includes(part);
  const borders = new Int32Array(part.length);
  for (let i = 1, length = 0; i < part.length; i++) {
    const unit = part.charCodeAt(i);
    while (length > 0 && unit !== part.charCodeAt(length)) length = borders[length - 1] as number;
    if (unit === part.charCodeAt(length)) length++;
    borders[i] = length;
  }
  for (let i = 0, length = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    while (length > 0 && unit !== part.charCodeAt(length)) length = borders[length - 1] as number;
    if (unit === part.charCodeAt(length) && ++length === part.length) return true;
  }
  return false;
}
