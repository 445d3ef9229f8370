// A file for a key or a token, for its owner's eyes: begun before the secret is made, so that a place that cannot be written loses none.

import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure, fileFailure } from '../failure.js';
import { syncFolder } from './sync-folder.js';

export class SecretFile {
  readonly #file: string;
  readonly #temporary: string;
  readonly #descriptor: number;

  /** @throws Failure */
  constructor(file: string) {
    if (file === '') throw new Failure('usage', 'the file for the secret has no name');
    this.#file = file;
    this.#temporary = join(dirname(file), `.polc-${randomBytes(8).toString('hex')}.tmp`);
    try {
      // Renaming would replace a device, or fail for a folder, once the secret is there.
      if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) throw new Failure('not_a_file', `${file}: not a regular file`);
      this.#descriptor = openSync(this.#temporary, 'wx', 0o600);
    } catch (error) {
      throw fileFailure(file, error, 'unwritable');
    }
  }

  /** Takes the place of a file that is there. @throws Failure */
  write(secret: string): void {
    try {
      writeFileSync(this.#descriptor, `${secret}\n`);
      fsyncSync(this.#descriptor);
      renameSync(this.#temporary, this.#file);
      syncFolder(dirname(this.#file));
    } catch (error) {
      throw fileFailure(this.#file, error, 'unwritable');
    }
  }

  /** Whatever became of it. */
  close(): void {
    closeSync(this.#descriptor);
    rmSync(this.#temporary, { force: true });
  }
}
