// `polc audit` as processes: the log of a server that runs, ends and starts again; pipes that close, and Ctrl-C.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AuditLog, readEntries, signerOf, verifierText } from '@polc/service';
import { describe, expect, it } from 'vitest';
import { readServicePolicies } from '../../cli/host/service-policies.js';
import { call } from '../service/running.js';
import { folder, type Outcome, polc, shell, startPolc } from './run-polc.js';

const POLICIES = `
policy "reviewing" {
  path "secret/data/code/*" { capabilities = ["read"] }
  path "logs/web/*" { capabilities = ["read"] }
}
agent "reviewer" { policies = ["reviewing"] }
`;

interface Server {
  /** What is answered; a body makes it a POST. */
  ask(path: string, body?: object): ReturnType<typeof call>;
  /** By SIGTERM; its exit code. */
  end(): Promise<number | null>;
}

/** `policies`: `-p FILE`, or a bundle. */
async function start(cwd: string, ...policies: readonly string[]): Promise<Server> {
  const child = startPolc(['serve', ...policies, '--port', '0', '--log', 'error'], { cwd });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const base = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = /it listens at (\S+);/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', () => reject(new Error(said)));
  });
  const key = readFileSync(join(cwd, 'gateway.key'), 'utf8').trim();
  return {
    ask: (path, body) => call(base, key, body === undefined ? 'GET' : 'POST', path, body),
    end: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

describe('the log of a server', () => {
  it('is verified while it is written and after, decided again by the policies of each time, and known to the server when it starts again', async () => {
    const cwd = folder({ 'set.hcl': POLICIES });
    const audit = (...args: readonly string[]): Outcome => polc(['audit', ...args], { cwd });
    const created = polc(['caller', 'create', 'gateway', '--policy', 'polc-enforcement-point,polc-admin', '-o', 'gateway.key'], { cwd });
    expect(created.code, created.stderr).toBe(0);
    const log = 'polc-data/audit/server';
    const read = (agent: string, path: string) => ({ agent, operation: 'read', path });

    const first = await start(cwd, '-p', 'set.hcl');
    for (const path of ['secret/data/code/web', 'secret/data/payroll', 'logs/web/today']) {
      expect((await first.ask('/v1/decide', read('reviewer', path))).json.allowed).toBe(path !== 'secret/data/payroll');
    }
    const before = await first.ask('/v1/decide', read('helper', 'secret/data/code/web'));
    expect((await first.ask('/v1/agents', { id: 'helper', policies: ['reviewing'] })).status).toBe(201);
    const after = await first.ask('/v1/decide', read('helper', 'secret/data/code/web'));
    expect([before.json.outcome, after.json.outcome]).toEqual(['unknown_principal', 'allowed']);
    const live = audit('verify', log, '--reexecute', '-p', 'set.hcl', '--strict', '--save-checkpoint', 'kept');
    expect(live.stdout, live.stderr).toContain('decided again  5 the same, 0 different, 0 that cannot be');
    expect(live.code).toBe(0);
    expect(await first.end()).toBe(0);

    // Other policies, as a bundle; the agents were where they are now.
    writeFileSync(join(cwd, 'more.hcl'), POLICIES.replace('"logs/web/*"', '"logs/*"'));
    writeFileSync(join(cwd, 'more.polcb'), await readServicePolicies([join(cwd, 'more.hcl')]));
    const second = await start(cwd, 'more.polcb');
    for (const [agent, path] of [
      ['reviewer', 'secret/data/code/web'],
      ['reviewer', 'logs/web/today'],
      ['reviewer', 'logs/api/today'],
      ['helper', 'secret/data/code/web'],
    ] as const) {
      expect((await second.ask('/v1/decide', read(agent, path))).json.allowed).toBe(true);
    }
    expect(await second.end()).toBe(0);

    const entries = [...readEntries(join(cwd, log))].map(({ entry }) => entry);
    expect(entries.filter(({ type }) => type === 'alert').map(({ agent, message }) => [agent, /in (\S+),/.exec(String(message))?.[1]])).toEqual([
      ['reviewer', 'secret/data'],
      ['reviewer', 'logs/web'],
      ['helper', 'secret/data'],
      ['reviewer', 'logs/api'],
    ]);
    expect(entries.filter(({ type }) => type === 'service').map(({ event }) => event)).toEqual(['started', 'stopped', 'started', 'stopped']);

    const all = audit('verify', log, '--key', `${log}/log.pub`, '--checkpoint', 'kept', '--reexecute', '-p', 'set.hcl', '--bundle', 'more.polcb', '--strict');
    expect(all.stdout, all.stderr).toContain('decided again  9 the same, 0 different, 0 that cannot be');
    expect({ code: all.code, stderr: all.stderr }).toEqual({ code: 0, stderr: '' });
    const one = audit('verify', '--reexecute', '--bundle', 'more.polcb', '--format', 'json');
    expect(one.code, one.stderr).toBe(0);
    // Both logs: the command's own, and the server's.
    expect(JSON.parse(one.stdout)).toMatchObject({
      verified: true,
      logs: [{ origin: 'polc/command' }, { reexecuted: { same: 4, impossible: 5, causes: [{ why: 'no_bundle' }] } }],
    });

    const { decision_id: id } = after.json as { decision_id: string };
    expect(audit('prove', id, '-o', 'evidence').code).toBe(0);
    const checked = shell(`$POLC audit prove --check - --entry evidence/${id}.json --key ${log}/log.pub < evidence/${id}.tlog-proof`, { cwd });
    expect(checked).toEqual({ code: 0, stdout: expect.stringMatching(/^proved: entry \d+ of the log polc\/server, of \d+ entries then\n$/), stderr: '' });
    expect(readdirSync(join(cwd, log)).filter((name) => name.endsWith('.jsonl'))).toEqual(['audit-0000000000000000.jsonl']);
  });
});

/** Megabytes of it. */
async function longLog(): Promise<string> {
  const path = join(folder(), 'long');
  mkdirSync(path);
  const signer = signerOf('long', Buffer.alloc(32, 4));
  const log = await AuditLog.open(path, { origin: 'polc/long', signer });
  const head = { v: 1, node: 'long', caller: 'command', credential: 'command', address: null, request_id: null, traceparent: null, revision: null };
  const entry = { ...head, type: 'service', event: 'searched', message: 'x'.repeat(2_000), time: '2026-05-04T10:00:00.000Z' };
  await Promise.all(Array.from({ length: 4_000 }, (_, i) => log.append({ ...entry, id: `id-${i}` })));
  await log.close();
  writeFileSync(join(path, 'log.pub'), verifierText(signer));
  return path;
}

describe('a long answer', () => {
  it('ends with its reader, without a word', async () => {
    const log = await longLog();
    for (const verb of ['query', 'export --as ocsf']) {
      const { stdout, stderr } = shell(`$POLC audit ${verb} '${log}' | head -n 1 | wc -l; echo "\${PIPESTATUS[0]}"`);
      // Nobody has had all of it.
      expect({ stdout: stdout.trim().split('\n'), stderr }, verb).toEqual({ stdout: ['1', '4'], stderr: '' });
    }
  });

  it('ends at Ctrl-C, also while its reader is slow', async () => {
    const log = await longLog();
    const child = startPolc(['audit', 'export', '--as', 'ocsf', log]);
    const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
    await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()));
    child.stdout.pause();
    child.kill('SIGINT');
    expect(await ended).toBe('SIGINT');
  });
});
