// What is found in logs, by whom, by what and by when; across files, across logs, from either end.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@polc/runtime';
import { AuditLog, signerOf } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../service/audit/audit-entry.js';
import { leafHash } from '../../service/audit/merkle.js';
import { type Criteria, matcherOf, queryLogs, queryLogsInTurns } from '../../service/audit/query.js';
import { alerted, changed, decided, happened, REQUESTS, TIME } from './audit-entries.js';

const root = mkdtempSync(join(tmpdir(), 'polc-query-'));
const signer = signerOf('polc.example/log', Buffer.alloc(32, 7));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const at = (seconds: number) => new Date(TIME + seconds * 1000).toISOString();
const json = (entry: AuditEntry) => entry as unknown as JsonObject;

/** With a size of files each entry is a batch of its own. */
async function written(name: string, entries: readonly AuditEntry[], segmentSize?: number): Promise<string> {
  const folder = join(root, name);
  const log = await AuditLog.open(folder, { origin: 'polc.example/log', signer, ...(segmentSize === undefined ? {} : { segmentSize }) });
  if (segmentSize === undefined) await Promise.all(entries.map((entry) => log.append(json(entry))));
  else for (const entry of entries) await log.append(json(entry));
  await log.close();
  return folder;
}

const known = {
  direct: decided(REQUESTS.direct, { id: 'direct', time: at(1) }),
  behalf: decided(REQUESTS['by a chain'], { id: 'behalf', time: at(2) }),
  denied: decided(REQUESTS.ceiling, { id: 'denied', time: at(3), caller: 'caller:other' }),
  user: decided(REQUESTS.user, { id: 'user', time: at(4) }),
  slashed: decided({ ...REQUESTS.direct, path: '//secret/data/deep/er' }, { id: 'slashed', time: at(5) }),
  http: decided({ ...REQUESTS.direct, path: 'http/API.Example:443/a?b' }, { id: 'http', time: at(6) }),
  agent: changed({ id: 'agent', time: at(7) }),
  account: changed({ id: 'account', time: at(8), kind: 'user', subject: 'alice', agent: null, user: null, body: null }),
  grant: changed({ id: 'grant', time: at(9), kind: 'grant', subject: 'g1', agent: null, body: { decision: 'direct' } }),
  alert: alerted({ id: 'alert', time: at(10), decision: 'direct', path: 'secret/data/root' }),
  started: happened('started', { id: 'started', time: at(11), caller: 'command' }),
} as const;
const all = Object.keys(known);

describe('a query', () => {
  const cases: readonly [string, Criteria, readonly string[]][] = [
    ['nothing', {}, all],
    ['a type', { type: 'change' }, ['agent', 'account', 'grant']],
    ['an agent, as itself', { agent: 'worker', type: 'decision' }, ['direct', 'behalf', 'denied', 'slashed', 'http']],
    ['an agent, further up the chain', { agent: 'orchestrator' }, ['behalf']],
    ['an agent, in changes and alerts', { agent: 'worker', since: TIME + 7_000 }, ['agent', 'alert']],
    ['a user', { user: 'alice' }, ['behalf', 'user', 'account', 'alert']],
    ['a caller', { caller: 'caller:other' }, ['denied']],
    ['an outcome', { outcome: 'ceiling' }, ['denied']],
    ['what was denied', { allowed: false }, ['denied', 'http']],
    ['an exact path', { path: 'secret/data/x' }, ['direct', 'behalf']],
    ['a path with a slash before it', { path: '/secret/data/x' }, ['direct', 'behalf']],
    ['a folder', { path: 'secret/data/*' }, ['direct', 'behalf', 'slashed', 'alert']],
    ['a segment', { path: 'secret/+/x' }, ['direct', 'behalf']],
    ['segments and a folder', { path: '+/data/deep*' }, ['slashed']],
    ['a host, however it is written', { path: 'http/api.example/a' }, ['http']],
    ['a literal star in the middle', { path: 'secret/*/x' }, []],
    ['a decision and what names it', { decision: 'direct' }, ['direct', 'grant', 'alert']],
    ['from a time on', { since: TIME + 10_000 }, ['alert', 'started']],
    ['before a time', { until: TIME + 2_000 }, ['direct']],
    ['several of these', { agent: 'worker', allowed: true, path: 'secret/data/*', until: TIME + 5_000 }, ['direct', 'behalf']],
  ];

  it.each(cases)('by %s finds that', (_, criteria, ids) => {
    const matches = matcherOf(criteria);
    expect(
      Object.values(known)
        .filter(matches)
        .map(({ id }) => id),
    ).toEqual(ids);
  });

  it('by no pattern is refused', () => {
    expect(() => [...queryLogs([], { path: 'secret/+*' })]).toThrow(RangeError);
  });
});

