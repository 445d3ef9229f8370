// Starts nodes in processes of their own, bundled once from the sources; what they run under (strace, a limit, a mount) is the test's to say.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { ADMIN, type Answered, bundleOf, call, ed25519 } from '../running.js';
import type { Asked, NodeSettings, Started } from './node-process.js';

export type { NodeSettings } from './node-process.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let built: Promise<string> | null = null;

function nodeCode(): Promise<string> {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'service', 'package.json'), 'utf8')) as { readonly dependencies: object };
  built ??= build({
    ...{ entryPoints: [fileURLToPath(new URL('node-process.ts', import.meta.url))], bundle: true, write: false, platform: 'node', format: 'esm' },
    ...{ target: 'node20', conditions: ['polc-source'], external: Object.keys(dependencies).filter((name) => !name.startsWith('@polc/')) },
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  return built;
}

export interface NodeProcess {
  readonly process: ChildProcess;
  ask<T>(asked: Asked): Promise<T>;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
  /** It ends by itself, and what it runs under with it. */
  leave(): Promise<void>;
}

export interface RunningNode extends NodeProcess, Started {
  /** With the key of the first caller. */
  call(method: string, path: string, body?: unknown): Promise<Answered>;
  end(): Promise<void>;
}

export interface Surroundings {
  /** The command that it is an argument of. */
  readonly under?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whose process it is. */
  readonly uid?: number;
}

/** A process with all of its modules, that waits to be told what it is. */
export async function prepareNode({ under = [], env = {}, uid }: Surroundings = {}): Promise<NodeProcess> {
  const code = await nodeCode();
  const [command = '', ...rest] = [...under, process.execPath, '--expose-gc', '--input-type=module', '-'];
  // WHY in the root: what is not bundled is found from there.
  const child = spawn(command, rest, {
    cwd: root,
    stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
    ...(uid === undefined ? {} : { uid }),
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(code);
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let errors = '';
  child.stderr?.on('data', (text: Buffer) => {
    errors += text;
  });
  child.on('message', (message: { readonly id: number; readonly value?: unknown; readonly error?: string }) => {
    const { id, value, error } = message;
    if (error === undefined) waiting.get(id)?.resolve(value);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`the node ended: ${signal ?? code} ${errors}`));
  });
  child.once('error', (error) => {
    for (const { reject } of waiting.values()) reject(error);
  });
  const answerTo = <T>(id: number) =>
    new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  let count = 0;
  await answerTo(0);
  return {
    process: child,
    ask: (asked) => {
      count++;
      const answer = answerTo<never>(count);
      child.send({ id: count, asked });
      return answer;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    leave: async () => {
      child.disconnect();
      await gone;
    },
  };
}

/** `key`: of the caller, where it was made before. */
export async function go(prepared: NodeProcess, settings: NodeSettings, key?: string): Promise<RunningNode> {
  const started = await prepared.ask<Started>({ ask: 'go', settings });
  const known = key ?? started.key;
  return {
    ...prepared,
    ...started,
    key: known,
    call: (method, path, body) => call(started.base, known, method, path, body),
    end: async () => {
      await prepared.ask({ ask: 'end' });
      await prepared.leave();
    },
  };
}

/** For a node over `folder`: SQLite, one log, keys of its own. */
export function settingsFor(folder: string, policies: string, more: Partial<NodeSettings> = {}): NodeSettings {
  return {
    ...{ store: join(folder, 'store.db'), audit: [join(folder, 'audit')], name: 'node' },
    bundle: Buffer.from(bundleOf(ADMIN, policies)).toString('base64'),
    secret: randomBytes(32).toString('hex'),
    grantKey: ed25519().export({ type: 'pkcs8', format: 'pem' }) as string,
    ...more,
  };
}
