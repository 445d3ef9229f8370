// `polc audit query`, `hash`, `export` and `report`, in this process: which entries are found, how they are shown, and what is said of the rest.

import { createHmac, hkdfSync } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, OUTCOMES } from '@polc/runtime';
import { type AuditEntry, type FoundEntry, queryLogs, readEntries, toCef, toOcsf, toOpa } from '@polc/service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../service/audit/report.js';
import { type AuditScene, openAuditScene } from './audit-scene.js';
import { polcHere } from './verbs-here.js';

let scene: AuditScene;
let entries: readonly (AuditEntry & JsonObject)[];

beforeAll(async () => {
  scene = await openAuditScene();
  entries = [...readEntries(scene.log)].map(({ entry }) => entry as AuditEntry & JsonObject);
});
afterAll(() => scene.end());

const audit = (...args: readonly string[]) => polcHere(['audit', ...args], { POLC_DATA: scene.data });
const linesOf = (text: string) => text.split('\n').slice(0, -1);

async function indices(...args: readonly string[]): Promise<readonly number[]> {
  const { code, stdout } = await audit('query', ...args, '--format', 'json');
  expect(code).toBe(0);
  return linesOf(stdout).map((line) => (JSON.parse(line) as { index: number }).index);
}

describe('polc audit query', () => {
  it('shows a line an entry, with who, what and how it ended', async () => {
    const { code, stdout, stderr } = await audit('query');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(linesOf(stdout)).toEqual(
      [
        '0  agent:reviewer  read secret/data/code/web  allowed',
        '1  alert first_reach  agent:reviewer was allowed in secret/data, where it was not seen before',
        '2  agent:reviewer  read secret/data/payroll  no_matching_rule',
        '3  agent:helper  read secret/data/code/web  unknown_principal',
        '4  agent:helper  register agent helper  by caller:gateway',
        '5  agent:helper  read secret/data/code/api  allowed',
        '6  alert first_reach  agent:helper was allowed in secret/data, where it was not seen before',
        '7  service stopped  SIGTERM',
      ].map((line, i) => `${entries[i]?.time}       ${line}`),
    );
  });

  it('prints each as JSON, whole, with where it stands', async () => {
    const { stdout } = await audit('query', '--format', 'json');
    expect(linesOf(stdout).map((line) => JSON.parse(line))).toEqual(entries.map((entry, index) => ({ index, folder: scene.log, entry })));
  });

  it.each<readonly [line: string, found: readonly number[]]>([
    ['--agent reviewer', [0, 1, 2]],
    ['--agent helper --type change', [4]],
    ['--denied', [2, 3]],
    ['--allowed --agent helper', [5]],
    ['--outcome no_matching_rule', [2]],
    ['--path secret/data/code/+ --type decision', [0, 3, 5]],
    ['--path /secret/data/c*', [0, 1, 3, 5, 6]],
    ['--path secret/+/code/web --allowed', [0]],
    ['--type alert', [1, 6]],
    ['--caller gateway --type change', [4]],
    ['--caller caller:gateway --type decision', [0, 2, 3, 5]],
    ['--caller command', [7]],
    ['--user alice', []],
    ['--limit 2', [0, 1]],
    ['--newest --limit 2', [7, 6]],
    ['--since 1h --denied', [2, 3]],
    ['--until 1h', []],
    ['--since 2020-01-01T00:00:00Z --until 2020-01-02T00:00:00+02:00', []],
  ])('finds with %s what it is to', async (line, found) => {
    expect(await indices(...line.split(' '))).toEqual(found);
  });

  it('finds a decision and what came of it, and times to the millisecond', async () => {
    expect(await indices('--decision', entries[5]?.id as string)).toEqual([5, 6]);
    const [third, sixth] = [entries[2]?.time as string, entries[5]?.time as string];
    const between = entries.flatMap(({ time }, i) => (time >= third && time < sixth ? [i] : []));
    expect(await indices('--since', third, '--until', sixth)).toEqual(between);
  });

  it('says that there is none, which is no failure', async () => {
    expect(await audit('query', '--user', 'nobody')).toEqual({ code: 0, stdout: '', stderr: 'polc: there is no such entry\n' });
  });

  it('puts entries of several logs in the order of time, those that two hold once, and says of which log they are', async () => {
    const later = { ...entries[7], id: 'later', time: '2099-01-01T00:00:00.000Z' };
    const other = await scene.written([entries[2], entries[3], later].map((entry) => ({ ...entry })));
    const { stdout } = await audit('query', scene.log, other, '--type', 'service');
    expect(linesOf(stdout).map((line) => line.split(/ {2,}/)[1])).toEqual(['server:7', `${other.split('/').at(-1)}:2`]);
    expect((await indices(other, scene.log, '--denied')).length).toBe(2);
  });

  it('leaves out what is of no form that it knows, and says so', async () => {
    const log = await scene.written([{ ...entries[0] }, { type: 'decision', v: 2 }, { x: 1 }, { ...entries[2] }]);
    const { code, stdout, stderr } = await audit('query', log, '--format', 'json');
    expect({ code, found: linesOf(stdout).length }).toEqual({ code: 0, found: 2 });
    expect(stderr).toBe(`polc: 2 entries are of no form that is known here, the first of them entry 1 of ${log}, and are left out\n`);
    expect((await audit('report', log)).stderr).toBe(stderr);
  });

  it.each(['query', 'report', 'export --as cef'])('ends %s where an entry is not what its leaf is the hash of', async (verb) => {
    const log = scene.changed((lines) => lines.map((line) => line.replace('"path":"secret/data/payroll"', '"path":"secret/data/payrolm"')));
    const { code, stdout, stderr } = await audit(...verb.split(' '), log);
    expect(code).toBe(4);
    expect(stderr).toBe(`polc: ${scene.fileOf(log)}:7: its entry is not what its leaf is the hash of; "polc audit verify" says more\n`);
    // What came before it was sound, and may be out already.
    expect(linesOf(stdout).length).toBe(verb === 'report' ? 0 : 2);
  });

  it('shows nothing that moves a cursor or ends a line', async () => {
    const evil = '\u001b[2J\n\u202e';
    const [decision, alert, change, , service] = [entries[0], entries[1], entries[4], entries[5], entries[7]] as unknown as { [name: string]: object }[];
    const all = [
      { ...decision, asked: { ...decision?.asked, agent: evil, user: evil, path: evil, operation: evil } },
      { ...alert, id: 'a', alert: evil, message: evil },
      { ...change, kind: evil, action: evil, subject: evil, agent: evil, caller: evil },
      { ...service, event: evil, message: evil },
    ];
    const log = await scene.written(all as Parameters<AuditScene['written']>[0]);
    for (const verb of ['query', 'report', 'query --format json', 'export --as cef']) {
      const { code, stdout } = await audit(...verb.split(' '), log);
      expect(code, verb).toBe(0);
      if (verb === 'export --as cef') expect(linesOf(stdout).length).toBe(4);
      else expect(stdout, verb).not.toMatch(verb === 'query --format json' ? /[\u0000-\u0009\u000b-\u001f]/ : /[\u001b\u202e]/);
    }
    expect(linesOf((await audit('query', log)).stdout)[0]).toContain('agent:\\u001b[2J\\n\\u202e for user:');
  });

  it.each<readonly [line: string, words: string]>([
    ['--allowed --denied', 'no decision is both'],
    ['--path secret/+*', 'is no pattern'],
    ['--outcome no_matching_rules', 'grammar/spec.md lists the outcomes'],
    ['--type decisions', 'Allowed choices are decision, change, alert, service'],
    ['--since yesterday', 'It is a time'],
    ['--until 2026-13-01T00:00:00Z', 'It is a time'],
    ['--limit 0', 'a whole number above 0'],
  ])('refuses %s', async (line, words) => {
    const ended = await audit('query', ...line.split(' '));
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    if (ended.stderr !== '') expect(ended.stderr).toContain(words);
  });

  it('takes every outcome that there is', async () => {
    for (const outcome of OUTCOMES) expect((await audit('query', '--outcome', outcome)).code, outcome).toBe(0);
  });

  it.each(['query', 'report', 'export --as opa', 'prove x'])('refuses with %s what is no log', async (verb) => {
    const empty = scene.file(`empty-of-${verb.split(' ')[0]}`);
    mkdirSync(empty);
    expect(await audit(...verb.split(' '), empty)).toEqual({ code: 4, stdout: '', stderr: `polc: ${empty}: there is no log in this folder\n` });
    expect(await audit(...verb.split(' '), scene.file('nowhere'))).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringContaining('no such file or folder'),
    });
    expect(await audit(...verb.split(' '), '--data', empty)).toMatchObject({ code: 4, stdout: '' });
  });
});

