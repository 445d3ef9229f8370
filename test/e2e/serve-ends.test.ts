// The server, told to end where its log takes nothing any more.

import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { folder, startPolc } from './run-polc.js';

const canLimit = spawnSync('prlimit', ['--fsize=65536:unlimited', 'true']).status === 0;
const POLICY = 'policy "p" {\n  path "kv/*" {\n    capabilities = ["read"]\n  }\n}\n';

async function started() {
  const child = startPolc(['serve', '-p', 'p', '--port', '0', '--log', 'error'], { cwd: folder({ 'p/a.hcl': POLICY }) });
  let said = '';
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  await expect.poll(() => said, { timeout: 60_000 }).toContain('it listens at');
  return { child, said: () => said, ended: once(child, 'exit') };
}

it.skipIf(!canLimit)('ends when it is told to where no log can be written, and says so (needs prlimit)', async () => {
  const { child, said, ended } = await started();
  expect(spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=512:unlimited']).status).toBe(0);
  child.kill('SIGTERM');
  expect(await ended).toEqual([4, null]);
  expect(said()).toContain('polc: no audit log can be written\n');
});
