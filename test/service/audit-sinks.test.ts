// Several sinks: an entry counts once one has it, and what another did not take is counted and said.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@polc/runtime';
import { AuditLog, readEntries, signerOf, verifyLog } from '@polc/service';
import { afterAll, describe, expect, it } from 'vitest';
import { type AuditSink, AuditSinks, logSink, type SinkReport } from '../../service/audit/sinks.js';

const root = mkdtempSync(join(tmpdir(), 'polc-sinks-'));
const signer = signerOf('polc.example/log', Buffer.alloc(32, 7));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A sink that can be broken. */
class Memory implements AuditSink {
  readonly name: string;
  readonly entries: JsonObject[] = [];
  state: 'works' | 'fails' | 'throws' | 'hangs' = 'works';
  closed = 0;
  #hanging: (() => void)[] = [];

  constructor(name: string) {
    this.name = name;
  }

  append(entry: JsonObject): Promise<unknown> {
    if (this.state === 'throws') throw new Error(`${this.name} throws`);
    if (this.state === 'fails') return Promise.reject(new Error(`${this.name} is full`));
    return new Promise((done) => {
      const write = () => {
        this.entries.push(entry);
        done(null);
      };
      if (this.state === 'hangs') this.#hanging.push(write);
      else setImmediate(write);
    });
  }

  goOn(): void {
    for (const write of this.#hanging.splice(0)) write();
    this.state = 'works';
  }

  async close(): Promise<void> {
    this.closed++;
    if (this.state === 'fails') throw new Error(`${this.name} does not close`);
  }
}

const two = (options = {}) => {
  const [a, b] = [new Memory('a'), new Memory('b')];
  const reports: SinkReport[] = [];
  return { a, b, reports, sinks: new AuditSinks([a, b], { report: (report) => reports.push(report), ...options }) };
};

describe('several sinks', () => {
  it('each get every entry', async () => {
    const { a, b, sinks, reports } = two();
    await Promise.all(Array.from({ length: 10 }, (_, n) => sinks.append({ n })));
    await expect.poll(() => [a.entries.length, b.entries.length]).toEqual([10, 10]);
    expect(sinks.states().map(({ name, written, refused, failing }) => ({ name, written, refused, failing }))).toEqual([
      { name: 'a', written: 10, refused: 0, failing: false },
      { name: 'b', written: 10, refused: 0, failing: false },
    ]);
    expect(reports).toEqual([]);
  });

  it.each(['fails', 'throws'] as const)('take an entry where one of them %s, which is said once, tried again and counted', async (state) => {
    const { a, b, sinks, reports } = two();
    a.state = state;
    for (let n = 0; n < 3; n++) await sinks.append({ n });
    expect(b.entries).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
    expect(reports).toMatchObject([{ sink: 'a', state: 'failing', refused: 1 }]);
    expect(String(reports[0]?.error)).toContain('a ');
    a.state = 'works';
    await sinks.append({ n: 3 });
    await expect.poll(() => reports.length).toBe(2);
    expect(reports[1]).toEqual({ sink: 'a', state: 'recovered', refused: 3, error: null });
    await expect
      .poll(() => sinks.states())
      .toMatchObject([
        { name: 'a', written: 1, refused: 3, failing: false },
        { name: 'b', written: 4, refused: 0 },
      ]);
  });

  it('refuse what none of them takes, and take the next that one does', async () => {
    const { a, b, sinks } = two();
    a.state = 'fails';
    b.state = 'throws';
    const refused = sinks.append({ n: 0 });
    await expect(refused).rejects.toMatchObject({ name: 'AuditError', code: 'unwritable' });
    await expect(refused).rejects.toThrow(/b throws; a is full|a is full; b throws/);
    b.state = 'works';
    await sinks.append({ n: 1 });
    expect([a.entries, b.entries]).toEqual([[], [{ n: 1 }]]);
    expect(sinks.states().map(({ refused }) => refused)).toEqual([2, 1]);
  });

  it('wait for none that hangs, and give it no more than it can hold', async () => {
    const { a, b, sinks, reports } = two({ mostWaiting: 2 });
    a.state = 'hangs';
    for (let n = 0; n < 5; n++) await sinks.append({ n });
    expect(b.entries.length).toBe(5);
    expect(sinks.states()[0]).toEqual({ name: 'a', failing: true, written: 0, refused: 3, waiting: 2 });
    expect(reports).toMatchObject([{ sink: 'a', state: 'failing' }]);
    a.goOn();
    await expect.poll(() => sinks.states()[0]?.waiting).toBe(0);
    await sinks.append({ n: 5 });
    await expect.poll(() => sinks.states()[0]?.written).toBe(3);
    expect(sinks.states()[0]).toMatchObject({ failing: false, written: 3, refused: 3, waiting: 0 });
  });

  it('refuse an entry that nobody has written in time', async () => {
    const { a, b, sinks } = two({ patience: 20 });
    a.state = 'hangs';
    b.state = 'hangs';
    await expect(sinks.append({ n: 0 })).rejects.toMatchObject({ code: 'unwritable', message: 'no sink has written the entry within 20 ms' });
    a.goOn();
    b.goOn();
    await sinks.append({ n: 1 });
  });

  it('do not hang on whoever is told', async () => {
    const a = new Memory('a');
    const sinks = new AuditSinks([a, new Memory('b')], {
      report: () => {
        throw new Error('no');
      },
    });
    a.state = 'fails';
    await sinks.append({ n: 0 });
    expect(sinks.states()[0]?.refused).toBe(1);
  });

  it('are closed all of them, whatever one does', async () => {
    const { a, b, sinks } = two();
    a.state = 'fails';
    await expect(sinks.close()).rejects.toMatchObject({ name: 'AuditError', code: 'unwritable' });
    expect([a.closed, b.closed]).toEqual([1, 1]);
    await expect(sinks.append({})).rejects.toMatchObject({ code: 'closed' });
  });

  it('are at least one, each under its own name', () => {
    expect(() => new AuditSinks([])).toThrow(RangeError);
    expect(() => new AuditSinks([new Memory('a'), new Memory('a')])).toThrow(RangeError);
  });
});

describe('logs as sinks', () => {
  it('are each complete and each verified, and one that is gone is made up for by the other', async () => {
    const folders = ['one', 'two'].map((name) => join(root, name));
    const logs = await Promise.all(folders.map((folder) => AuditLog.open(folder, { origin: 'polc.example/log', signer })));
    const sinks = new AuditSinks(logs.map((log, i) => logSink(folders[i] as string, log)));
    await Promise.all(Array.from({ length: 50 }, (_, n) => sinks.append({ n })));
    await logs[0]?.close();
    await Promise.all(Array.from({ length: 50 }, (_, n) => sinks.append({ n: n + 50 })));
    expect(sinks.states()).toMatchObject([
      { written: 50, refused: 50, failing: true },
      { refused: 0, failing: false },
    ]);
    await logs[1]?.close();
    expect(folders.map((folder) => [...readEntries(folder)].map(({ entry }) => entry.n))).toEqual([
      Array.from({ length: 50 }, (_, n) => n),
      Array.from({ length: 100 }, (_, n) => n),
    ]);
    for (const folder of folders) expect(verifyLog(folder, { verifier: signer }).faults).toEqual([]);
  });
});
