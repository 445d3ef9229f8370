// DER (X.690), as much as certificates need: definite lengths in their shortest form, tags of one byte, nothing left over.

export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly whole: Buffer;
}

export const TAG = { boolean: 0x01, integer: 0x02, bits: 0x03, bytes: 0x04, oid: 0x06, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30 } as const;
/** Of a context: [n] with something inside, and [n] with bytes of its own. */
export const within = (n: number) => 0xa0 | n;
export const plain = (n: number) => 0x80 | n;

export class DerError extends Error {
  readonly code = 'malformed';
}

/** One value, and nothing behind it. @throws DerError */
export function readDer(bytes: Buffer, tag: number): Der {
  const [value, ...more] = readAll(bytes);
  if (value === undefined || more.length > 0 || value.tag !== tag) throw new DerError('it is not one value of its kind');
  return value;
}

/** All values in a row. @throws DerError */
export function readAll(bytes: Buffer): readonly Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const value = readAt(bytes, at);
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

function readAt(bytes: Buffer, at: number): Der {
  const tag = bytes[at] ?? 0;
  const first = bytes[at + 1];
  if (first === undefined || (tag & 0x1f) === 0x1f) throw new DerError('it ends in a tag, or in one of many bytes');
  // Below 0x80 it is the length; above, how many bytes the length has.
  const more = first < 0x80 ? 0 : first - 0x80;
  if (first >= 0x80 && (more === 0 || more > 3)) throw new DerError('a length has no end, or is out of bounds');
  let length = first < 0x80 ? first : 0;
  for (let i = 0; i < more; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  if (more > 0 && (length < 0x80 || length < 256 ** (more - 1))) throw new DerError('a length is longer than it needs to be');
  const start = at + 2 + more;
  if (start + length > bytes.length) throw new DerError('it ends before its end');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) };
}

/** X.690 §11.1: all bits, or none. @throws DerError */
export function booleanOf({ tag, content }: Der): boolean {
  const [byte] = content;
  if (tag !== TAG.boolean || content.length !== 1 || (byte !== 0 && byte !== 0xff)) throw new DerError('it is no boolean');
  return byte === 0xff;
}

/** From 0 to 255: longer ones are not asked for. @throws DerError */
export function smallIntegerOf({ tag, content }: Der): number {
  const [byte = 0] = content.subarray(-1);
  const fine = content.length === 1 ? byte < 0x80 : content.length === 2 && content[0] === 0 && byte >= 0x80;
  if (tag !== TAG.integer || !fine) throw new DerError('it is no small number');
  return byte;
}

/** Whether each bit is set, the first one first. @throws DerError */
export function bitsOf({ tag, content }: Der): readonly boolean[] {
  const [unused = 8, ...bytes] = content;
  if (tag !== TAG.bits || unused > 7 || (bytes.length === 0 && unused > 0)) throw new DerError('it is no row of bits');
  const bits = bytes.flatMap((byte) => Array.from({ length: 8 }, (_, i) => (byte & (0x80 >> i)) !== 0));
  return bits.slice(0, bits.length - unused);
}

/** Milliseconds since the epoch, in the only forms that certificates have (RFC 5280 §4.1.2.5). @throws DerError */
export function timeOf({ tag, content }: Der): number {
  const text = content.toString('latin1');
  const form =
    tag === TAG.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : tag === TAG.generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : null;
  const [, year = '', ...rest] = form?.exec(text) ?? [];
  const full = year.length === 2 ? `${Number(year) < 50 ? 20 : 19}${year}` : year;
  const [month, day, hour, minute, second] = rest;
  const written = `${full}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const instant = Date.parse(written);
  // A day that its month does not have would become one of the next.
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== written) throw new DerError('it is no time');
  return instant;
}
