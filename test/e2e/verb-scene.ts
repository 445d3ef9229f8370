// A server that verbs ask, in this process, with a folder for what they read and write.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Running, run } from '../service/running.js';
import { type Ended, polcHere } from './verbs-here.js';

export interface VerbScene {
  readonly running: Running;
  /** In the scene's folder. */
  file(name: string, content?: string): string;
  readonly folder: string;
  /** By the administrator, unless told otherwise. */
  polc(line: string | readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** That must go well. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever a test expects of it
  json(line: string | readonly string[], env?: Readonly<Record<string, string>>): Promise<any>;
  end(): Promise<void>;
}

export async function openVerbScene(policies: string): Promise<VerbScene> {
  const running = await run(policies);
  const folder = mkdtempSync(join(tmpdir(), 'polc-verbs-'));
  const file = (name: string, content?: string) => {
    if (content !== undefined) writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const admin = file('admin.key', `${running.key}\n`);
  const polc: VerbScene['polc'] = (line, env = {}) =>
    polcHere(typeof line === 'string' ? line.split(' ') : line, { POLC_SERVER: running.server.base, POLC_KEY_FILE: admin, ...env });
  return {
    ...{ running, file, folder, polc },
    json: async (line, env) => {
      const { code, stdout, stderr } = await polc([...(typeof line === 'string' ? line.split(' ') : line), '--format', 'json'], env);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout) as unknown;
    },
    end: async () => {
      await running.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
