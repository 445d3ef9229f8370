// The power goes while the log writes: whatever part of what was not synced the disk then holds, nothing that anybody was told of is lost, the rest is put
// aside, and the log goes on. Told is nobody before the sync that covers it.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AuditLog, readEntries, signerOf, verifyLog } from '@polc/service';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { runs } from '../../runs.js';
import { type DiskState, type Draw, diskAfter, type Fault, type Injected, type Step, seenAfter, watchDisk } from './recorded-disk.js';

/** In memory, where there is such a place: what is synced here is of no interest. */
const root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'polc-power-'));
const folder = join(root, 'data', 'audit');
const signer = signerOf('polc.example/log', Buffer.alloc(32, 7));
const EMPTY: DiskState = new Map([[root, null]]);
const NEW = { state: EMPTY, steps: [] } as const;
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Batch {
  /** Sizes of entries that come at once. */
  readonly sizes: readonly number[];
  /** What the disk does while it is written. */
  readonly fault?: readonly [kind: Parameters<Fault>[0], Injected];
}

type Told = Extract<Step, { readonly kind: 'told' }>;

interface Life {
  readonly steps: readonly Step[];
  readonly refused: readonly number[];
}

/** What a disk holds, as files. */
function make(state: DiskState): void {
  for (const name of readdirSync(root)) rmSync(join(root, name), { recursive: true, force: true });
  for (const [path, bytes] of [...state].sort(([a], [b]) => (a < b ? -1 : 1))) {
    mkdirSync(bytes === null ? path : dirname(path), { recursive: true });
    if (bytes !== null) writeFileSync(path, bytes);
  }
}

/** What the disk held when the power came, and what was done since. */
interface Powered {
  readonly state: DiskState;
  readonly steps: readonly Step[];
}

/** A process that opens the log, sees to it that all is there that was told of, and writes `batches`. */
async function live({ state, steps }: Powered, batches: readonly Batch[], told: readonly Told[], segmentSize: number, next: () => number): Promise<Life> {
  make(seenAfter(state, steps));
  const watched = watchDisk(root, state, steps);
  try {
    const log = await AuditLog.open(folder, { origin: 'polc.example/log', signer, segmentSize });
    try {
      const refused: number[] = [];
      expectWhole(told);
      for (const { sizes, fault } of batches) {
        let left = fault;
        watched.fault = (kind) => {
          if (left === undefined || left[0] !== kind) return null;
          const [, injected] = left;
          left = undefined;
          return injected;
        };
        const all = sizes.map(async (size) => {
          const n = next();
          const { index } = await log.append({ n, pad: 'x'.repeat(size) }).catch(() => ({ index: -1 }));
          if (index < 0) refused.push(n);
          else watched.steps.push({ kind: 'told', index, n, note: log.checkpoint() });
        });
        await Promise.all(all);
      }
      return { steps: [...watched.steps], refused };
    } finally {
      watched.fault = () => null;
      await log.close();
    }
  } finally {
    watched.end();
  }
}

function expectWhole(told: readonly Told[]): void {
  const entries = [...readEntries(folder)];
  for (const { index, n } of told) expect(entries[index]).toMatchObject({ index, entry: { n } });
  const last = told.at(-1);
  expect(verifyLog(folder, { verifier: signer, kept: last === undefined ? [] : [last.note] })).toMatchObject({ size: entries.length, faults: [] });
}

const toldOf = (steps: readonly Step[]) => steps.filter((step): step is Told => step.kind === 'told');

function counter(): () => number {
  let n = 0;
  return () => n++;
}

