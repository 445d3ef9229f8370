// Ed25519 keys from PEM files: signing a bundle's digest, checking a signature. What the digest is, is the compiler's and the runtime's.

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Failure } from '../failure.js';
import { nameOfInput, readInput } from './read-input.js';

export interface Signer {
  /** Of the public key: the first 16 hex digits of the SHA-256 over its SPKI DER. */
  readonly keyId: string;
  sign(digest: Uint8Array): Uint8Array;
}

/** `serial`: says which of several bundles is the later one; null: a plain signature. */
export async function readSigner(file: string, serial: number | null = null): Promise<Signer> {
  const { serialMessage, writeSerial } = await import('@polc/runtime');
  const key = await readKey(file, createPrivateKey, 'private');
  const plain = (digest: Uint8Array) => sign(null, digest, key);
  const numbered = (digest: Uint8Array, number: number) => writeSerial(number, sign(null, serialMessage(digest, number), key));
  return { keyId: fingerprint(createPublicKey(key)), sign: (digest) => (serial === null ? plain(digest) : numbered(digest, serial)) };
}

/** Judges signatures by the one key; the key id that stands in a bundle is a hint and decides nothing. */
export async function readVerifier(file: string): Promise<(digest: Uint8Array, signature: Uint8Array) => boolean> {
  const { readSerial, serialMessage } = await import('@polc/runtime');
  const key = await readKey(file, createPublicKey, 'public');
  return (digest, bytes) => {
    const numbered = readSerial(bytes);
    return numbered === null ? verify(null, digest, key, bytes) : verify(null, serialMessage(digest, numbered.serial), key, numbered.signature);
  };
}

async function readKey(file: string, parse: (pem: Buffer) => KeyObject, which: string): Promise<KeyObject> {
  const pem = Buffer.from(await readInput(file));
  let key: KeyObject;
  try {
    key = parse(pem);
  } catch (error) {
    throw new Failure('usage', `${nameOfInput(file)}: not a ${which} key in PEM that can be read without a passphrase`, error);
  }
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new Failure('usage', `${nameOfInput(file)}: bundles are signed with Ed25519, and this is a key for ${key.asymmetricKeyType ?? 'something else'}`);
}

function fingerprint(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}
