// The log: what is acknowledged is on the disk, and whatever is changed afterwards shows, and where.

import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, type LogReport, signerOf, verifierText, verifyLog, writeCheckpoint } from '@polc/service';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readVerifier, verifyCheckpoint } from '../../service/audit/checkpoint.js';
import { runs } from '../runs.js';

const root = mkdtempSync(join(tmpdir(), 'polc-audit-'));
const signer = signerOf('polc.example/log', Buffer.alloc(32, 7));
const stranger = signerOf('polc.example/log', Buffer.alloc(32, 8));
const ORIGIN = 'polc.example/log';
let count = 0;
const folder = () => join(root, `log-${count++}`);
const open = (path: string, more = {}) => AuditLog.open(path, { origin: ORIGIN, signer, ...more });
const entry = (n: number) => ({ type: 'decision', n, text: `ä "${n}" \u2028 \\` });
const filesOf = (path: string) => readdirSync(path).filter((name) => name.startsWith('audit-'));
const fileOf = (path: string) => join(path, filesOf(path).at(-1) as string);
const check = (path: string, kept: readonly string[] = []): LogReport => verifyLog(path, { verifier: signer, kept });

async function written(entries: number, more = {}): Promise<string> {
  const path = folder();
  const log = await open(path, more);
  for (let i = 0; i < entries; i++) await log.append(entry(i));
  await log.close();
  return path;
}

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('a log', () => {
  it('numbers entries in the order in which they came, one batch after another', async () => {
    const path = folder();
    const log = await open(path);
    const indices = await Promise.all(Array.from({ length: 500 }, (_, i) => log.append(entry(i))));
    expect(indices.map(({ index }) => index)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(log.size).toBe(500);
    const lines = readFileSync(fileOf(path), 'utf8').trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('{"index"')).map((line) => (JSON.parse(line) as { entry: object }).entry)).toEqual(
      Array.from({ length: 500 }, (_, i) => entry(i)),
    );
    // Signed once a batch, not once an entry.
    expect(lines.filter((line) => line.startsWith('{"checkpoint"')).length).toBeLessThan(20);
    expect(check(path)).toMatchObject({ size: 500, signed: 500, kept: null, faults: [] });
    await log.close();
    expect(statSync(fileOf(path)).mode & 0o777).toBe(0o600);
  });

  it('goes on where it ended, in further files where one is full', async () => {
    const path = folder();
    for (let i = 0; i < 30; i += 10) {
      const log = await open(path, { segmentSize: 2_000 });
      expect(log.size).toBe(i);
      for (let j = i; j < i + 10; j++) expect(await log.append(entry(j))).toEqual({ index: j });
      await log.close();
    }
    expect(filesOf(path).length).toBeGreaterThan(3);
    expect(check(path)).toMatchObject({ size: 30, signed: 30, faults: [] });
  });

  it('is one process’s at a time', async () => {
    const path = folder();
    const log = await open(path);
    await expect(open(path)).rejects.toMatchObject({ name: 'AuditError', code: 'held' });
    await log.close();
    await (await open(path)).close();
    await expect(log.append({})).rejects.toMatchObject({ code: 'closed' });
  });

  it('refuses more than can wait', async () => {
    const log = await open(folder(), { mostWaiting: 3 });
    const all = Array.from({ length: 5 }, (_, i) => log.append(entry(i)));
    const answers = await Promise.allSettled(all);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    await log.close();
  });

  it('puts aside what nobody signed, and says so', async () => {
    const path = await written(3);
    const whole = readFileSync(fileOf(path));
    for (const more of ['{"index":3,"leaf"', '\n', readFileSync(fileOf(path), 'utf8').split('\n')[2] as string, '{"a":1}\n{"b":2}\n']) {
      appendFileSync(fileOf(path), more);
      expect(check(path).faults[0]).toMatchObject({ index: 3 });
      const log = await open(path);
      expect(log.recovered?.bytes).toBe(Buffer.byteLength(more));
      expect(readFileSync(join(path, log.recovered?.file ?? ''), 'utf8')).toBe(more);
      expect(log.size).toBe(3);
      await log.close();
      expect(readFileSync(fileOf(path))).toEqual(whole);
      expect(check(path)).toMatchObject({ size: 3, faults: [] });
    }
  });

  it('begins again with a file that was not begun', async () => {
    for (const bytes of ['', '{"log":"pol']) {
      const path = await written(5, { segmentSize: 1 });
      const last = fileOf(path);
      writeFileSync(last, bytes);
      const log = await open(path);
      expect(log.size).toBe(4);
      expect(await log.append(entry(4))).toEqual({ index: 4 });
      await log.close();
      expect(check(path)).toMatchObject({ size: 5, faults: [] });
    }
  });

  it('is not opened where an entry that was signed is not what it was', async () => {
    const path = await written(5);
    const text = readFileSync(fileOf(path), 'utf8');
    writeFileSync(fileOf(path), text.replace('"n":3', '"n":8'));
    await expect(open(path)).rejects.toMatchObject({ code: 'damaged' });
    writeFileSync(fileOf(path), text);
    await expect(open(path, { origin: 'another' })).rejects.toMatchObject({ code: 'damaged' });
    await expect(open(path, { signer: stranger })).rejects.toMatchObject({ code: 'damaged' });
    await (await open(path)).close();
  });

  it('shows any byte that is turned, taken out or put in, and where', async () => {
    const path = await written(12, { segmentSize: 1_500 });
    const files = filesOf(path).sort();
    expect(files.length).toBeGreaterThan(1);
    const lines = files.flatMap((name) => {
      const text = readFileSync(join(path, name));
      const out: { name: string; from: number; to: number }[] = [];
      for (let at = 0; at < text.length; ) {
        const end = text.indexOf(0x0a, at) + 1;
        out.push({ name, from: at, to: end });
        at = end;
      }
      return out;
    });
    let entries = 0;
    const before = lines.map(({ name, from }) => {
      const own = entries;
      if (readFileSync(join(path, name)).subarray(from).toString().startsWith('{"index"')) entries++;
      return own;
    });
    expect(entries).toBe(12);
    const copy = folder();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom('turn', 'take', 'put'), fc.integer({ min: 0, max: 255 }), (a, b, how, byte) => {
        const at = a % lines.length;
        const { name, from, to } = lines[at] as (typeof lines)[number];
        const position = from + (b % (to - from));
        const bytes = readFileSync(join(path, name));
        const own = bytes[position] as number;
        const put = how === 'turn' ? [byte === own ? byte ^ 1 : byte] : how === 'put' ? [byte, own] : [];
        cpSync(path, copy, { recursive: true });
        writeFileSync(join(copy, name), Buffer.concat([bytes.subarray(0, position), Buffer.from(put), bytes.subarray(position + 1)]));
        const { faults } = check(copy);
        // The same byte put in beside its like is the same text, wherever in the run it went: between two lines it is one of either.
        const expected = [before[at], before[at + 1] ?? before[at], before[Math.max(0, at - 1)]];
        expect(faults.length, `${name} ${position} ${how} ${byte}`).toBeGreaterThan(0);
        expect(expected, JSON.stringify(faults[0])).toContain(faults[0]?.index);
      }),
      runs(80, 3_200),
    );
  });

  it('shows entries and files that are gone, doubled or exchanged, though each by itself is whole', async () => {
    const path = await written(12, { segmentSize: 1_500 });
    const first = join(path, filesOf(path).sort()[0] as string);
    const text = readFileSync(first, 'utf8');
    const lines = text.trimEnd().split('\n');
    const places = lines.flatMap((line, i) => (line.startsWith('{"index"') ? [i] : []));
    const [x = 0, y = 0] = [places[1], places[2]];
    const changed = (edit: (all: string[]) => void) => {
      const all = [...lines];
      edit(all);
      writeFileSync(first, `${all.join('\n')}\n`);
      const { faults } = check(path);
      writeFileSync(first, text);
      return faults[0];
    };
    expect(changed((all) => all.splice(x, 1))).toMatchObject({ index: 1 });
    expect(changed((all) => all.splice(x, 2))).toMatchObject({ index: 1 });
    expect(changed((all) => all.splice(x, 0, all[x] as string))).toMatchObject({ index: 2 });
    expect(changed((all) => ([all[x], all[y]] = [all[y] as string, all[x] as string]))).toMatchObject({ index: 1 });
    rmSync(first);
    expect(check(path).faults[0]).toMatchObject({ index: 0 });
  });

  it('shows by a checkpoint kept elsewhere that its end was cut off, and says without one how far it is anchored', async () => {
    const path = folder();
    const log = await open(path);
    for (let i = 0; i < 6; i++) await log.append(entry(i));
    const kept = log.checkpoint();
    await log.close();
    const text = readFileSync(fileOf(path), 'utf8');
    expect(check(path, [kept])).toMatchObject({ kept: 6, faults: [] });
    const lines = text.trimEnd().split('\n');
    const cut = lines.findIndex((line) => line.startsWith('{"index":4'));
    truncateSync(fileOf(path), Buffer.byteLength(`${lines.slice(0, cut).join('\n')}\n`));
    expect(check(path)).toMatchObject({ size: 4, signed: 4, faults: [] });
    expect(check(path, [kept]).faults).toMatchObject([{ index: 4, what: 'the log ends here; the checkpoint that was kept elsewhere has seen 6 entries' }]);
    // Written anew from there, by who holds the key.
    const again = await open(path);
    for (let i = 0; i < 4; i++) await again.append(entry(90 + i));
    await again.close();
    expect(check(path)).toMatchObject({ size: 8, signed: 8, faults: [] });
    expect(check(path, [kept]).faults).toMatchObject([{ index: 5 }]);
    // And by one who does not.
    expect(check(path, [writeCheckpoint({ origin: ORIGIN, size: 6, root: Buffer.alloc(32) }, stranger)]).faults[0]?.what).toContain('not signed by the key');
    const unsigned = lines.filter((line, i) => i < 2 || line.startsWith('{"index"')).join('\n');
    writeFileSync(fileOf(path), `${unsigned}\n`);
    expect(check(path)).toMatchObject({ size: 6, signed: 0, faults: [] });
  });

  it('has checkpoints that other readers of signed notes can check', () => {
    const note = writeCheckpoint({ origin: ORIGIN, size: 3, root: Buffer.alloc(32, 1) }, signer);
    const verifier = readVerifier(verifierText(signer));
    expect(verifier).not.toBeNull();
    expect(verifyCheckpoint(note, verifier as NonNullable<typeof verifier>)).toEqual({ origin: ORIGIN, size: 3, root: Buffer.alloc(32, 1) });
    for (let i = 0; i < note.length; i++) {
      const turned = `${note.slice(0, i)}${note[i] === 'A' ? 'B' : 'A'}${note.slice(i + 1)}`;
      expect(verifyCheckpoint(turned, signer), turned).toBeNull();
    }
    // Signed by others beside.
    expect(verifyCheckpoint(`${note}— someone else AAAA\n`, signer)).not.toBeNull();
    expect(readVerifier(`${verifierText(signer).slice(0, -4)}AAA=`)).toBeNull();
  });
});
