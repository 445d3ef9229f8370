// Pages whose commands are typed into a shell: what they show below a command is what it prints.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { folder, POLC } from './run-polc.js';

export interface Command {
  readonly command: string;
  /** What the page shows below it. */
  readonly shown: string;
}

export type Step = { readonly file: string; readonly content: string } | Command;

/** Files (their names stand behind the language) and commands, in the order of the page. */
export function stepsOf(text: string): readonly Step[] {
  return [...text.matchAll(/```(\w+) ?(\S*)\n([\s\S]*?)```/g)].flatMap(([, language, name = '', content = '']): Step[] => {
    if (language !== 'console') return name === '' ? [] : [{ file: name, content }];
    return content
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [, command = '', shown = ''] = /^((?:.*\\\n)*.*)\n([\s\S]*)$/.exec(part) ?? [];
        return { command, shown };
      });
  });
}

/** What differs from run to run. */
function settled(text: string): string {
  return text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>').replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>');
}

/** `…` stands for anything in a line, or, alone, for any lines. */
function patternOf(shown: string): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const lines = settled(shown)
    .split(/(?<=\n)/)
    .map((line) => (line === '…\n' ? '(?:.*\\n)*' : line.split('…').map(literal).join('.*')));
  return new RegExp(`^${lines.join('')}$`);
}

/** A shell that runs commands as somebody types them: variables and jobs stay. */
class Shell {
  readonly #bash: ChildProcessWithoutNullStreams;
  #said = '';
  #done: (() => void) | null = null;

  constructor(cwd: string, env: NodeJS.ProcessEnv) {
    // A group of its own, so that what it started ends with it.
    this.#bash = spawn('bash', ['--noprofile', '--norc'], { cwd, env, detached: true });
    this.#bash.stdin.write('exec 2>&1\n');
    this.#bash.stdout.on('data', (chunk: Buffer) => {
      this.#said += chunk.toString();
      if (this.#said.includes(END)) this.#done?.();
    });
    onTestFinished(() => {
      try {
        process.kill(-(this.#bash.pid as number), 'SIGKILL');
      } catch {
        // It has ended.
      }
    });
  }

  async run(command: string): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no end of ${command}: ${this.#said}`)), 60_000);
      this.#done = () => {
        clearTimeout(late);
        resolve();
      };
      this.#bash.stdin.write(`${command}\necho '${END}'\n`);
    });
    const [said = ''] = this.#said.split(END);
    this.#said = '';
    return said;
  }
}

const END = 'that was the end of the command';

/** In an empty folder, to the end. `typed`: what is typed, and expected, in place of what the page has. */
export async function runSteps(steps: readonly Step[], typed: (text: string) => string = (text) => text): Promise<void> {
  const cwd = folder();
  const bin = folder({ polc: `#!/bin/sh\nexec '${process.execPath}' '${POLC}' "$@"\n` });
  const { NO_COLOR: _no, FORCE_COLOR: _force, POLC_SERVER: _server, POLC_DATA: _data, ...env } = process.env;
  const shell = new Shell(cwd, { ...env, PATH: `${bin}:${env.PATH}` });
  await shell.run(`chmod +x '${bin}/polc'`);
  for (const step of steps) {
    if ('file' in step) {
      mkdirSync(dirname(join(cwd, step.file)), { recursive: true });
      writeFileSync(join(cwd, step.file), step.content);
      continue;
    }
    const { command, shown } = step;
    expect(settled(await shell.run(typed(command))), command).toMatch(patternOf(typed(shown)));
  }
}
