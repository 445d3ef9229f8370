// Any text as one segment of a path. What separates segments, stands for others in patterns, or cannot stand in a path is percent-encoded (RFC 3986 §2.1),
// and nothing else: so that policies can name `user/alice@example.com` as it is.

const ESCAPED = /[%/*+\u0000-\u001f\u007f-\u009f\ud800-\udfff]/g;
const PLAIN = /^(?!\.{1,2}$)[^%/*+\p{Cc}\p{Cs}]+$/u;

/** An empty one stays empty, which no path holds: whatever is asked about it is denied. */
export function segmentOf(text: string): string {
  if (PLAIN.test(text)) return text;
  if (text === '.' || text === '..') return text.replaceAll('.', '%2E');
  // Pairs of surrogates are characters like others; halves are told from each other by their number.
  return text.replace(ESCAPED, (unit, at: number) => (isPaired(text, at) ? unit : encode(unit)));
}

/** The text of a segment; null for one that `segmentOf` does not write. */
export function textOfSegment(segment: string): string | null {
  const text = segment.replace(/%u([0-9A-F]{4})|%([0-9A-F]{2})/g, (_, wide?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(wide ?? byte ?? '', 16)),
  );
  return segmentOf(text) === segment ? text : null;
}

function isPaired(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit >= 0xd800 && unit < 0xdc00) return isLow(text.charCodeAt(at + 1));
  return isLow(unit) && at > 0 && text.charCodeAt(at - 1) >= 0xd800 && text.charCodeAt(at - 1) < 0xdc00;
}

const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000;

function encode(unit: string): string {
  const code = unit.charCodeAt(0).toString(16).toUpperCase();
  return code.length > 2 ? `%u${code}` : `%${code.padStart(2, '0')}`;
}
