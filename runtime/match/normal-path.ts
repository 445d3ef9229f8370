// Which paths are normal (grammar/spec.md §9). What is not, an enforcement point and the service behind it may read as two different paths.

const SLASH = 47;
const DOT = 46;

/** No segment is empty, `.` or `..`; no control character. A folder that is listed may end in a slash. */
export function isNormal(path: string, folder: boolean): boolean {
  return path.length > 0 && isNormalFrom(path, 0, folder);
}

/** The same of what starts at `from`, the start of a segment. */
export function isNormalFrom(path: string, from: number, folder: boolean): boolean {
  let start = from;
  for (let i = from; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    // Nearly every character is a letter or a digit.
    if (unit > SLASH && unit < 127) continue;
    if (isControl(unit)) return false;
    if (unit !== SLASH) continue;
    if (!isName(path, start, i)) return false;
    start = i + 1;
  }
  return start === path.length ? folder && start > 0 : isName(path, start, path.length);
}

/** Unicode's control characters, the general category Cc. */
export function isControl(unit: number): boolean {
  return unit < 32 || (unit > 126 && unit < 160);
}

function isName(path: string, start: number, end: number): boolean {
  const length = end - start;
  if (length === 0 || path.charCodeAt(start) !== DOT) return length > 0;
  return length > 2 || (length === 2 && path.charCodeAt(start + 1) !== DOT);
}