/** Mulberry32. */
function drawFrom(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Batches of one page and of many, faults of each kind among them. */
const RICH: readonly Batch[] = [
  { sizes: [10] },
  { sizes: [3000, 20, 700] },
  { sizes: [40], fault: ['write', { error: 'ENOSPC' }] },
  { sizes: [40, 41] },
  { sizes: [2000, 10], fault: ['sync', { error: 'EIO' }] },
  { sizes: [5] },
  { sizes: [900, 900], fault: ['write', { bytes: 700 }] },
  { sizes: [10], fault: ['create', { error: 'EACCES' }] },
  { sizes: [10], fault: ['sync-folder', { error: 'EIO' }] },
  { sizes: [10, 600, 1500] },
  { sizes: [7] },
];
const STATES = runs(2).numRuns;

describe('a log whose power goes', () => {
  it('tells nobody of an entry before it, its checkpoint and the names of its file and folders are synced', async () => {
    const { steps } = await live(NEW, RICH, [], 2_500, counter());
    const unsynced = new Set<number>();
    const unnamed = new Set<string>();
    const files = new Map<string, number>();
    let written = 0;
    for (const step of steps) {
      if (step.kind === 'write' || step.kind === 'truncate') unsynced.add(step.file);
      if (step.kind === 'sync') unsynced.delete(step.file);
      if (step.kind === 'create' || step.kind === 'folder') unnamed.add(step.path);
      if (step.kind === 'create') files.set(step.path, step.file);
      if (step.kind === 'unlink') {
        unnamed.delete(step.path);
        unsynced.delete(files.get(step.path) as number);
      }
      if (step.kind === 'sync-folder') for (const path of unnamed) if (dirname(path) === step.path) unnamed.delete(path);
      if (step.kind !== 'told') continue;
      written++;
      expect([...unsynced]).toEqual([]);
      expect([...unnamed]).toEqual([]);
      const before = steps.slice(0, steps.indexOf(step)).filter(({ kind }) => kind === 'write') as Extract<Step, { kind: 'write' }>[];
      const text = Buffer.concat(before.map(({ bytes }) => bytes)).toString();
      expect(text).toContain(`{"index":${step.index},`);
      expect(text.lastIndexOf('{"checkpoint"')).toBeGreaterThan(text.lastIndexOf(`{"n":${step.n},`));
    }
    expect(written).toBeGreaterThan(10);
  });

  it('holds exactly what was told of once the disk is well again', async () => {
    const { steps, refused } = await live(NEW, RICH, [], 2_500, counter());
    expect(refused.length).toBeGreaterThan(3);
    expect([...readEntries(folder)].map(({ entry }) => entry.n)).toEqual(toldOf(steps).map(({ n }) => n));
    expect(verifyLog(folder, { verifier: signer }).faults).toEqual([]);
  });

  it('loses nothing that was told of, wherever it was cut and whatever the disk had kept of the rest', async () => {
    const next = counter();
    const { steps } = await live(NEW, RICH, [], 2_500, next);
    const draw = drawFrom(runs(1).seed);
    for (let cut = 0; cut <= steps.length; cut++) {
      for (let i = 0; i < STATES; i++) {
        const done = steps.slice(0, cut);
        const state = diskAfter(EMPTY, done, draw);
        const told = toldOf(done);
        const again = await live({ state, steps: [] }, [{ sizes: [30] }], told, 2_500, next);
        expect(again.refused).toEqual([]);
        expectWhole([...told, ...toldOf(again.steps)]);
      }
    }
  }, 120_000);

  it('puts aside, whole, what it takes out', async () => {
    const next = counter();
    const { steps } = await live(NEW, [{ sizes: [10] }, { sizes: [3000, 3000] }], [], 1 << 20, next);
    const last = steps.findLastIndex(({ kind }) => kind === 'write');
    const torn = (sectors: (bytes: Buffer) => Buffer) => {
      const state = new Map(diskAfter(EMPTY, steps.slice(0, last), () => 0));
      const write = steps[last] as Extract<Step, { kind: 'write' }>;
      const path = [...state.keys()].find((name) => name.endsWith('.jsonl')) as string;
      state.set(path, Buffer.concat([state.get(path) as Buffer, sectors(write.bytes)]));
      make(state);
      return sectors(write.bytes);
    };
    const cases: ((bytes: Buffer) => Buffer)[] = [
      (bytes) => bytes.subarray(0, 2000),
      (bytes) => Buffer.alloc(bytes.length),
      // The first part of it was not written, the checkpoint was.
      (bytes) => Buffer.concat([Buffer.alloc(1024), bytes.subarray(1024)]),
      (bytes) => Buffer.concat([bytes.subarray(0, 3400), Buffer.alloc(512), bytes.subarray(3912)]),
      (bytes) => Buffer.concat([bytes.subarray(0, bytes.length - 100), Buffer.alloc(100)]),
    ];
    for (const each of cases) {
      const bytes = torn(each);
      const log = await AuditLog.open(folder, { origin: 'polc.example/log', signer });
      expect(log.size).toBe(1);
      expect(readFileSync(join(folder, log.recovered?.file ?? ''))).toEqual(bytes);
      await log.close();
      expect(verifyLog(folder, { verifier: signer })).toMatchObject({ size: 1, faults: [] });
    }
  });

  const size = fc.oneof(fc.nat(60), fc.nat(4_000));
  const fault = fc.constantFrom<NonNullable<Batch['fault']>>(
    ['write', { error: 'ENOSPC' }],
    ['write', { bytes: 1 }],
    ['write', { bytes: 600 }],
    ['sync', { error: 'EIO' }],
    ['truncate', { error: 'EIO' }],
    ['create', { error: 'EMFILE' }],
    ['sync-folder', { error: 'EIO' }],
  );
  const batch = fc.oneof(
    fc.record({ sizes: fc.array(size, { minLength: 1, maxLength: 4 }) }),
    fc.record({ sizes: fc.array(size, { minLength: 1, maxLength: 4 }), fault }),
  );
  const life = fc.record({
    batches: fc.array(batch, { maxLength: 5 }),
    segmentSize: fc.constantFrom(600, 2_500, 1 << 20),
    cut: fc.nat(),
    power: fc.boolean(),
    seed: fc.integer(),
  });

  it('loses nothing in any number of lives, ended by the power or by a kill, while it recovers too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 4 }), async (lives) => {
        const next = counter();
        let powered: Powered = NEW;
        let told: readonly Told[] = [];
        for (const { batches, segmentSize, cut, power, seed } of lives) {
          const { steps } = await live(powered, batches, told, segmentSize, next);
          const done = steps.slice(0, cut % (steps.length + 1));
          const all = [...powered.steps, ...done];
          powered = power ? { state: diskAfter(powered.state, all, drawFrom(seed)), steps: [] } : { ...powered, steps: all };
          told = [...told, ...toldOf(done)];
        }
        await live(powered, [{ sizes: [1] }], told, 1, next);
      }),
      runs(50),
    );
  }, 120_000);
});
