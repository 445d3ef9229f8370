// A stream of bytes cut into lines, with bounded memory: a line that is too long is passed over and reported as such.

const LINE_FEED = 10;

/** `bytes` is null for a line over the bound. */
export interface Line {
  readonly number: number;
  readonly bytes: Uint8Array | null;
}

/** For each chunk the lines that end in it; the last one may end without a line feed. WHY not node:readline: it also splits at U+2028. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Line[]> {
  let number = 0;
  let pending: Uint8Array[] = [];
  let length = 0;
  const keep = (part: Uint8Array) => {
    length += part.length;
    if (length > maxBytes) pending = [];
    else if (part.length > 0) pending.push(part);
  };
  const take = (): Line => {
    const bytes = length > maxBytes ? null : pending.length === 1 ? (pending[0] as Uint8Array) : Buffer.concat(pending);
    pending = [];
    length = 0;
    return { number: ++number, bytes };
  };
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      keep(chunk.subarray(start, end));
      lines.push(take());
      start = end + 1;
    }
    keep(chunk.subarray(start));
    yield lines;
  }
  if (length > 0) yield [take()];
}
