// A log of which one byte is turned, taken out or put in, or whose end is cut off: it shows, and it is said from which entry on.

import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditLog, signerOf, verifyLog } from '@polc/service';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { runs } from '../../runs.js';

const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'polc-altered-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const signer = signerOf('l', Buffer.alloc(32, 7));
const check = (path: string, kept: readonly string[] = []) => verifyLog(path, { verifier: signer, kept });
const filesOf = (path: string) =>
  readdirSync(path)
    .filter((name) => name.startsWith('audit-'))
    .sort();
let count = 0;

/** `batches`: how many entries come at once, one time after another. */
async function written(batches: readonly number[], segmentSize: number): Promise<{ readonly path: string; readonly kept: string }> {
  const path = join(root, String(count++));
  const log = await AuditLog.open(path, { origin: 'l', signer, segmentSize });
  let n = 0;
  for (const batch of batches) await Promise.all(Array.from({ length: batch }, () => log.append({ n: n++, text: 'ä"' })));
  const kept = log.checkpoint();
  await log.close();
  return { path, kept };
}

interface Line {
  readonly name: string;
  readonly from: number;
  /** Behind its line feed. */
  readonly to: number;
  /** Indices that may be said of a byte of it: of its own entry; of a checkpoint or a head, those of the batch that it ends, and the next. */
  readonly first: number;
  readonly last: number;
}

function linesOf(path: string): readonly Line[] {
  const lines: Line[] = [];
  let next = 0;
  let batch = 0;
  for (const name of filesOf(path)) {
    const bytes = readFileSync(join(path, name));
    for (let from = 0; from < bytes.length; ) {
      const to = bytes.indexOf(0x0a, from) + 1;
      const isEntry = bytes.subarray(from, to).toString().startsWith('{"index"');
      lines.push({ name, from, to, first: isEntry ? next : batch, last: next });
      if (isEntry) next++;
      else batch = next;
      from = to;
    }
  }
  return lines;
}

type Change = 'turned' | 'taken out' | 'put in';

function changed(bytes: Buffer, at: number, how: Change, byte: number): Buffer {
  const own = bytes[at] as number;
  const instead = how === 'turned' ? [own ^ (1 << (byte % 8))] : how === 'put in' ? [byte % 256, own] : [];
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(instead), bytes.subarray(at + 1)]);
}

/** Checks `copy` with a byte of a line changed. What is wrong with what is said of it; null: nothing. */
function wrongOf(copy: string, path: string, lines: readonly Line[], number: number, position: number, how: Change, byte: number): string | null {
  const { name, from, to, first, last } = lines[number] as Line;
  const bytes = readFileSync(join(path, name));
  writeFileSync(join(copy, name), changed(bytes, position, how, byte));
  const { faults } = check(copy);
  writeFileSync(join(copy, name), bytes);
  // Where two lines meet, it is either's.
  const meets = (at: number) => (lines[at]?.name === name ? (lines[at] as Line) : null);
  const before = position === from ? meets(number - 1) : null;
  const behind = position === to - 1 ? meets(number + 1) : null;
  const said = faults[0]?.index ?? -1;
  const isRight = said >= Math.min(first, before?.first ?? first) && said <= Math.max(last, behind?.last ?? last);
  return isRight ? null : `${name} ${position} ${how} ${byte}: ${JSON.stringify(faults[0])}`;
}

function copyOf(path: string): string {
  const copy = join(root, `copy-${count++}`);
  mkdirSync(copy);
  for (const name of filesOf(path)) copyFileSync(join(path, name), join(copy, name));
  return copy;
}

const isSoak = runs(1).numRuns > 1;

describe('a log that was changed', () => {
  it('shows each of its bytes that is turned, taken out, or has another put before it, and names the entry', async () => {
    const { path } = await written([2, 1], 400);
    expect(filesOf(path).length).toBeGreaterThan(1);
    const lines = linesOf(path);
    const copy = copyOf(path);
    const wrong: (string | null)[] = [];
    for (const [number, { from, to }] of lines.entries()) {
      for (let position = from; position < to; position++) {
        // Each bit in the soak; else one, which goes round.
        for (const bit of isSoak ? [0, 1, 2, 3, 4, 5, 6, 7] : [position % 8]) wrong.push(wrongOf(copy, path, lines, number, position, 'turned', bit));
        if (isSoak || position % 4 === 0) wrong.push(wrongOf(copy, path, lines, number, position, 'taken out', 0));
        if (isSoak || position % 4 === 2) wrong.push(wrongOf(copy, path, lines, number, position, 'put in', position * 7));
      }
    }
    expect(wrong.filter((each) => each !== null)).toEqual([]);
    expect(wrong.length).toBeGreaterThan(1_000);
    expect(check(copy).faults).toEqual([]);
  });

  it('shows every other spelling of the hash of an entry', async () => {
    const { path } = await written([1], 1 << 20);
    const copy = copyOf(path);
    const [name = ''] = filesOf(path);
    const text = readFileSync(join(path, name), 'utf8');
    const [, leaf = ''] = /"leaf":"([^"]+)"/.exec(text) ?? [];
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((last) => `${leaf.slice(0, -2)}${last}=`);
    for (const other of others.filter((each) => each !== leaf)) {
      writeFileSync(join(copy, name), text.replace(leaf, other));
      expect(check(copy).faults[0], other).toMatchObject({ index: 0 });
    }
  });

  it('shows each byte of a character that other bytes are read as, too', async () => {
    const path = join(root, String(count++));
    const log = await AuditLog.open(path, { origin: 'l', signer });
    await log.append({ text: 'x\uFFFDy' });
    await log.close();
    const copy = copyOf(path);
    const [name = ''] = filesOf(path);
    const bytes = readFileSync(join(path, name));
    const at = bytes.indexOf('\uFFFD');
    expect([at > 0, check(copy).faults]).toEqual([true, []]);
    const wrong: string[] = [];
    const tried = (position: number, instead: readonly number[]) => {
      writeFileSync(join(copy, name), Buffer.concat([bytes.subarray(0, position), Buffer.from(instead), bytes.subarray(position + 1)]));
      if (check(copy).faults[0]?.index !== 0) wrong.push(`${position - at}: ${instead.join(' ')}`);
    };
    for (let position = at; position < at + 3; position++) {
      const own = bytes[position] as number;
      tried(position, []);
      for (let byte = 0; byte < 256; byte++) if (byte !== own) tried(position, [byte]);
      for (let byte = 0; byte < 256; byte++) tried(position, [byte, own]);
    }
    expect(wrong).toEqual([]);
  });

  it('shows any byte of a long one', async () => {
    const { path } = await written(
      Array.from({ length: 60 }, (_, i) => 1 + ((i * 7) % 40)),
      20_000,
    );
    const lines = linesOf(path);
    const copy = copyOf(path);
    const change = fc.constantFrom<Change>('turned', 'taken out', 'put in');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(), change, fc.nat(255), (number, offset, how, byte) => {
        const { from, to } = lines[number] as Line;
        expect(wrongOf(copy, path, lines, number, from + (offset % (to - from)), how, byte)).toBeNull();
      }),
      runs(40),
    );
  });
});

