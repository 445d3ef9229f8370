// Quoted strings from their values, in the three dialects: HCL1's, expressions', JSON's. Escapes whatever a reader could not see.

/** The value as an HCL1 string. Raw bytes (U+DC80 to U+DCFF) become `\xNN`; any other surrogate half cannot be said and becomes U+FFFD. */
export function printHclString(value: string): string {
  const verbatim = value.includes('${') ? interpolations(value) : NONE;
  let out = '"';
  for (let i = 0; i < value.length; ) {
    if (value.startsWith('${', i)) {
      const end = verbatim.get(i);
      // HCL1 reads no escapes inside `${…}`; what cannot stand there as it is must not open one.
      out += end === undefined ? '\\u0024' : value.slice(i, end);
      i = end ?? i + 1;
      continue;
    }
    const point = value.codePointAt(i) as number;
    out += HCL_ESCAPES.get(point) ?? (isPlain(point) ? String.fromCodePoint(point) : escapeHcl(point));
    i += point > 0xffff ? 2 : 1;
  }
  return `${out}"`;
}

/** A string of an expression: JSON's escapes, and no `${`, which is an error there. */
export function printExpressionString(value: string): string {
  return printJsonString(value).replaceAll('${', '\\u0024{');
}

/** A JSON string. A raw byte, which only HCL1's own JSON reader can hold, becomes `\xNN`, which only that reader takes back. */
export function printJsonString(value: string, bytes: 'as-bytes' | 'as-surrogates' = 'as-surrogates'): string {
  let out = '"';
  for (const character of value) {
    const point = character.codePointAt(0) as number;
    if (bytes === 'as-bytes' && isByte(point)) out += escapeByte(point);
    else out += JSON_ESCAPES.get(point) ?? (isPlain(point) ? character : escapeUnit(point));
  }
  return `${out}"`;
}

const COMMON_ESCAPES: readonly (readonly [number, string])[] = [
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
];
const JSON_ESCAPES = new Map(COMMON_ESCAPES);
const HCL_ESCAPES = new Map([...COMMON_ESCAPES, [0x07, '\\a'], [0x08, '\\b'], [0x0c, '\\f'], [0x0b, '\\v']]);
const NONE: ReadonlyMap<number, number> = new Map();

/**
 * Whether a character may stand for itself. Control characters, line separators, the byte order mark and the marks that turn the direction of
 * writing may not: they would show a reviewer another text than the one that decides. U+E123 is HCL1's own sentinel and an error in its source.
 */
function isPlain(point: number): boolean {
  if (point < 0x20 || (point >= 0x7f && point <= 0x9f) || (point >= 0xd800 && point <= 0xdfff)) return false;
  if (point >= 0x2028 && point <= 0x202e) return false;
  return !(point >= 0x2066 && point <= 0x2069) && point !== 0xfeff && point !== 0xe123;
}

function isByte(point: number): boolean {
  return point >= 0xdc80 && point <= 0xdcff;
}

function escapeHcl(point: number): string {
  if (isByte(point)) return escapeByte(point);
  return point >= 0xd800 && point <= 0xdfff ? '\ufffd' : escapeUnit(point);
}

function escapeByte(point: number): string {
  return `\\x${(point - 0xdc00).toString(16)}`;
}

function escapeUnit(point: number): string {
  return `\\u${point.toString(16).padStart(4, '0')}`;
}

/** The `${…}` of a value that may be written as they stand: start to end. Balanced, and nothing in them that the scanner would refuse. */
function interpolations(value: string): ReadonlyMap<number, number> {
  const faults = faultsBefore(value);
  const found = new Map<number, number>();
  const open: number[] = [];
  for (let i = 0; i < value.length; i++) {
    if (value[i] === '{') open.push(i);
    else if (value[i] === '}') {
      const start = open.pop();
      if (start === undefined || value[start - 1] !== '$') continue;
      if (faults[start] === faults[i]) found.set(start - 1, i + 1);
    }
  }
  return found;
}

/**
 * How many faults stand before each offset. A fault is a character that needs an escape, U+FFFD (refused by HCL1's unquoting there), or a
 * backslash that begins no escape: the scanner checks escapes inside `${…}` too, though nobody reads them.
 */
function faultsBefore(value: string): Int32Array {
  const counts = new Int32Array(value.length + 1);
  let count = 0;
  for (let i = 0; i < value.length; ) {
    const point = value.codePointAt(i) as number;
    let length = point > 0xffff ? 2 : 1;
    if (point === 0x5c) {
      ESCAPE.lastIndex = i;
      length = ESCAPE.exec(value)?.[0].length ?? 0;
      if (length === 0) {
        count++;
        length = 1;
      }
    } else if (point === 0xfffd || (!isPlain(point) && point !== 0x09 && point !== 0x0a)) count++;
    for (let k = 1; k <= length; k++) counts[i + k] = count;
    i += length;
  }
  return counts;
}

const ESCAPE = /\\(?:[abfnrtv\\"]|[0-7]{3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;