describe('polc audit hash', () => {
  it('is how a value stands in the entries, by the secret alone', async () => {
    const { code, stdout, stderr } = await audit('hash', 'frontend');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const secret = Buffer.from(readFileSync(join(scene.data, 'keys/audit.secret'), 'utf8'), 'base64');
    const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'polc audit: keyed hashes', 32));
    expect(stdout).toBe(`hmac-sha256:${createHmac('sha256', key).update('frontend').digest('hex')}\n`);
    expect(entries.map((entry) => JSON.stringify(entry).includes(stdout.trim()))).toEqual([true, false, true, false, false, false, false, false]);
    const file = scene.file('value', 'frontend\n');
    expect((await audit('hash', '--value-file', file, '--format', 'json')).stdout).toBe(`${JSON.stringify({ hash: stdout.trim() }, null, 2)}\n`);
    const other = scene.file('other.secret', Buffer.alloc(32, 1).toString('base64'));
    expect((await audit('hash', 'frontend', '--secret', other)).stdout).not.toBe(stdout);
  });

  it('says nothing of a secret that is none', async () => {
    const file = scene.file('bad.secret', 'not-a-secret-at-all');
    expect(await audit('hash', 'x', '--secret', file)).toEqual({ code: 2, stdout: '', stderr: `polc: ${file}: no audit secret: 32 bytes in base64\n` });
    expect(await audit('hash', 'x', '--secret', scene.file('nowhere'))).toMatchObject({ code: 4, stdout: '' });
    expect(await audit('hash')).toMatchObject({ code: 2, stdout: '' });
    expect(await audit('hash', 'x', '--value-file', file)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('polc audit export', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../cli/package.json', import.meta.url), 'utf8')) as { version: string };
  const found = () => [...queryLogs([scene.log])];
  const placed = ({ index, leaf }: FoundEntry) => ({ version, place: { origin: 'polc/server', index, leaf } });

  it.each<readonly [form: string, lines: () => readonly unknown[]]>([
    ['ocsf', () => found().map((one) => toOcsf(one.entry, placed(one)))],
    ['ocsf-1.9', () => found().map((one) => toOcsf(one.entry, { ...placed(one), schema: '1.9' }))],
    ['opa', () => found().flatMap((one) => toOpa(one.entry, placed(one)) ?? [])],
  ])('writes %s as lines of JSON, with the place of each entry in its log', async (form, lines) => {
    const { code, stdout, stderr } = await audit('export', '--as', form);
    expect(code).toBe(0);
    expect(linesOf(stdout).map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(lines())));
    expect(stderr).toBe(form === 'opa' ? 'polc: 4 entries have no place in this form, and are left out\n' : '');
  });

  it('writes CEF as lines, of the entries that are chosen', async () => {
    const lines = found().map((one) => toCef(one.entry, placed(one)));
    expect(linesOf((await audit('export', '--as', 'cef')).stdout)).toEqual(lines);
    expect(linesOf((await audit('export', '--as', 'cef', '--denied', '--newest')).stdout)).toEqual([lines[3], lines[2]]);
  });

  it('writes as many entries of OTLP together as go over the wire at once', async () => {
    const many = await scene.written(Array.from({ length: 600 }, (_, i) => ({ ...(entries[0] as JsonObject), id: `id-${i}` })));
    const { stdout } = await audit('export', '--as', 'otel', many);
    const counts = linesOf(stdout).map(
      (line) => (JSON.parse(line) as { resourceLogs: { scopeLogs: { logRecords: unknown[] }[] }[] }).resourceLogs[0]?.scopeLogs[0]?.logRecords.length,
    );
    expect(counts).toEqual([512, 88]);
  });

  it('wants a form', async () => {
    expect(await audit('export')).toMatchObject({ code: 2, stdout: '' });
    expect(await audit('export', '--as', 'syslog')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('polc audit report', () => {
  it.each(['asi', 'nhi', 'csf', 'summary'])('counts for %s, in both formats, and says what it is not', async (framework) => {
    const text = await audit('report', '--framework', framework);
    expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 0, stderr: '' });
    for (const limit of LIMITS) expect(text.stdout).toContain(`${limit}\n`);
    const answer = JSON.parse((await audit('report', '--framework', framework, '--format', 'json')).stdout) as { rows: { title: string }[] };
    expect(answer).toMatchObject({ framework, entries: 8, limits: LIMITS, logs: [scene.log] });
    expect(text.stdout.startsWith(`${(answer as unknown as { title: string }).title}\n8 entries, ${entries[0]?.time} to ${entries[7]?.time}\n`)).toBe(true);
    for (const { title } of answer.rows) expect(text.stdout).toContain(`  ${title}\n`);
  });

  it('counts what there is of each kind, unless a framework is named, in the time that is', async () => {
    expect((await audit('report')).stdout).toMatch(/\ndecision {2}decisions by outcome\n {2}2 {2}allowed; entries 0 to 5, as /);
    expect((await audit('report', '--until', '1h')).stdout).toMatch(/\n0 entries\n/);
    expect(await audit('report', '--framework', 'iso')).toMatchObject({ code: 2, stdout: '' });
  });
});
