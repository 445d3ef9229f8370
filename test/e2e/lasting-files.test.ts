// Keys, checkpoints and the keys that logs are checked with are there after a crash: the folder of each is synced once it has its name.

import fs, { mkdtempSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { DataFolder } from '../../cli/host/data-folder.js';
import { SecretFile } from '../../cli/host/secret-file.js';
import { writeLasting, writeWhole } from '../../cli/host/write-file.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-lasting-'));
const calls: string[] = [];
const { fsyncSync, renameSync, linkSync } = fs;

beforeAll(() => {
  fs.fsyncSync = (descriptor) => {
    calls.push(`sync ${readlinkSync(`/proc/self/fd/${descriptor}`)}`);
    fsyncSync(descriptor);
  };
  fs.renameSync = (from, to) => {
    calls.push(`name ${to}`);
    renameSync(from, to);
  };
  fs.linkSync = (from, to) => {
    calls.push(`name ${to}`);
    linkSync(from, to);
  };
  syncBuiltinESMExports();
});

afterAll(() => {
  Object.assign(fs, { fsyncSync, renameSync, linkSync });
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  calls.length = 0;
});

/** What was done after `name` was there. */
const after = (name: string) => calls.slice(calls.indexOf(`name ${name}`) + 1);

it.skipIf(readable('/proc/self/fd/0') === null)('is so of each', () => {
  const [checkpoint, secret] = ['checkpoint', 'admin.key'].map((name) => join(folder, name)) as [string, string];
  writeLasting(checkpoint, 'note');
  expect(calls).toEqual([expect.stringMatching(/^sync .*\.tmp$/), `name ${checkpoint}`, `sync ${folder}`]);
  const kept = new SecretFile(secret);
  kept.write('secret');
  kept.close();
  expect(after(secret)).toEqual([`sync ${folder}`]);
  expect(readFileSync(secret, 'utf8')).toBe('secret\n');
  const data = join(folder, 'data');
  new DataFolder(data).keys();
  for (const name of ['grants.pem', 'log.pem', 'audit.secret']) expect(after(join(data, 'keys', name))[0], name).toBe(`sync ${join(data, 'keys')}`);
  // What can be made again is not waited for.
  calls.length = 0;
  writeWhole(checkpoint, 'other');
  expect(after(checkpoint)).toEqual([]);
});

it('no secret goes to a file without a name', () => {
  expect(() => new SecretFile('')).toThrow('the file for the secret has no name');
});

function readable(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}