describe('a log', () => {
  let folder = '';
  const entries = Array.from({ length: 40 }, (_, n) => changed({ id: `e${n}`, time: at(n), action: n % 2 === 0 ? 'even' : 'odd' }));
  const ids = (options: Parameters<typeof queryLogs>[1], folders = [folder]) => [...queryLogs(folders, options)].map(({ entry }) => entry.id);
  beforeAll(async () => {
    folder = await written('many-files', entries, 3_000);
    expect(readdirSync(folder).filter((name) => name.startsWith('audit-')).length).toBeGreaterThan(4);
  });

  it('is read from either end, through all its files', () => {
    const order = entries.map(({ id }) => id);
    expect(ids({})).toEqual(order);
    expect(ids({ first: 'newest' })).toEqual(order.toReversed());
    expect(ids({ limit: 3 })).toEqual(['e0', 'e1', 'e2']);
    expect(ids({ limit: 3, first: 'newest' })).toEqual(['e39', 'e38', 'e37']);
    expect(ids({ limit: 0 })).toEqual([]);
    expect(ids({ since: TIME + 35_000, until: TIME + 38_000 })).toEqual(['e35', 'e36', 'e37']);
  });

  it('gives the same in turns, and others theirs', async () => {
    const path = await written(
      'long',
      Array.from({ length: 1_000 }, (_, n) => changed({ id: `e${n}`, action: `a${n % 500}` })),
    );
    let turns = 0;
    let over = false;
    const others = (async () => {
      for (; !over; turns++) await new Promise(setImmediate);
    })();
    const found: string[] = [];
    for await (const { entry } of queryLogsInTurns([path], { first: 'newest', user: 'nobody' })) found.push(entry.id);
    over = true;
    await others;
    expect([found, turns >= 5]).toEqual([[], true]);
    for (const options of [{}, { limit: 7 }, { first: 'newest', limit: 300 }] as const) {
      const inTurns: string[] = [];
      for await (const { entry } of queryLogsInTurns([path], options)) inTurns.push(entry.id);
      expect(inTurns).toEqual(ids(options, [path]));
    }
  });

  it('tells where each entry stands, by its leaf as well', () => {
    const found = [...queryLogs([folder], { first: 'newest', limit: 2 })];
    expect(found.map(({ folder: own, index }) => [own, index])).toEqual([
      [folder, 39],
      [folder, 38],
    ]);
    expect(found[0]?.leaf).toEqual(leafHash(Buffer.from(JSON.stringify(entries[39]))));
  });

  it('is read without what is not finished, and not past what was changed', async () => {
    const path = await written('torn', entries.slice(0, 3));
    const file = join(path, readdirSync(path).find((name) => name.startsWith('audit-')) as string);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, `${whole}{"index":3,"leaf":"`);
    for (const first of ['oldest', 'newest'] as const) expect(ids({ first }, [path])).toHaveLength(3);
    writeFileSync(file, whole.replace('"subject":"worker"', '"subject":"someone"'));
    for (const first of ['oldest', 'newest'] as const) expect(() => ids({ first }, [path])).toThrow(/polc audit verify/);
  });

  it('with entries of another form is damaged, unless they are asked about', async () => {
    const path = await written('odd', [entries[0] as AuditEntry, { v: 2, type: 'decision' } as unknown as AuditEntry, entries[1] as AuditEntry]);
    expect(() => ids({}, [path])).toThrow(/entry 1 is of no form that is known here/);
    for (const first of ['oldest', 'newest'] as const) {
      const odd: number[] = [];
      expect(ids({ first, odd: ({ index }) => odd.push(index) }, [path])).toHaveLength(2);
      expect(odd).toEqual([1]);
    }
  });
});

describe('several logs', () => {
  const entry = (id: string, seconds: number) => changed({ id, time: at(seconds) });
  const ids = (folders: readonly string[], first: 'oldest' | 'newest' = 'oldest') => [...queryLogs(folders, { first })].map(({ entry: { id } }) => id);

  it('of several nodes are one, by time', async () => {
    const a = await written('node-a', [entry('a1', 1), entry('a2', 4), entry('a3', 5)]);
    const b = await written('node-b', [entry('b1', 2), entry('b2', 3), entry('b3', 6)], 1);
    expect(ids([a, b])).toEqual(['a1', 'b1', 'b2', 'a2', 'a3', 'b3']);
    expect(ids([b, a], 'newest')).toEqual(['b3', 'a3', 'a2', 'b2', 'b1', 'a1']);
    expect(ids([a, a])).toEqual(['a1', 'a2', 'a3']);
  });

  it('that wrote at one time come in the order in which they are named', async () => {
    const a = await written('same-a', [entry('s1', 1), entry('s2', 1)]);
    const b = await written('same-b', [entry('s3', 1), entry('s4', 1)]);
    expect([ids([a, b]), ids([b, a])]).toEqual([
      ['s1', 's2', 's3', 's4'],
      ['s3', 's4', 's1', 's2'],
    ]);
    expect(ids([a, b], 'newest')).toEqual(['s2', 's1', 's4', 's3']);
  });

  it('that hold the same entries give each once, whichever of them misses some', async () => {
    const entries = [entry('e1', 1), entry('e2', 9), entry('e3', 2), entry('e4', 2), entry('e5', 10)];
    const without = (...missing: readonly number[]) => entries.filter((_, i) => !missing.includes(i));
    const a = await written('sink-a', without(1));
    const b = await written('sink-b', without(2));
    const c = await written('sink-c', without(0, 4));
    for (const first of ['oldest', 'newest'] as const) {
      const found = ids([a, b, c], first);
      expect(found.toSorted()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
      expect(ids([a], first)).toEqual(found.filter((id) => id !== 'e2'));
    }
  });
});
