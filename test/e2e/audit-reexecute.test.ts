// `polc audit verify --reexecute`, in this process: decisions of logs made again, from policies, facts and requests of their time.

import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { auditKeys, readEntries } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPastEngines } from '../../cli/host/audit-engines.js';
import { DataFolder } from '../../cli/host/data-folder.js';
import { Progress } from '../../cli/host/progress.js';
import { reExecuteLog } from '../../cli/host/re-execute-log.js';
import { readServicePolicies } from '../../cli/host/service-policies.js';
import { type AuditScene, decide, openAuditScene, READ, serving } from './audit-scene.js';
import { polcHere } from './verbs-here.js';

let scene: AuditScene;
let key: string;

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

describe('--reexecute', () => {
  const again = async (log: string, ...args: readonly string[]) => {
    const { code, answer } = await json(log, '--reexecute', '--key', key, ...args);
    return { code, ...answer.logs[0].reexecuted };
  };

  it('finds every decision of a log to be the same, from the facts of its time', async () => {
    expect(await again(scene.log, '-p', scene.policies, '--strict')).toMatchObject({ code: 0, same: 4, different: 0, impossible: 0 });
    const { stdout } = await verify('--reexecute', '-p', scene.policies);
    expect(stdout).toContain('\n  decided again  4 the same, 0 different, 0 that cannot be\n');
  });

  it('shows a decision that these policies and facts do not give, and in what', async () => {
    const entries = [...readEntries(scene.log)].map(({ entry }) => entry);
    const log = await scene.written(
      entries.map((entry) => (entry.outcome === 'no_matching_rule' ? { ...entry, allowed: true, outcome: 'allowed' } : entry)),
      { signer: scene.signer() },
    );
    const found = await again(log, '-p', scene.policies);
    expect(found).toMatchObject({ code: 1, same: 3, different: 1, impossible: 0 });
    expect(found.differences).toEqual([
      {
        index: 2,
        id: entries[2]?.id,
        differences: [
          { what: 'allowed', logged: true, now: false },
          { what: 'outcome', logged: 'allowed', now: 'no_matching_rule' },
        ],
      },
    ]);
    const { stdout } = await verify(log, '--reexecute', '-p', scene.policies);
    expect(stdout).toContain(` is different: allowed was true, is false; outcome was "allowed", is "no_matching_rule"\n`);
  });

  it('takes several bundles, each for its revision, and lists those that are missing', async () => {
    const data = scene.file('revisions');
    const later = scene.file('later.hcl', readFileSync(scene.policies, 'utf8').replace('["read"]', '["read", "list"]'));
    await serving({ data, policies: scene.policies }, async (service) => void (await decide(service, READ)));
    await serving({ data, policies: later }, async (service) => void (await decide(service, READ)));
    const bundles = await Promise.all([scene.policies, later].map(async (path, i) => scene.file(`bundle-${i}`, await readServicePolicies([path]))));
    const ask = async (...args: readonly string[]) => {
      const { code, answer } = await json('--data', data, '--reexecute', ...args);
      return { code, ...answer.logs[0].reexecuted };
    };
    const both = bundles.flatMap((file) => ['--bundle', file]);
    expect(await ask(...both, '--strict')).toMatchObject({ code: 0, same: 2, missing_revisions: [] });
    expect(await ask('-p', scene.policies, '--bundle', bundles[1] as string, '--strict')).toMatchObject({ code: 0, same: 2 });
    const one = await ask('-p', later);
    expect(one).toMatchObject({ code: 0, same: 1, impossible: 1, causes: [{ why: 'no_bundle', count: 1, first: 0, last: 0 }] });
    expect(one.missing_revisions).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64}$/)]);
    expect((await ask('-p', later, '--strict')).code).toBe(1);
    const { stdout } = await verify('--data', data, '--reexecute', '-p', later);
    expect(stdout).toMatch(/\n {2}entry 0 +1 of them: its policies are in no bundle that was given \(no_bundle\)\n {2}missing +sha256:[0-9a-f]{64}\n$/);
  });

  it('says why a decision cannot be made again', async () => {
    const entries = [...readEntries(scene.log)].map(({ entry }) => entry);
    const [first = {}] = entries;
    const odd = [
      { ...first, sealed: null },
      { ...first, facts_revision: '900' },
      { ...first, outcome: 'stale_facts' },
      { ...first, sealed: 'AAAA' },
      { type: 'decision', v: 9 },
    ];
    const found = await again(await scene.written(odd, { signer: scene.signer() }), '-p', scene.policies);
    expect(found).toMatchObject({ code: 0, same: 0, impossible: 5 });
    expect(found.causes.map(({ why, first: index }: { why: string; first: number }) => [why, index])).toEqual([
      ['unsealed', 0],
      ['no_facts', 1],
      ['stale_facts', 2],
      ['unopened', 3],
      ['unknown_form', 4],
    ]);
    const secret = scene.file('another.secret', `${Buffer.alloc(32, 1).toString('base64')}\n`);
    expect(await again(scene.log, '-p', scene.policies, '--secret', secret)).toMatchObject({ code: 0, same: 0, causes: [{ why: 'unopened', count: 4 }] });
  });

  it('looks at the entries that were verified, and at none that came since', async () => {
    const engines = await openPastEngines({ policies: [scene.policies], bundles: [], store: new DataFolder(scene.data).storeUrl });
    const keys = auditKeys(new DataFolder(scene.data).keys().audit);
    try {
      for (const [from, size, same] of [
        [0, 8, 4],
        [0, 3, 2],
        [2, 3, 1],
        [3, 8, 2],
        [8, 8, 0],
      ] as const) {
        const again = await reExecuteLog({ folder: scene.log, from, size }, keys, engines, new Progress());
        expect(again, `${from} to ${size}`).toMatchObject({ same, different: 0, impossible: 0 });
      }
    } finally {
      await engines.close();
    }
  });

  it('asks no log that is not what was written', async () => {
    const { code, answer } = await json(
      scene.changed((lines) => lines.slice(2)),
      '--reexecute',
      '-p',
      scene.policies,
    );
    expect({ code, reexecuted: answer.logs[0].reexecuted }).toEqual({ code: 1, reexecuted: null });
  });

  it('goes on with a log after its key and its secret were changed', async () => {
    const data = scene.file('rotated');
    await serving({ data, policies: scene.policies }, async (service) => void (await decide(service, READ)));
    renameSync(join(data, 'audit', 'server'), join(data, 'audit', 'server-before'));
    const before = readFileSync(join(data, 'keys', 'audit.secret'), 'utf8');
    for (const name of ['log.pem', 'audit.secret']) rmSync(join(data, 'keys', name));
    await serving({ data, policies: scene.policies }, async (service) => void (await decide(service, READ)));
    const { code, answer } = await json('--data', data, '--reexecute', '-p', scene.policies);
    expect({ code, keys: new Set(answer.logs.map((log: { key: string }) => log.key)).size }).toEqual({ code: 0, keys: 2 });
    expect(answer.logs.map((log: { reexecuted: { same: number; impossible: number } }) => [log.reexecuted.same, log.reexecuted.impossible])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const old = await json(
      join(data, 'audit', 'server-before'),
      '--data',
      data,
      '--reexecute',
      '-p',
      scene.policies,
      '--secret',
      scene.file('old.secret', before),
    );
    expect(old.answer.logs[0].reexecuted).toMatchObject({ same: 1, impossible: 0 });
  });

  it.each<readonly [what: string, args: () => readonly string[], code: number, words: string]>([
    ['without policies', () => ['--reexecute'], 2, 'name them with -p, or bundles with --bundle'],
    ['policies without it', () => ['-p', scene.policies], 2, 'go with --reexecute'],
    ['strictness without it', () => ['--strict'], 2, 'go with --reexecute'],
    ['without a store', () => ['--reexecute', '-p', scene.policies, '--store', `sqlite:${scene.file('no.db')}`], 4, 'there is no store'],
    ['with what is no store', () => ['--reexecute', '-p', scene.policies, '--store', `sqlite:${scene.file('text', 'x'.repeat(5_000))}`], 4, ''],
    ['with what is no secret', () => ['--reexecute', '-p', scene.policies, '--secret', scene.file('short', 'c2hvcnQ=')], 2, 'no audit secret'],
    ['with policies for a bundle', () => ['--reexecute', '--bundle', scene.policies], 4, 'this is no bundle'],
    ['with policies that do not compile', () => ['--reexecute', '-p', scene.file('bad.hcl', 'policy {')], 3, 'do not compile'],
  ])('refuses to begin %s', async (_what, args, code, words) => {
    const ended = await verify(...args());
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toContain(words);
    expect(readdirSync(scene.folder)).not.toContain('no.db');
  });
});
