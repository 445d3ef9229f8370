// Checkpoints of a log: what its tree was at some size, signed. C2SP tlog-checkpoint, as a C2SP signed-note with Ed25519 signatures.

import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Hash } from './merkle.js';

export interface Checkpoint {
  /** Names the log, for good. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

/** Knows notes that were signed in a name. */
export interface NoteVerifier {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** Signs them, too. */
export interface NoteSigner extends NoteVerifier {
  /** The line of a signature, for a note of this text. */
  sign(text: string): string;
}

const ED25519 = 1;
/** Of a public key in DER (RFC 8410): what stands before its 32 bytes. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
/** Of a private one, before its seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(SPKI.length);
}

/** The first four bytes of SHA-256 over the name, a line feed, the algorithm and the key. */
function keyId(name: string, publicKey: KeyObject): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ED25519]))
    .update(rawPublicKey(publicKey))
    .digest()
    .subarray(0, 4);
}

/** `name+hash+key`, as others that read signed notes want it. */
export function verifierText({ name, publicKey }: NoteVerifier): string {
  return `${name}+${keyId(name, publicKey).toString('hex')}+${Buffer.concat([Buffer.from([ED25519]), rawPublicKey(publicKey)]).toString('base64')}`;
}

/** null for what is none, or holds another hash than its own. */
export function readVerifier(text: string): NoteVerifier | null {
  const [, name, hash, key] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  if (name === undefined || key === undefined) return null;
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ED25519) return null;
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(1)]), format: 'der', type: 'spki' });
  return keyId(name, publicKey).toString('hex') === hash ? { name, publicKey } : null;
}

/** `seed`: 32 bytes. @throws RangeError for a name that a signature's line cannot hold (C2SP signed-note) */
export function signerOf(name: string, seed: Uint8Array): NoteSigner {
  if (!/^[^\s+\p{Cc}\p{Cs}]+$/u.test(name)) throw new RangeError(`${JSON.stringify(name)} cannot name a signer: no blanks, no "+", no control characters`);
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  const id = keyId(name, publicKey);
  return {
    ...{ name, publicKey },
    sign: (text) => `— ${name} ${Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`,
  };
}

export function writeCheckpoint({ origin, size, root }: Checkpoint, signer: NoteSigner): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  return `${text}\n${signer.sign(text)}`;
}

/** What it says, whoever signed it; null for what is no checkpoint. */
export function readCheckpoint(note: string): Checkpoint | null {
  const parts = partsOf(note);
  if (parts === null) return null;
  const [origin = '', size = '', root = '', ...more] = parts.text.split('\n');
  const hash = Buffer.from(root, 'base64');
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(size) || hash.length !== 32 || hash.toString('base64') !== root || !isOrigin(origin)) return null;
  // Lines behind the root are others' extensions, none of them empty.
  const ended = more.length > 0 && more.every((line, i) => (line === '') === (i === more.length - 1));
  return ended && Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root: hash } : null;
}

const isOrigin = (origin: string) => origin !== '' && !/[\p{Cc}]/u.test(origin);

/** C2SP signed-note: text, an empty line, signatures; no control characters but line feeds. */
function partsOf(note: string): { readonly text: string; readonly signatures: readonly string[] } | null {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || note.length > MAX_NOTE || CONTROL.test(note)) return null;
  const signatures = note.slice(end + 2, -1).split('\n');
  return { text: note.slice(0, end + 1), signatures };
}

const MAX_NOTE = 1 << 20;
const CONTROL = /[\u0000-\u0009\u000b-\u001f]|\p{Cs}/u;

/** What it says, where the one who is known signed it, and nothing of his is wrong; null otherwise. */
export function verifyCheckpoint(note: string, { name, publicKey }: NoteVerifier): Checkpoint | null {
  const parts = partsOf(note);
  const checkpoint = readCheckpoint(note);
  if (parts === null || checkpoint === null) return null;
  const id = keyId(name, publicKey);
  const prefix = `— ${name} `;
  let signed = false;
  for (const line of parts.signatures) {
    if (!line.startsWith(prefix)) continue;
    const text = line.slice(prefix.length);
    const bytes = Buffer.from(text, 'base64');
    // Of another key of that name: it says nothing here.
    if (!bytes.subarray(0, 4).equals(id)) continue;
    if (bytes.toString('base64') !== text || bytes.length !== 68 || !verify(null, Buffer.from(parts.text), publicKey, bytes.subarray(4))) return null;
    signed = true;
  }
  return signed ? checkpoint : null;
}
