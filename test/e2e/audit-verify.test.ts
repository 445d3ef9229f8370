// `polc audit verify`, in this process: what it says of a log that is whole, and of each that is not.

import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries, signerOf, verifierText } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuditScene, openAuditScene, stranger } from './audit-scene.js';
import { polcHere } from './verbs-here.js';

const ENTRIES = 8;

let scene: AuditScene;
let key: string;
let count = 0;

beforeAll(async () => {
  scene = await openAuditScene();
  key = readFileSync(join(scene.log, 'log.pub'), 'utf8').trim();
});
afterAll(() => scene.end());

const verify = (...args: readonly string[]) => polcHere(['audit', 'verify', ...args], { POLC_DATA: scene.data });

async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await verify(...args, '--format', 'json');
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test expects of it
  return { code, stderr, answer: JSON.parse(stdout) as any };
}

/** The last entry, and the checkpoint behind it. */
const cutTail = () => scene.changed((lines) => [...lines.slice(0, -3), '']);

function checkpointAt(size: number): string {
  const notes = readFileSync(scene.fileOf(scene.log), 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('{"checkpoint"') ? [(JSON.parse(line) as { checkpoint: string }).checkpoint] : []));
  return scene.file(`kept-${size}`, notes.find((note) => note.split('\n')[1] === String(size)) as string);
}

describe('a log that is whole', () => {
  it('is what was written, and its key and its end are said to be anchored by nothing', async () => {
    expect(await verify()).toEqual({
      code: 0,
      stdout: [
        `${scene.log}: it is what was written`,
        '  log          polc/server',
        `  key          ${key.split('+').slice(0, 2).join('+')}, which lies beside it`,
        '  entries      8',
        '  checkpoints  9, the last of 8 entries',
        '  nothing anchors entries from index 8 on: without a checkpoint that was kept elsewhere it does not show if some were cut off',
        '',
      ].join('\n'),
      stderr: expect.stringMatching(/^polc: a key that lies beside its log proves little: [^\n]*\n$/),
    });
    expect(await json('--key', key)).toEqual({
      code: 0,
      stderr: '',
      answer: {
        verified: true,
        logs: [
          {
            ...{ folder: scene.log, origin: 'polc/server', key: key.split('+').slice(0, 2).join('+'), key_from: 'given', from: 0, size: ENTRIES },
            ...{ root: expect.stringMatching(/=$/), signed: ENTRIES, checkpoints: 9, kept: null, faults: [], reexecuted: null },
          },
        ],
        ...{ failures: [], strays: [] },
      },
    });
  });

  it('holds against checkpoints that were kept, which say how far they reach', async () => {
    const { code, stdout } = await verify('--key', key, '--checkpoint', checkpointAt(3), '--checkpoint', checkpointAt(5));
    expect(code).toBe(0);
    expect(stdout).toContain('  the checkpoint that was kept elsewhere has seen the first 5 entries, and they are here\n');
    expect(stdout).toContain('  nothing anchors entries from index 5 on but this log’s own key\n');
    const all = await verify('--key', key, '--checkpoint', checkpointAt(ENTRIES));
    expect(all.stdout).not.toContain('nothing anchors');
  });

  it('is known by the key that signed it, among several, as text or in a file', async () => {
    const other = await scene.written([{ a: 1 }], { signer: signerOf('other', Buffer.alloc(32, 3)), origin: 'polc/other' });
    const keys = scene.file('keys', `${key}\n${readFileSync(join(other, 'log.pub'), 'utf8')}\n`);
    expect(await json(scene.log, other, '--key', keys)).toMatchObject({
      code: 0,
      answer: { logs: [{ key_from: 'given' }, { origin: 'polc/other', size: 1 }] },
    });
    expect((await verify(other, scene.log, '--key', verifierText(stranger), '--key', keys)).code).toBe(0);
    const wrong = await json(scene.log, '--key', verifierText(stranger));
    expect(wrong).toMatchObject({ code: 1, answer: { verified: false } });
    expect(wrong.answer.logs[0].faults[0]).toMatchObject({ line: 2, what: 'the checkpoint is not signed by the key of this log' });
  });

  it('whose files were moved is verified from where they begin now', async () => {
    const log = await scene.written(
      Array.from({ length: 30 }, (_, i) => ({ i, text: 'x'.repeat(200) })),
      { segmentSize: 2_000 },
    );
    const files = readdirSync(log).filter((name) => name.endsWith('.jsonl'));
    expect(files.length).toBeGreaterThan(3);
    const kept = scene.file('kept-before', await newest(log));
    mkdirSync(scene.file('archive'));
    for (const name of files.slice(0, 2)) renameSync(join(log, name), join(scene.file('archive'), name));
    const start = Number(files[2]?.slice(6, 22));
    expect(await json(log)).toMatchObject({
      code: 1,
      answer: { logs: [{ faults: [{ index: 0, what: `the file begins with entry ${start}, where entry 0 belongs` }] }] },
    });
    for (const from of [start, start + 1]) {
      expect(await json(log, '--from', String(from), '--checkpoint', kept)).toMatchObject({
        code: 0,
        answer: { logs: [{ from: start, size: 30, kept: 30, faults: [] }] },
      });
    }
    expect((await verify(log, '--from', String(start))).stdout).toContain(`  entries      ${30 - start}, from index ${start} on\n`);
    expect((await json(log, '--from', String(start - 1))).answer.logs[0].faults[0]).toMatchObject({ index: start - 1 });
    // What the head says of the tree before is signed.
    const file = join(log, files[2] as string);
    const [head = '', ...rest] = readFileSync(file, 'utf8').split('\n');
    const { frontier } = JSON.parse(head) as { frontier: string[] };
    for (const other of [frontier.slice(1), [Buffer.alloc(32).toString('base64'), ...frontier.slice(1)], [...frontier, frontier[0]]]) {
      writeFileSync(file, [`{"log":"polc/server","start":${start},"frontier":${JSON.stringify(other)}}`, ...rest].join('\n'));
      expect((await json(log, '--from', String(start))).answer.logs[0].faults.length, JSON.stringify(other)).toBeGreaterThan(0);
    }
    writeFileSync(file, [head, ...rest].join('\n'));
    const early = scene.file('kept-early', await newest(await scene.written([{ a: 1 }])));
    expect(await verify(log, '--from', String(start), '--checkpoint', early)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('1 entries, which would not be looked at'),
    });
  });

  it('that is being written is looked at again', async () => {
    const log = scene.copied();
    const whole = readFileSync(scene.fileOf(log));
    truncateSync(scene.fileOf(log), whole.length - 40);
    const finished = setTimeout(() => appendFileSync(scene.fileOf(log), whole.subarray(whole.length - 40)), 60);
    expect((await verify(log)).code).toBe(0);
    clearTimeout(finished);
    truncateSync(scene.fileOf(log), whole.length - 40);
    expect(await json(log)).toMatchObject({ code: 1, answer: { logs: [{ faults: [{ index: ENTRIES, what: 'the line is not finished' }] }] } });
  });
});

