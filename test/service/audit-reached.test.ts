// What a process knows of a log before it reads it: whose it is, and where agents were.

import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Alerts, AuditLog, logHead, reachedBefore, signerOf } from '@polc/service';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { DataFolder } from '../../cli/host/data-folder.js';
import { learnReach } from '../../cli/host/learn-reach.js';
import { openService } from '../../cli/host/open-service.js';
import { changed, decided, REQUESTS } from './audit-entries.js';
import { bundleOf } from './running.js';

const root = mkdtempSync(join(tmpdir(), 'polc-reached-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const signer = signerOf('server', Buffer.alloc(32, 7));
let count = 0;

async function written(entries: readonly object[], segmentSize = 1 << 20): Promise<string> {
  const path = join(root, `log-${count++}`);
  const log = await AuditLog.open(path, { origin: 'polc/server', signer, segmentSize });
  for (const entry of entries) await log.append(entry as Parameters<AuditLog['append']>[0]);
  await log.close();
  return path;
}

const fileOf = (path: string) => join(path, readdirSync(path).filter((name) => name.endsWith('.jsonl'))[0] as string);
const allowed = (path: string) => decided({ ...REQUESTS.direct, path: `secret/data/${path}` });
const pathsOf = (folder: string, options = {}) => reachedBefore(folder, options).map(({ asked }) => asked.path.slice('secret/data/'.length));

describe('where agents were', () => {
  it('is what they were allowed, the newest, the oldest of them first, over all files', async () => {
    const entries = ['a', 'b', 'c'].flatMap((path) => [allowed(path), changed(), decided(REQUESTS.ceiling), decided(REQUESTS.user)]);
    for (const segmentSize of [1 << 20, 1]) {
      const log = await written(entries, segmentSize);
      expect(pathsOf(log)).toEqual(['a', 'b', 'c']);
      expect(pathsOf(log, { most: 2 })).toEqual(['b', 'c']);
      // A checkpoint and a denial.
      expect(pathsOf(log, { mostLines: 2 })).toEqual([]);
    }
    expect(pathsOf(await written([]))).toEqual([]);
  });

  it('is found beside whatever else stands there', async () => {
    const log = await written([allowed('a'), allowed('b')]);
    for (const line of ['"type":"decision" "allowed":true', '{"entry":null,"x":"\\"type\\":\\"decision\\"", "type":"decision","allowed":true}', 'null'])
      appendFileSync(fileOf(log), `${line}\n`);
    appendFileSync(fileOf(log), '{"entry":{"type":"decision","allowed":true,"asked":{"agent":7,"path":null}}}\n{"index":2,"leaf":"x","entry":{"type":"deci');
    expect(pathsOf(log)).toEqual(['a', 'b']);
  });

  it('is no alert a second time, and what cannot be read costs alerts alone', async () => {
    const log = await written([allowed('a')]);
    const alerts = new Alerts();
    await learnReach(alerts, log);
    expect(alerts.see(allowed('b'))).toEqual([]);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await learnReach(alerts, join(root, 'nowhere'));
      expect(said.mock.calls.map(([text]) => text)).toEqual([
        expect.stringMatching(/^polc: where agents were before is not known, and is told of again: ENOENT/),
      ]);
    } finally {
      said.mockRestore();
    }
  });
});

describe('a service over a folder', () => {
  const open = (knowsPolicies: boolean) =>
    openService({ data: new DataFolder(join(root, 'data')), bundle: bundleOf(''), knowsPolicies, node: 'command', issuer: 'https://polc.test' });

  it('looks for where agents were only where it decides', async () => {
    const first = await open(true);
    await first.service.settings.audit.append(allowed('a'));
    await first.service.close();
    for (const [knowsPolicies, alerts] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const { service } = await open(knowsPolicies);
      expect(service.alerts.see(allowed('b')), String(knowsPolicies)).toHaveLength(alerts);
      await service.close();
    }
  });
});

describe('the head of a log', () => {
  it('says whose it is, and how it begins', async () => {
    const log = await written([allowed('a')]);
    const [, checkpoint = ''] = readFileSync(fileOf(log), 'utf8').split('\n');
    expect(logHead(log)).toEqual({ origin: 'polc/server', note: (JSON.parse(checkpoint) as { checkpoint: string }).checkpoint });
  });

  it('says nothing where there is none', async () => {
    const log = await written([]);
    for (const text of ['', '\n\n', '{"x":1}\nx\n', `${'x'.repeat(200_000)}\n`]) {
      writeFileSync(fileOf(log), text);
      expect(logHead(log), text.slice(0, 20)).toEqual({ origin: null, note: null });
    }
    const empty = join(root, 'empty');
    mkdirSync(empty);
    expect(logHead(empty)).toBeNull();
    expect(() => logHead(join(root, 'nowhere'))).toThrow('ENOENT');
  });
});
