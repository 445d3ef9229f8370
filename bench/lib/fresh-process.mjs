// A module run again in new processes: the compiler inside the engine settles differently each time, and the middle of several runs is what counts.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** True in a process started by `inFreshProcesses`. */
export const isMeasuring = process.argv.includes('--measure');

/**
 * Runs the module `count` times, one after the other; each sends one value with `send`. `what` is told to each, `flags` are Node's, `limit` is in
 * milliseconds. A process that fails ends it all, unless there is `onFailure`: then the others' answers are what there is.
 */
export async function inFreshProcesses(url, count, { what = '', flags = [], limit, onFailure } = {}) {
  const answers = [];
  for (let i = 0; i < count; i++) {
    try {
      answers.push(await inFreshProcess(fileURLToPath(url), i, what, flags, limit));
    } catch (error) {
      if (onFailure === undefined) throw error;
      onFailure(error);
    }
  }
  return answers;
}

function inFreshProcess(file, index, what, flags, limit) {
  return new Promise((resolve, reject) => {
    const child = fork(file, ['--measure', String(index), what], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: flags, timeout: limit });
    let answer;
    child.on('message', (message) => {
      answer = message;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && answer !== undefined) resolve(answer);
      else reject(new Error(`${file} failed with ${code ?? 'a signal'} while it measured ${what}`));
    });
  });
}

/** The process's number among its fellows: a seed. */
export function measuringSeed() {
  return 1 + Number(process.argv[process.argv.indexOf('--measure') + 1]);
}

/** What this process was told to measure. */
export function measured() {
  return process.argv[process.argv.indexOf('--measure') + 2];
}

export function send(answer) {
  process.send(answer);
}