async function newest(log: string): Promise<string> {
  const file = scene.file(`newest-${count++}`);
  expect((await verify(log, '--save-checkpoint', file)).code).toBe(0);
  return readFileSync(file, 'utf8');
}

describe('a log that is not what was written', () => {
  const line = (text: string | undefined) => text as string;
  it.each<readonly [what: string, change: (lines: string[]) => readonly string[], index: number, at: number, words: string]>([
    [
      'a byte turned in an entry',
      (lines) => lines.map((each) => each.replace('"path":"secret/data/payroll"', '"path":"secret/data/payrolm"')),
      2,
      7,
      'its entry is not what its leaf is the hash of',
    ],
    ['an entry taken out', (lines) => lines.filter((_, i) => i !== 6), 2, 7, 'the checkpoint is of 3 entries, and stands behind 2'],
    ['an entry twice', (lines) => [...lines.slice(0, 7), line(lines[6]), ...lines.slice(7)], 3, 8, 'entry 2 stands where entry 3 belongs'],
    ['a line of something else', (lines) => [...lines.slice(0, 7), '{"x":1}', ...lines.slice(7)], 3, 8, 'it is no line of a log'],
    ['the first lines', (lines) => lines.slice(2), 0, 1, 'the file does not begin with its head'],
  ])('shows %s, by its index and its line', async (_what, change, index, at, words) => {
    const log = scene.changed(change);
    const { code, answer } = await json(log, '--key', key);
    expect({ code, verified: answer.verified }).toEqual({ code: 1, verified: false });
    expect(answer.logs[0].faults[0]).toEqual({ index, file: expect.any(String), line: at, what: words, path: scene.fileOf(log) });
    const { stdout } = await verify(log, '--key', key);
    expect(stdout).toMatch(new RegExp(`^${log}: it is not what was written: \\d+ faults?\n`));
    expect(stdout).toMatch(new RegExp(`\n {2}entry ${index} +audit-0000000000000000.jsonl:${at}: ${words}\n`));
    expect(stdout).not.toContain('nothing anchors');
  });

  it('shows a tail that was cut against a checkpoint that was kept, and without one says what it cannot show', async () => {
    const log = cutTail();
    const without = await verify(log, '--key', key);
    expect(without).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing anchors entries from index 7 on') });
    const { code, answer } = await json(log, '--key', key, '--checkpoint', checkpointAt(ENTRIES));
    expect(code).toBe(1);
    expect(answer.logs[0]).toMatchObject({ kept: 8, faults: [{ index: 7, file: null, line: null, path: null }] });
  });

  it('shows one that was written anew with its own key, against the key or a checkpoint that was kept', async () => {
    const entries = [...readEntries(scene.log)].map(({ entry }) => entry);
    const forged = await scene.written(entries.filter(({ outcome }) => outcome !== 'no_matching_rule'));
    expect((await verify(forged)).code).toBe(0);
    expect((await verify(forged, '--key', key)).code).toBe(1);
    const anew = await scene.written([...entries.slice(1), ...entries.slice(0, 1)], { signer: scene.signer() });
    expect((await verify(anew, '--key', key)).code).toBe(0);
    expect((await json(anew, '--key', key, '--checkpoint', checkpointAt(3))).answer.logs[0].faults[0]).toMatchObject({
      index: 2,
      what: 'the entries up to here are not those of the checkpoint that was kept elsewhere',
    });
  });

  it('shows one that is gone, by the checkpoint that is of none of the others', async () => {
    const other = await scene.written([{ a: 1 }], { signer: signerOf('other', Buffer.alloc(32, 3)), origin: 'polc/other' });
    const { code, answer, stderr } = await json(other, '--checkpoint', checkpointAt(3));
    expect({ code, verified: answer.verified, faults: answer.logs[0].faults }).toEqual({ code: 1, verified: false, faults: [] });
    expect(answer.strays).toEqual([{ file: checkpointAt(3), origin: 'polc/server', size: 3 }]);
    expect(stderr).toContain('the checkpoint is of the log "polc/server", which is none of these');
  });

  it('is told of beside others that cannot be read', async () => {
    const [broken, empty] = [scene.changed((lines) => lines.slice(2)), scene.file(`empty-${count++}`)];
    mkdirSync(empty);
    const { code, answer, stderr } = await json(broken, empty, scene.log, '--key', key);
    expect(code).toBe(1);
    expect(answer.logs.map(({ faults }: { faults: unknown[] }) => faults.length > 0)).toEqual([true, false]);
    expect(answer.failures).toEqual([{ folder: empty, message: `${empty}: there is no log in this folder` }]);
    expect(stderr).toBe(`polc: ${empty}: there is no log in this folder\n`);
    expect((await json(empty, scene.log, '--key', key)).code).toBe(4);
  });

  it('says no more of its faults than can be read, and nothing that moves a cursor', async () => {
    const log = scene.changed((lines) => lines.flatMap((each) => (each.startsWith('{"index"') ? Array<string>(9).fill('\u001b[2J') : [each])));
    const evil = scene.file(`a\u001b[2J${count++}`);
    renameSync(log, evil);
    const { code, stdout, stderr } = await verify(evil);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n {2}and \d+ more\n$/);
    expect(`${stdout}${stderr}`).not.toContain('\u001b');
  });
});

