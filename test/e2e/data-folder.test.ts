// The folder of a service, made by several at once: one set of keys, for its owner alone.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DataFolder } from '../../cli/host/data-folder.js';
import { POLC } from './run-polc.js';

const folder = mkdtempSync(join(tmpdir(), 'polc-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('has the keys of whoever was first, whoever comes at the same time', async () => {
  const data = join(folder, 'together');
  const commands = Array.from({ length: 2 }, (_, i) =>
    spawn(process.execPath, [POLC, 'caller', 'create', `c${i}`, '--policy', 'polc-admin', '--data', data, '--timeout', '60']),
  );
  const codes = await Promise.all(commands.map((child) => new Promise((resolve) => child.on('close', resolve))));
  expect(codes).toEqual([0, 0]);
  const keys = readdirSync(join(data, 'keys')).sort();
  expect(keys).toEqual(['audit.secret', 'grants.pem', 'log.pem']);
  for (const name of keys) expect(statSync(join(data, 'keys', name)).mode & 0o777, name).toBe(0o600);
  expect(statSync(join(data, 'keys')).mode & 0o777).toBe(0o700);
}, 120_000);

it('keeps its keys', () => {
  const data = new DataFolder(join(folder, 'broken'));
  const { audit } = data.keys();
  expect(new DataFolder(join(folder, 'broken')).keys().audit).toEqual(audit);
});
