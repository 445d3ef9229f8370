// A thread between who waits without a turn of the event loop and the process that runs the command.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';

const { polc, port, turn } = workerData;
let child = null;
let isAsked = false;

function answer(value) {
  if (!isAsked) return;
  isAsked = false;
  port.postMessage(value);
  Atomics.store(turn, 0, 1);
  Atomics.notify(turn, 0);
}

function started() {
  // WHY no arguments of Node's: what the tests run under has its own conditions for packages.
  const made = fork(fileURLToPath(new URL('process.mjs', import.meta.url)), [polc], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  made.on('message', answer);
  made.on('exit', (code, signal) => {
    if (child === made) child = null;
    answer({ error: `the standing process ended: ${signal ?? code}` });
  });
  return made;
}

port.on('message', (asked) => {
  isAsked = asked !== 'end';
  if (isAsked) {
    child ??= started();
    child.send(asked);
  } else {
    child?.kill('SIGKILL');
    child = null;
  }
});
