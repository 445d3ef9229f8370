// What a log is judged by: the key that signs its checkpoints, checkpoints that were kept elsewhere, the secret behind its hashes.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogHead, NoteVerifier } from '@polc/service';
import { Failure, fileFailure } from '../failure.js';
import type { DataFolder } from './data-folder.js';
import { nameOfInput, readInput } from './read-input.js';

/** Beside the log, as the server writes it. */
export const LOG_KEY = 'log.pub';

/** Each a key in text (`NAME+HASH+KEY`, C2SP signed-note), or a file of such lines. @throws Failure */
export async function readLogKeys(given: readonly string[]): Promise<readonly NoteVerifier[]> {
  const { readVerifier } = await import('@polc/service');
  const keys: NoteVerifier[] = [];
  for (const each of given) {
    const key = readVerifier(each);
    if (key !== null) {
      keys.push(key);
      continue;
    }
    const lines = textOf(await readInput(each)).split('\n');
    for (const line of lines.filter((text) => text.trim() !== '')) {
      const found = readVerifier(line);
      if (found === null) throw new Failure('usage', `--key ${nameOfInput(each)}: no key of a log: NAME+HASH+KEY, as in ${LOG_KEY}`);
      keys.push(found);
    }
  }
  return keys;
}

export interface LogKey {
  readonly key: NoteVerifier;
  /** It lies beside the log: whoever can change the one can change the other. */
  readonly isBeside: boolean;
}

/** Of those given the one that signed how the log begins; where none did, the first. Without any, the one beside the log. @throws Failure */
export async function keyOfLog(folder: string, head: LogHead, given: readonly NoteVerifier[]): Promise<LogKey> {
  const { readVerifier, verifyCheckpoint } = await import('@polc/service');
  const [first] = given;
  if (first !== undefined) {
    const { note } = head;
    const signer = note === null ? undefined : given.find((key) => verifyCheckpoint(note, key) !== null);
    return { key: signer ?? first, isBeside: false };
  }
  const file = join(folder, LOG_KEY);
  if (!existsSync(file)) throw new Failure('log', `${folder}: there is no ${LOG_KEY} beside the log; name its key with --key`);
  const key = readVerifier(readText(file));
  if (key === null) throw new Failure('log', `${file}: no key of a log: NAME+HASH+KEY`);
  return { key, isBeside: true };
}

export interface KeptCheckpoint {
  readonly file: string;
  readonly note: string;
  /** Of the log that it is of. */
  readonly origin: string;
  /** Entries that it vouches for. */
  readonly size: number;
}

/** Whose signature is good, verifying says. @throws Failure */
export async function readKept(file: string): Promise<KeptCheckpoint> {
  const { readCheckpoint } = await import('@polc/service');
  const note = textOf(await readInput(file));
  const checkpoint = readCheckpoint(note);
  if (checkpoint === null) throw new Failure('usage', `${nameOfInput(file)}: no checkpoint of a log (C2SP tlog-checkpoint)`);
  return { file: nameOfInput(file), note, origin: checkpoint.origin, size: checkpoint.size };
}

/** 32 bytes in base64; that of the data folder where no file is named. @throws Failure */
export async function readAuditSecret(file: string | undefined, data: DataFolder): Promise<Uint8Array> {
  const path = file ?? join(data.path, 'keys', 'audit.secret');
  const text = textOf(await readInput(path)).trim();
  const secret = Buffer.from(text, 'base64');
  // INVARIANT: what is wrong with it is said without it.
  if (secret.length !== 32 || secret.toString('base64') !== text) throw new Failure('usage', `${nameOfInput(path)}: no audit secret: 32 bytes in base64`);
  return secret;
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileFailure(file, error, 'unreadable');
  }
}
