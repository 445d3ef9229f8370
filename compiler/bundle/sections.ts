// The frame of a bundle (runtime/format/layout.ts): header, table and sections.

import { layout, sha256 } from '@polc/runtime';

const align = (offset: number) => (offset + 7) & ~7;

/** A section with the hash of its bytes. */
export interface Section {
  readonly tag: number;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
}

export function makeSection(tag: number, bytes: Uint8Array): Section {
  return { tag, bytes, hash: sha256(bytes) };
}

/** Header, table and sections, in the order given. */
export function assemble(sections: readonly Section[]): Uint8Array {
  const { HEADER_BYTES, ENTRY_BYTES } = layout;
  const start = align(HEADER_BYTES + sections.length * ENTRY_BYTES);
  const total = sections.reduce((offset, { bytes }) => align(offset) + bytes.length, start);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  view.setUint32(0, layout.MAGIC, true);
  view.setUint32(4, layout.FORMAT_VERSION, true);
  view.setUint32(8, sections.length, true);
  let offset = start;
  sections.forEach(({ tag, bytes, hash }, i) => {
    offset = align(offset);
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    view.setUint32(entry, tag, true);
    view.setUint32(entry + 4, offset, true);
    view.setUint32(entry + 8, bytes.length, true);
    out.set(hash, entry + 16);
    out.set(bytes, offset);
    offset += bytes.length;
  });
  return out;
}

/** The sections of a bundle that this compiler has just written. */
export function disassemble(bundle: Uint8Array): Section[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  return Array.from({ length: view.getUint32(8, true) }, (_, i) => {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    const offset = view.getUint32(entry + 4, true);
    const bytes = bundle.subarray(offset, offset + view.getUint32(entry + 8, true));
    return { tag: view.getUint32(entry, true), bytes, hash: bundle.subarray(entry + 16, entry + 48) };
  });
}
