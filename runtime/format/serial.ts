// Signatures that say which of several bundles is the later one: eight bytes of a serial number, big-endian, before an Ed25519 signature over it and the
// digest. An engine takes them as it takes any signature: what they mean is whoever verifies them to say.

import { encodeText } from './text.js';

const SERIAL = 8;
const ED25519 = 64;

/** What is signed. `serial`: 0 to 2^53 - 1. */
export function serialMessage(digest: Uint8Array, serial: number): Uint8Array {
  return joined(encodeText(`polc bundle serial\n${serial}\n`), digest);
}

export function writeSerial(serial: number, signature: Uint8Array): Uint8Array {
  const head = new Uint8Array(SERIAL);
  new DataView(head.buffer).setBigUint64(0, BigInt(serial));
  return joined(head, signature);
}

/** null for a signature without one. */
export function readSerial(bytes: Uint8Array): { readonly serial: number; readonly signature: Uint8Array } | null {
  if (bytes.length !== SERIAL + ED25519) return null;
  const serial = Number(new DataView(bytes.buffer, bytes.byteOffset, SERIAL).getBigUint64(0));
  return Number.isSafeInteger(serial) ? { serial, signature: bytes.subarray(SERIAL) } : null;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
