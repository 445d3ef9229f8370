// The request that was decided, whole, in its entry: only who holds the audit secret reads it again. AES-256 in counter mode (NIST SP 800-38A) under a key
// that is derived for each process by HKDF-SHA256 (RFC 5869); the key of the keyed hashes is derived from the same secret under another name. That nothing
// of it was changed is the log's own to say: the sealed text is part of what its leaf is of.

import { type Cipher, createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { KeyedHash } from './keyed-hash.js';

const SECRET = 32;
const SALT = 16;
const OFFSET = 8;
const BLOCK = 16;
const SEALED_LABEL = 'polc audit: sealed requests';
const HASH_LABEL = 'polc audit: keyed hashes';
const NO_SALT = Buffer.alloc(0);
/** Keys that are kept for opening; each process that sealed began with one of its own. */
const MOST_KEYS = 256;

/** Bytes under one key. WHY not more: what is sealed stands out from what is random once blocks could repeat, long after this. */
const MOST_SEALED = 2 ** 40;

/**
 * A sealed text: base64 over salt (16 bytes), where it stands in the key's stream (8), and what is sealed: the entry's id and the text. WHY one stream for
 * all that a process seals: to begin a cipher costs more than all the rest of it (bench/serve).
 */
export class Sealing {
  readonly #secret: Uint8Array;
  readonly #mostSealed: number;
  readonly #known = new Map<string, KeyObject>();
  #head: Buffer;
  #stream: Cipher;
  #offset = 0;

  /** `secret`: 32 bytes. `mostSealed`: bytes under one key. */
  constructor(secret: Uint8Array, mostSealed = MOST_SEALED) {
    checkSecret(secret);
    this.#secret = Uint8Array.from(secret);
    this.#mostSealed = mostSealed;
    this.#head = Buffer.alloc(SALT + OFFSET);
    this.#stream = this.#begin();
  }

  /** `text`: the request's JSON; `id`: of the entry. */
  seal(text: string, id: string): string {
    if (this.#offset >= this.#mostSealed) this.#stream = this.#begin();
    const bytes = this.#stream.update(`${id}\n${text}`, 'utf8');
    this.#head.writeBigUInt64BE(BigInt(this.#offset), SALT);
    this.#offset += bytes.length;
    // A head of 24 bytes is a whole number of base64's groups of three.
    return this.#head.toString('base64') + bytes.toString('base64');
  }

  /** The text; null for what was sealed by another secret or for another entry, or is no sealed text. */
  open(sealed: string, id: string): string | null {
    const bytes = Buffer.from(sealed, 'base64');
    if (bytes.length < SALT + OFFSET || bytes.toString('base64') !== sealed) return null;
    const offset = bytes.readBigUInt64BE(SALT);
    const counter = Buffer.alloc(BLOCK);
    counter.writeBigUInt64BE(offset / BigInt(BLOCK), BLOCK - 8);
    const decipher = createDecipheriv('aes-256-ctr', this.#opening(bytes.subarray(0, SALT)), counter);
    decipher.update(Buffer.alloc(Number(offset % BigInt(BLOCK))));
    const text = decipher.update(bytes.subarray(SALT + OFFSET)).toString('utf8');
    return text.startsWith(`${id}\n`) ? text.slice(id.length + 1) : null;
  }

  #begin(): Cipher {
    const salt = randomBytes(SALT);
    salt.copy(this.#head);
    this.#offset = 0;
    return createCipheriv('aes-256-ctr', this.#keyFor(salt), Buffer.alloc(BLOCK));
  }

  #opening(salt: Buffer): KeyObject {
    const name = salt.toString('base64');
    let key = this.#known.get(name);
    if (key === undefined) {
      if (this.#known.size >= MOST_KEYS) this.#known.clear();
      key = this.#keyFor(salt);
      this.#known.set(name, key);
    }
    return key;
  }

  #keyFor(salt: Uint8Array): KeyObject {
    return createSecretKey(derived(this.#secret, salt, SEALED_LABEL));
  }
}

/** What entries are made with. */
export interface AuditKeys {
  readonly hash: KeyedHash;
  readonly sealing: Sealing;
}

/** Of the audit secret of a log: 32 bytes, kept apart from it. */
export function auditKeys(secret: Uint8Array): AuditKeys {
  checkSecret(secret);
  return { hash: new KeyedHash(derived(secret, NO_SALT, HASH_LABEL)), sealing: new Sealing(secret) };
}

function checkSecret(secret: Uint8Array): void {
  if (secret.length !== SECRET) throw new RangeError(`an audit secret has ${SECRET} bytes`);
}

function derived(secret: Uint8Array, salt: Uint8Array, label: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, label, SECRET));
}
