// `polc audit prove`, in this process: proofs that a reader without polc takes, and what is not proved.

import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries, verifierText } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyIn, readIndependently } from '../service/independent-proof.js';
import { type AuditScene, openAuditScene, stranger } from './audit-scene.js';
import { polcHere } from './verbs-here.js';

let scene: AuditScene;
let key: string;
let ids: readonly string[];

beforeAll(async () => {
  scene = await openAuditScene();
  key = readFileSync(join(scene.log, 'log.pub'), 'utf8').trim();
  ids = [...readEntries(scene.log)].map(({ entry }) => String(entry.id));
});
afterAll(() => scene.end());

const prove = (...args: readonly string[]) => polcHere(['audit', 'prove', ...args], { POLC_DATA: scene.data });
const read = (file: string) => readFileSync(file, 'utf8');

/** Of the entry, in two files. */
async function proved(index: number): Promise<{ readonly entry: string; readonly proof: string }> {
  const { code, stdout } = await prove(ids[index] as string, '-o', scene.file('evidence'), '--format', 'json');
  expect(code).toBe(0);
  const { entry_file: entry, proof_file: proof } = JSON.parse(stdout) as { entry_file: string; proof_file: string };
  return { entry, proof };
}

describe('a proof', () => {
  it('of each entry is taken by a reader that has nothing from polc, and of no other entry', async () => {
    for (let i = 0; i < ids.length; i++) {
      const { entry, proof } = await proved(i);
      expect([entry, proof]).toEqual([join(scene.file('evidence'), `${ids[i]}.json`), join(scene.file('evidence'), `${ids[i]}.tlog-proof`)]);
      expect(JSON.parse(read(entry))).toMatchObject({ id: ids[i] });
      expect(readIndependently(read(proof), read(entry), keyIn(key))).toBe(true);
      expect(readIndependently(read(proof), `${read(entry)} `, keyIn(key))).toBe(false);
      expect(readIndependently(read(proof), read(entry), stranger.publicKey)).toBe(false);
    }
  });

  it('is the same by id and by index, in files and printed', async () => {
    const { entry, proof } = await proved(5);
    for (const args of [[ids[5] as string], ['--index', '5'], ['--index', '5', scene.log], [ids[5] as string, scene.log]]) {
      expect(await prove(...args)).toEqual({ code: 0, stdout: `${read(entry)}\n\n${read(proof)}`, stderr: '' });
      const { stdout } = await prove(...args, '--format', 'json');
      expect(JSON.parse(stdout)).toEqual({ folder: scene.log, index: 5, id: ids[5], entry: read(entry), proof: read(proof) });
    }
    expect((await prove('--index', '5', '-o', scene.file('evidence'))).stdout).toBe(`entry 5 of ${scene.log}\n  ${entry}\n  ${proof}\n`);
  });

  it('of an entry whose id names no file goes by its index', async () => {
    const log = await scene.written([{ id: '../../evil' }, { x: 1 }]);
    const folder = scene.file('odd');
    expect(await prove('../../evil', log, '-o', folder)).toMatchObject({ code: 0 });
    expect(await prove('--index', '1', log, '-o', folder)).toMatchObject({ code: 0 });
    expect(readdirSync(folder).sort()).toEqual(['entry-0.json', 'entry-0.tlog-proof', 'entry-1.json', 'entry-1.tlog-proof']);
  });

  it('is found in whichever log has the entry', async () => {
    const other = await scene.written([{ id: 'elsewhere' }]);
    expect((await prove('elsewhere', scene.log, other)).code).toBe(0);
    expect(await prove('--index', '0', scene.log, other)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--index is of one log') });
  });
});

describe('--check', () => {
  const check = (proof: string, entry: string, ...keys: readonly string[]) =>
    prove('--check', proof, '--entry', entry, ...keys.flatMap((each) => ['--key', each]));

  it('takes what holds, offline, with the key alone', async () => {
    const { entry, proof } = await proved(2);
    expect(await check(proof, entry, key)).toEqual({ code: 0, stdout: 'proved: entry 2 of the log polc/server, of 8 entries then\n', stderr: '' });
    expect((await check(proof, scene.file('with-an-end', `${read(entry)}\n`), verifierText(stranger), key)).code).toBe(0);
    const { stdout } = await prove('--check', proof, '--entry', entry, '--key', join(scene.log, 'log.pub'), '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({ proved: true, index: 2, origin: 'polc/server', size: 8 });
  });

  it.each<readonly [what: string, change: (files: { readonly entry: string; readonly proof: string }) => readonly [proof: string, entry: string], why: string]>(
    [
      ['another entry', ({ entry, proof }) => [proof, entry.replace('no_matching_rule', 'allowed')], 'the entry is not the one of index 2'],
      ['another index', ({ entry, proof }) => [proof.replace('index 2', 'index 3'), entry], 'the entry is not the one of index 3'],
      ['another checkpoint', ({ entry, proof }) => [proof.replace('\n8\n', '\n9\n'), entry], 'its checkpoint is not signed by this key'],
      ['something else', ({ entry }) => [entry, entry], 'this is no proof (C2SP tlog-proof)'],
      ['nothing', () => ['', ''], 'this is no proof (C2SP tlog-proof)'],
    ],
  )('does not take %s', async (_what, change, why) => {
    const files = await proved(2);
    const [proof, entry] = change({ entry: read(files.entry), proof: read(files.proof) });
    expect(await check(scene.file('p', proof), scene.file('e', entry), key)).toEqual({ code: 1, stdout: `not proved: ${why}\n`, stderr: '' });
  });

  it('does not take what another key has signed', async () => {
    const { entry, proof } = await proved(2);
    expect(await check(proof, entry, verifierText(stranger))).toMatchObject({ code: 1, stdout: 'not proved: its checkpoint is not signed by this key\n' });
  });

  it('stands alone, with all that it needs', async () => {
    const { entry, proof } = await proved(2);
    for (const args of [
      ['--check', proof],
      ['--check', proof, '--entry', entry],
      ['--entry', entry],
      ['x', '--check', proof, '--entry', entry, '--key', key],
    ]) {
      expect(await prove(...args), args.join(' ')).toMatchObject({ code: 2, stdout: '' });
    }
    expect(await check(scene.file('nowhere'), entry, key)).toMatchObject({ code: 4, stdout: '' });
  });
});

describe('what is not proved', () => {
  it.each<readonly [what: string, args: () => readonly string[], code: number, words: string]>([
    ['an id that is not there', () => ['4b0e7f5c-2c0f-4d0e-9d39-8a6f2ad6f1c4'], 1, 'there is no entry'],
    ['an index that is not there', () => ['--index', '8'], 1, 'no checkpoint of the log holds an entry 8'],
    ['nothing', () => [], 2, 'the id of an entry, or --index'],
    ['an index that is none', () => ['--index', 'x'], 2, 'It is the index of an entry'],
    [
      'an entry of a log with a damaged line',
      () => ['--index', '1', scene.changed((lines) => lines.map((line, i) => (i === 4 ? '{}' : line)))],
      4,
      'it is no line of a log',
    ],
    ['an entry of a log that its key did not sign', () => ['--index', '0', signedByAnother()], 4, 'the log proves nothing'],
    ['an entry, into a file', () => ['--index', '0', '-o', scene.policies], 4, 'set.hcl'],
  ])('is said: %s', async (_what, args, code, words) => {
    const ended = await prove(...args());
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(words);
  });

  it('leaves no half of it behind', async () => {
    const folder = scene.file('half');
    mkdirSync(join(folder, `${ids[0]}.tlog-proof`), { recursive: true });
    expect(await prove(ids[0] as string, '-o', folder)).toMatchObject({ code: 4, stdout: '' });
    expect(readdirSync(folder)).toEqual([`${ids[0]}.tlog-proof`]);
    rmSync(folder, { recursive: true });
  });
});

function signedByAnother(): string {
  const log = scene.copied();
  scene.file(`${log.split('/').at(-1)}/log.pub`, verifierText(stranger));
  return log;
}
