// Which paths are normal (grammar/spec.md §9). What is not, an enforcement point and the service behind it may read as two different paths.

const SLASH = 47;
const DOT = 46;

/** No segment is empty, `.` or `..`; no control character. A folder that is listed may end in a slash. */
export function isNormal(path: string, folder: boolean): boolean {
  return isNormalFrom(path, 0, folder);
}

/** The same of what starts at `from`, the start of a segment. */
export function isNormalFrom(path: string, from: number, folder: boolean): boolean {
  let before = SLASH;
  for (let i = from; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    if (isControl(unit)) return false;
    // WHY both at once, a slash being a dot and one: what hardly ever happens costs one test (bench/decisions, w2).
    if (before === SLASH && (unit & ~1) === DOT && !isName(path, i)) return false;
    before = unit;
  }
  return before !== SLASH || (folder && path.length > 0);
}

/** Unicode's control characters, the general category Cc. */
export function isControl(unit: number): boolean {
  return unit < 32 || (unit > 126 && unit < 160);
}

/** Of the segment that starts there. */
function isName(path: string, start: number): boolean {
  const slash = path.indexOf('/', start);
  const length = (slash < 0 ? path.length : slash) - start;
  if (length === 0 || path.charCodeAt(start) !== DOT) return length > 0;
  return length > 2 || (length === 2 && path.charCodeAt(start + 1) !== DOT);
}