describe('--save-checkpoint', () => {
  it('writes the newest, and never one of a log that has lost what the file vouches for', async () => {
    const file = scene.file('saved');
    expect((await verify('--save-checkpoint', file)).code).toBe(0);
    const first = readFileSync(file, 'utf8');
    expect(first).toBe(readFileSync(checkpointAt(ENTRIES), 'utf8'));
    expect(statSync(file).isFile()).toBe(true);
    const cut = await verify(cutTail(), '--save-checkpoint', file);
    expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining(`polc: ${file} is not written`) });
    expect(readFileSync(file, 'utf8')).toBe(first);
    writeFileSync(file, readFileSync(checkpointAt(3)));
    expect((await verify('--save-checkpoint', file)).stdout).toContain('has seen the first 3 entries');
    expect(readFileSync(file, 'utf8')).toBe(first);
    // It is no checkpoint, and somebody may want it.
    const other = scene.file('other-file', 'x');
    expect(await verify('--save-checkpoint', other)).toMatchObject({ code: 2, stdout: '' });
    expect(readFileSync(other, 'utf8')).toBe('x');
    expect(await verify('--save-checkpoint', scene.file('no/where'))).toMatchObject({ code: 4 });
    expect(await verify(scene.log, scene.copied(), '--save-checkpoint', file)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('what is no log', () => {
  it.each<readonly [what: string, args: () => readonly string[], code: number, words: string]>([
    ['a folder that is not there', () => [scene.file('nowhere')], 4, 'no such file or folder'],
    ['a file', () => [scene.policies], 4, 'not a folder, and a log is one'],
    ['a data folder that is not there', () => ['--data', scene.file('nowhere')], 4, 'no such file or folder'],
    ['a data folder without logs', () => ['--data', withoutLogs()], 4, 'there is no log; name its folder'],
    ['a log without its key', () => [withoutKey('')], 4, 'name its key with --key'],
    ['a log with something else for its key', () => [withoutKey('x')], 4, 'no key of a log'],
    ['a key that is none', () => ['--key', scene.policies], 2, 'no key of a log'],
    ['a checkpoint that is none', () => ['--checkpoint', scene.policies], 2, 'no checkpoint of a log'],
    ['a checkpoint that is not there', () => ['--checkpoint', scene.file('nowhere')], 4, 'no such file'],
    ['an index that is none', () => ['--from', '-1'], 2, 'It is the index of an entry'],
  ])('is refused: %s', async (_what, args, code, words) => {
    const ended = await verify(...args());
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(words);
  });
});

function withoutLogs(): string {
  const data = scene.file(`data-${count++}`);
  mkdirSync(join(data, 'audit'), { recursive: true });
  return data;
}

function withoutKey(instead: string): string {
  const log = scene.copied();
  rmSync(join(log, 'log.pub'));
  if (instead !== '') writeFileSync(join(log, 'log.pub'), instead);
  return log;
}
