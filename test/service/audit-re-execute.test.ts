// Decisions of a log decided again: the same ones are the same, a changed one shows, and what cannot be told is said.

import type { Engine, Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, DecisionEntry } from '../../service/audit/audit-entry.js';
import { type EngineFor, reExecute } from '../../service/audit/re-execute.js';
import { auditKeys } from '../../service/audit/sealed.js';
import { changed, decided, decisions, engine, engineAt, keys, mixed, REQUESTS, TIME } from './audit-entries.js';

const given: EngineFor = async (revision, facts, clock) => (revision !== engine.revision ? 'no_bundle' : facts !== '7' ? 'no_facts' : engineAt(clock));

async function again(entries: readonly AuditEntry[], engineFor: EngineFor = given, own = keys) {
  const answers = [];
  for await (const { index, id, ...answer } of reExecute(
    entries.map((entry, index) => ({ index, entry })),
    own,
    engineFor,
  )) {
    expect(entries[index]?.id).toBe(id);
    answers.push(answer);
  }
  return answers;
}

describe('a decision that is made again', () => {
  it('is the same, of whatever kind it was', async () => {
    const entries = decisions();
    expect(await again(entries)).toEqual(entries.map(() => ({ result: 'same' })));
    expect((await again(mixed())).length).toBe(14);
    expect(await again(entries.map((entry) => JSON.parse(JSON.stringify(entry)) as DecisionEntry))).toEqual(entries.map(() => ({ result: 'same' })));
  });

  it('is the same where the entry does not say whose delegation it is', async () => {
    const { asked, ...entry } = decided(REQUESTS['by a delegation']);
    expect(await again([{ ...entry, asked: { ...asked, user: null, chain: ['worker'] } }])).toEqual([{ result: 'same' }]);
  });

  it('is made by the clock of its entry', async () => {
    const later = new Date(TIME + 3_600_000).toISOString();
    const times: number[] = [];
    const entries = [decided(REQUESTS.direct), decided(REQUESTS.direct, { time: later })];
    await again(entries, async (_revision, _facts, clock) => ({
      revision: engine.revision,
      decide: (request: Request) => {
        times.push(clock());
        return engine.decide(request);
      },
    }));
    expect(times).toEqual([TIME, TIME + 3_600_000]);
  });

  it('asks for an engine once as long as nothing changes', async () => {
    let asked = 0;
    await again([...decisions(), changed(), ...decisions()], (...args) => {
      asked++;
      return given(...args);
    });
    expect(asked).toBe(1);
  });

  it.each([
    ['allowed', { allowed: true }, ['allowed']],
    ['another outcome', { outcome: 'scope' }, ['outcome']],
    ['another layer', { layers: [] }, ['layers']],
    ['another rule', { rules: [] }, ['rules']],
    ['another answer altogether', { allowed: true, outcome: 'allowed', layers: [] }, ['allowed', 'outcome', 'layers']],
  ] as const)('is different where the entry has %s', async (_, more, what) => {
    const entry = decided(REQUESTS.ceiling);
    const [answer] = await again([{ ...entry, ...more } as DecisionEntry]);
    if (answer?.result !== 'different') throw new Error(`${answer?.result}`);
    expect(answer.differences.map((one) => one.what)).toEqual(what);
    for (const { what: member, logged, now } of answer.differences) {
      expect([logged, now]).toEqual([(more as Record<string, unknown>)[member], entry[member as keyof DecisionEntry]]);
    }
  });

  it.each([
    ['path', 'secret/data/y'],
    ['operation', 'list'],
    ['agent', 'orchestrator'],
    ['chain', ['orchestrator', 'worker']],
    ['user', 'bob'],
    ['parameters', { a: 1 }],
    ['purpose', 'x'],
  ])('is different where the entry tells of another %s than was sealed', async (member, value) => {
    const entry = decided(REQUESTS.direct);
    const answers = await again([{ ...entry, asked: { ...entry.asked, [member]: value } }]);
    expect(answers).toMatchObject([{ result: 'different', differences: [{ what: 'asked', now: { path: 'secret/data/x', operation: 'read' } }] }]);
  });
});

describe('a decision that cannot be made again', () => {
  const entry = decided(REQUESTS.direct);
  const other = auditKeys(Buffer.alloc(32, 6));
  const engineOf =
    (more: Partial<Engine>): EngineFor =>
    async () =>
      Object.assign(Object.create(engine) as Engine, more);

  it.each([
    ['its request was not kept', { ...entry, sealed: null }, 'unsealed'],
    ['its request is another entry’s', { ...entry, id: 'x' }, 'unopened'],
    ['its request was sealed by another secret', { ...entry, sealed: other.sealing.seal('{}', entry.id) }, 'unopened'],
    ['its request is no JSON', { ...entry, sealed: keys.sealing.seal('{', entry.id) }, 'unopened'],
    ['its bundle is gone', { ...entry, revision: 'sha256:0' }, 'no_bundle'],
    ['its facts are gone', { ...entry, facts_revision: '6' }, 'no_facts'],
    ['it was for facts that were too old', { ...entry, outcome: 'stale_facts' as const }, 'stale_facts'],
  ])('says that %s', async (_, one, why) => {
    expect(await again([one])).toEqual([{ result: 'impossible', why }]);
  });

  it('says so where the engine that was found is not the one of the entry', async () => {
    expect(await again([entry], engineOf({ revision: 'sha256:1' }))).toEqual([{ result: 'impossible', why: 'no_bundle' }]);
    const others = engine.withFacts({ revision: '8' });
    expect(await again([entry], async () => others)).toEqual([{ result: 'impossible', why: 'no_facts' }]);
    expect(await again([entry], undefined, other)).toEqual([{ result: 'impossible', why: 'unopened' }]);
  });

  it('fails as the search for its bundle does', async () => {
    await expect(again([entry], () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  });
});
