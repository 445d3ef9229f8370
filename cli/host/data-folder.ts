// The folder of a service: its store, its keys, its logs, made when they are first wanted. Keys are for their owner's eyes.

import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Failure, fileFailure } from '../failure.js';
import { holdSignals } from './signals.js';
import { syncFolder } from './sync-folder.js';

export interface ServiceKeys {
  /** Ed25519: signs grants. */
  readonly grants: KeyObject;
  /** 32 bytes: of the Ed25519 key that signs the logs' checkpoints. */
  readonly logSeed: Uint8Array;
  /** 32 bytes: for keyed hashes and sealed requests of the logs. */
  readonly audit: Uint8Array;
}

export const DEFAULT_FOLDER = 'polc-data';

export class DataFolder {
  readonly path: string;

  /** @throws Failure */
  constructor(path: string) {
    // WHY: it would be the folder that one happens to stand in.
    if (path === '') throw new Failure('usage', '--data: the folder has no name');
    this.path = resolve(path);
  }

  get storeUrl(): string {
    return `sqlite:${join(this.path, 'store.db')}`;
  }

  get auditFolder(): string {
    return join(this.path, 'audit');
  }

  /** Made where there are none. @throws Failure */
  keys(): ServiceKeys {
    this.make();
    const grants = this.#key('grants.pem', makePem);
    const log = this.#key('log.pem', makePem);
    const audit = Buffer.from(this.#key('audit.secret', () => `${randomBytes(32).toString('base64')}\n`).trim(), 'base64');
    if (audit.length !== 32) throw new Failure('usage', `${join(this.path, 'keys', 'audit.secret')}: not 32 bytes in base64`);
    return { grants: this.#read('grants.pem', grants), logSeed: seedOf(this.#read('log.pem', log)), audit };
  }

  /** @throws Failure */
  make(): void {
    try {
      mkdirSync(join(this.path, 'keys'), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw fileFailure(this.path, error, 'unwritable');
    }
  }

  #key(name: string, make: () => string): string {
    const file = join(this.path, 'keys', name);
    try {
      if (!existsSync(file)) holdSignals(() => makeOnce(file, make()));
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw fileFailure(file, error, 'unreadable');
    }
  }

  #read(name: string, pem: string): KeyObject {
    const file = join(this.path, 'keys', name);
    try {
      const key = createPrivateKey(pem);
      if (key.asymmetricKeyType === 'ed25519') return key;
    } catch {
      // Said below.
    }
    throw new Failure('usage', `${file}: not an Ed25519 private key in PEM`);
  }
}

/** Of several processes that begin at once one makes it, whole, and all have that one. */
function makeOnce(file: string, content: string): void {
  const beside = `${file}.${randomUUID()}`;
  writeFileSync(beside, content, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(beside, file);
    syncFolder(dirname(file));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(beside);
  }
}

function makePem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function seedOf(key: KeyObject): Uint8Array {
  return Buffer.from(String(key.export({ format: 'jwk' }).d), 'base64url');
}
