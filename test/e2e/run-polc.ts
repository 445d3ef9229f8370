// Runs the built command as a user does, in folders of its own: in a process of its own where processes matter (exit, streams, signals, start), else in
// one that stands ready. Builds it first where it is missing or older than its sources.

import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { StandingProcess } from './standing/ask-standing.js';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const POLC = join(ROOT, 'cli/dist/polc.mjs');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** Where it runs; the paths it prints are relative to it. */
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

const TIMEOUT_MS = 60_000;

let standing: StandingProcess | null = null;

/** All that it is asked and says is as in a process of its own; what ends a process, and what streams do, is not. */
export function polc(args: readonly string[], { cwd = process.cwd(), input = '', env = {}, timeout = TIMEOUT_MS }: Surroundings = {}): Outcome {
  standing ??= new StandingProcess(POLC);
  return standing.run({ args, cwd, input, env: environment(env) }, timeout);
}

/** In a process of its own. */
export function polcAlone(args: readonly string[], { cwd, input = '', env = {}, timeout = TIMEOUT_MS }: Surroundings = {}): Outcome {
  const options = { cwd, input, env: environment(env), encoding: 'utf8', timeout, maxBuffer: 256 * 1024 * 1024 } as const;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [POLC, ...args], options);
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}

/** For what a shell does: pipes, process substitution. `$POLC` is the command. */
export function shell(script: string, { cwd, env = {}, timeout = TIMEOUT_MS }: Surroundings = {}): Outcome {
  const options = { cwd, env: { ...environment(env), POLC: `${process.execPath} ${POLC}` }, encoding: 'utf8', timeout } as const;
  const { status, stdout, stderr, error } = spawnSync('bash', ['-c', script], options);
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}

/** Still running when it is handed back. */
export function startPolc(args: readonly string[], { cwd, env = {} }: Surroundings = {}): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [POLC, ...args], { cwd, env: environment(env) });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** What the outer world says about colours is left out. */
function environment(own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...rest } = process.env;
  return { ...rest, TERM: 'xterm', ...own };
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files, gone when the test has ended. */
export function folder(files: Files = {}): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'polc-e2e-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

const LOCK = join(ROOT, 'cli', 'dist.lock');

/** Test files run side by side: one builds, the others wait. */
function ensureBuilt(): void {
  const patience = Date.now() + TIMEOUT_MS;
  while (!isFresh()) {
    try {
      mkdirSync(LOCK);
    } catch {
      if (Date.now() > patience) throw new Error(`${LOCK} has been there for too long: remove it if nothing is being built`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      continue;
    }
    try {
      const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--no-types'], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the command does not build: ${stderr}`);
      break;
    } finally {
      rmSync(LOCK, { recursive: true });
    }
  }
}

function isFresh(): boolean {
  if (!existsSync(POLC) || existsSync(LOCK)) return false;
  const built = statSync(POLC).mtimeMs;
  return ['cli', 'compiler', 'grammar', 'runtime', 'testing', 'service', 'test/oracle'].every((room) => newestSource(join(ROOT, room)) <= built);
}

function newestSource(path: string): number {
  return readdirSync(path, { withFileTypes: true }).reduce((newest, entry) => {
    if (entry.name === 'dist' || entry.name === 'node_modules') return newest;
    const inner = join(path, entry.name);
    if (entry.isDirectory()) return Math.max(newest, newestSource(inner));
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts') ? Math.max(newest, statSync(inner).mtimeMs) : newest;
  }, 0);
}

ensureBuilt();
