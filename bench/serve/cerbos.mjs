// A Cerbos server with its audit log on, asked over the same standard.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { CERBOS_POLICY } from './rules.mjs';

const free = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** null where there is no Cerbos for this machine. */
export async function startCerbos(folder) {
  let binary;
  try {
    binary = join(dirname(createRequire(import.meta.url).resolve('@cerbos/cerbos-linux-x64/package.json')), 'cerbos-linux-x64');
  } catch {
    return null;
  }
  const [http, grpc] = [await free(), await free()];
  mkdirSync(join(folder, 'policies'), { recursive: true });
  writeFileSync(join(folder, 'policies', 'record.yaml'), CERBOS_POLICY);
  const settings = {
    server: { httpListenAddr: `127.0.0.1:${http}`, grpcListenAddr: `127.0.0.1:${grpc}` },
    storage: { driver: 'disk', disk: { directory: join(folder, 'policies') } },
    audit: { enabled: true, accessLogsEnabled: true, decisionLogsEnabled: true, backend: 'file', file: { path: join(folder, 'audit.log') } },
    telemetry: { disabled: true },
  };
  writeFileSync(join(folder, 'cerbos.yaml'), JSON.stringify(settings));
  const child = spawn(binary, ['server', '--log-level=error', '--config', join(folder, 'cerbos.yaml')], { stdio: 'ignore' });
  const base = `http://127.0.0.1:${http}`;
  for (let tries = 0; tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const answered = await fetch(`${base}/_cerbos/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return { base, stop: () => child.kill('SIGKILL') };
  }
  child.kill('SIGKILL');
  throw new Error('Cerbos does not start');
}
