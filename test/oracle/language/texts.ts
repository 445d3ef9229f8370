// Globs and regular expressions (spec.md §7.4). They are JavaScript's, with every part that JavaScript reads otherwise written out.

/** "text over 65,536 characters under `glob` or `matches`" is unknown. */
export const LONGEST_TEXT = 65_536;

/** "`*` any run of characters, `?` one; the whole text". */
export function globMatches(pattern: string, text: string): boolean {
  const source = Array.from(pattern, (point) => (point === '*' ? '.*' : point === '?' ? '.' : escaped(point))).join('');
  return new RegExp(`^${source}$`, 'su').test(text);
}

/** "regular expression, anchored". */
export function regexMatches(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${translated(pattern)})$`, 'u').test(text);
}

function escaped(point: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(point) ? `\\${point}` : point;
}

const BLANKS = '\\t\\n\\v\\f\\r ';
const NOT_BLANKS = '\\0-\\x08\\x0e-\\x1f!-\\u{10ffff}';

/** "`.` (not newline), classes, `\d \w \s` and their opposites (ASCII), escapes". */
function translated(pattern: string): string {
  let source = '';
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const unit = pattern[i] as string;
    if (unit === '\\') {
      source += escapeOf(pattern[++i] ?? '', inClass);
    } else if (unit === '.' && !inClass) {
      source += '[^\\n]';
    } else {
      if (unit === '[') inClass = true;
      if (unit === ']') inClass = false;
      source += unit;
    }
  }
  return source;
}

function escapeOf(unit: string, inClass: boolean): string {
  if (unit === 's') return inClass ? BLANKS : `[${BLANKS}]`;
  if (unit === 'S') return inClass ? NOT_BLANKS : `[^${BLANKS}]`;
  if (/[A-Za-z0-9]/.test(unit)) return `\\${unit}`;
  // With the flag `u` only what means something may be escaped; `-` only in a class.
  if (unit === '-') return inClass ? '\\-' : '-';
  return escaped(unit);
}
