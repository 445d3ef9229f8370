// A reader of proofs that has nothing from polc: the formats' texts, SHA-256 and Ed25519.

import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** By the texts of the formats alone (C2SP tlog-proof, tlog-checkpoint, signed-note; RFC 6962 §2.1.1). */
export function readIndependently(text: string, entry: string, key: KeyObject): boolean {
  const [head = '', ...rest] = text.split('\n\n');
  const [, indexLine = '', ...path] = head.split('\n');
  const note = rest.join('\n\n');
  const [body = '', signature = ''] = [`${note.slice(0, note.lastIndexOf('\n\n'))}\n`, note.slice(note.lastIndexOf('\n\n') + 2)];
  const [, sizeText = '', rootText = ''] = body.split('\n');
  const sha = (...parts: readonly Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const climb = (index: number, size: number, hashes: Buffer[]): Buffer => {
    if (size === 1) return sha(Buffer.from([0]), Buffer.from(entry));
    let k = 1;
    while (k * 2 < size) k *= 2;
    const sibling = hashes.pop() as Buffer;
    return index < k ? sha(Buffer.from([1]), climb(index, k, hashes), sibling) : sha(Buffer.from([1]), sibling, climb(index - k, size - k, hashes));
  };
  const root = climb(
    Number(indexLine.slice('index '.length)),
    Number(sizeText),
    path.map((line) => Buffer.from(line, 'base64')),
  );
  const bytes = Buffer.from(signature.trim().split(' ')[2] as string, 'base64');
  return root.toString('base64') === rootText && verify(null, Buffer.from(body), key, bytes.subarray(4));
}

/** Of a signed note's verifier, `NAME+HASH+KEY`: behind a byte for the algorithm stand the 32 bytes of the key. */
export function keyIn(text: string): KeyObject {
  const bytes = Buffer.from(text.trim().split('+').slice(2).join('+'), 'base64').subarray(1);
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
}