describe('a log that is opened after it was changed', () => {
  it('is damaged, and left as it is, unless its last batch is all that was touched: a crash may have done that', async () => {
    const { path } = await written([1, 2, 2], 1 << 20);
    const [name = ''] = filesOf(path);
    const bytes = readFileSync(join(path, name));
    const own = linesOf(path).filter(({ first, last, from }) => from > 0 && isCheckpoint(path, name, from) && first <= last);
    const { from: before = 0, to: lastBatch = 0 } = own.at(-2) ?? {};
    const wrong: string[] = [];
    for (let position = 0; position < bytes.length; position += isSoak ? 1 : 13) {
      for (const how of ['turned', 'taken out', 'put in'] as const) {
        // Where the batches meet it is either's, and without its line feeds the checkpoint between them is lost: then the two may be one.
        if (Math.abs(position - lastBatch) < 2 || position === before - 1) continue;
        const copy = join(root, `opened-${count++}`);
        mkdirSync(copy);
        writeFileSync(join(copy, name), changed(bytes, position, how, position));
        const log = await AuditLog.open(copy, { origin: 'l', signer }).catch((error: { code: string }) => error.code);
        const [said, aside] = typeof log === 'string' ? [log, null] : [log.size, log.recovered];
        if (typeof log !== 'string') await log.close();
        if (position > lastBatch && said === 3 && aside !== null && check(copy).faults.length === 0) continue;
        const isLeft = readFileSync(join(copy, name)).equals(changed(bytes, position, how, position)) && filesOf(copy).length === 1;
        if (said !== 'damaged' || !isLeft) wrong.push(`${position} ${how}: ${said}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is damaged where something was written behind a batch that is not as it was signed', async () => {
    const { path } = await written([1, 2], 1 << 20);
    const file = join(path, filesOf(path)[0] as string);
    const bytes = readFileSync(file);
    const { from } = linesOf(path).at(-2) as Line;
    for (const behind of ['{"index":3', '{"index":3}\n']) {
      writeFileSync(file, Buffer.concat([changed(bytes, from + 20, 'turned', 0), Buffer.from(behind)]));
      await expect(AuditLog.open(path, { origin: 'l', signer })).rejects.toMatchObject({ code: 'damaged' });
    }
  });
});

describe('a log whose end was cut off', () => {
  it('is known by a checkpoint that was kept elsewhere; without one it is said from where on nothing anchors it', async () => {
    const { path, kept } = await written([1, 3, 1, 2], 900);
    const size = 7;
    expect(check(path, [kept])).toMatchObject({ size, signed: size, kept: size, faults: [] });
    const lines = linesOf(path);
    const copy = copyOf(path);
    for (const name of filesOf(path).reverse()) {
      const bytes = readFileSync(join(path, name));
      const ends = lines.filter((line) => line.name === name).map(({ to }) => to);
      for (let length = bytes.length - 1; length >= 0; length--) {
        const isNearEnd = ends.some((end) => Math.abs(end - length) < 2);
        if (!isSoak && !isNearEnd && length % 29 > 0) continue;
        truncateSync(join(copy, name), length);
        const left = lines.filter((line) => line.name < name || (line.name === name && line.to <= length));
        const checkpoints = left.filter(({ first, last, name: file, from }) => from > 0 && isCheckpoint(path, file, from) && first <= last);
        const signed = checkpoints.at(-1)?.last ?? 0;
        const bare = check(copy);
        expect(bare.signed, `${name} ${length}`).toBe(signed);
        const isWhole = left.some((line) => line.name === name && line.to === length);
        expect(bare.faults.length > 0, `${name} ${length}`).toBe(!isWhole);
        if (!isWhole) expect(bare.faults[0]?.index).toBe(bare.size);
        const { faults } = check(copy, [kept]);
        expect(
          faults.some(({ index, what }) => index === bare.size && what.includes(`has seen ${size} entries`)) || (bare.size === size && signed < size),
          `${name} ${length}`,
        ).toBe(true);
      }
      rmSync(join(copy, name));
      if (filesOf(copy).length > 0) expect(check(copy, [kept]).faults.at(-1)?.what).toContain(`has seen ${size} entries`);
    }
  });
});

function isCheckpoint(path: string, name: string, from: number): boolean {
  return readFileSync(join(path, name)).subarray(from).toString().startsWith('{"checkpoint"');
}
