// A signature beside a bundle's content. The signing itself is handed in: this room knows no keys.

import { encodeText, layout, loadBundle, sha256 } from '@polc/runtime';
import { Bytes } from './bytes.js';
import { assemble, disassemble, makeSection, type Section } from './sections.js';

/** `sign` is handed the 32 bytes of the revision. The revision does not change by it. Throws RuntimeError on bytes that are no bundle. */
export function signBundle(bundle: Uint8Array, keyId: string, sign: (digest: Uint8Array) => Uint8Array): Uint8Array {
  loadBundle(bundle);
  const content = disassemble(bundle).filter(({ tag }) => tag !== layout.SECTION.signature);
  const signature = sign(digestOf(content));
  const key = encodeText(keyId);
  const section = new Uint8Array(4 + key.length + signature.length);
  new DataView(section.buffer).setUint32(0, key.length, true);
  section.set(key, 4);
  section.set(signature, 4 + key.length);
  return assemble([...content, makeSection(layout.SECTION.signature, section)]);
}

function digestOf(sections: readonly Section[]): Uint8Array {
  const bytes = new Bytes();
  for (const { tag, hash } of sections) {
    bytes.word(tag);
    bytes.append(hash);
  }
  return sha256(bytes.whole());
}
