// Go's string folding where it differs from JavaScript's: one character to one, without regard to its neighbours.

/** Go's `strings.ToLower`. A text that is lower already comes back as it is. */
export function toLower(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 127) return toLowerByCharacter(text);
    if (unit >= 65 && unit <= 90) return isAscii(text) ? text.toLowerCase() : toLowerByCharacter(text);
  }
  return text;
}

function toLowerByCharacter(text: string): string {
  let out = '';
  for (const character of text) {
    const lower = character.toLowerCase();
    // WHY: U+0130 is the one character that JavaScript lowers to two; Go lowers it to "i".
    out += lower.length > character.length ? 'i' : lower;
  }
  return out;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Go's `strings.TrimSpace`: U+0085 is space, U+FEFF is not. */
export function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 32 || (unit >= 9 && unit <= 13);
  return (
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
