// A process that runs the built command again and again, as main.ts runs it: its modules are read once, its entry is evaluated for each run.

import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

const entry = pathToFileURL(process.argv[2]).href;
let count = 0;

/** What one run changes of the process: where it is, what it is given, where its words go. */
async function run({ args, cwd, input, env }) {
  const said = { stdout: [], stderr: [] };
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) if (!Object.hasOwn(env, name)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [process.execPath, 'polc', ...args];
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from(input.length === 0 ? [] : [Buffer.from(input)], { objectMode: false }) });
  for (const name of ['stdout', 'stderr']) {
    process[name].write = (chunk, encoding, done) => {
      said[name].push(typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : Buffer.from(chunk));
      const written = typeof encoding === 'function' ? encoding : done;
      if (written !== undefined) process.nextTick(written);
      return true;
    };
  }
  process.exitCode = undefined;
  await import(`${entry}?${count++}`);
  // What it has begun and not waited for, as far as that is no work for others.
  await new Promise(setImmediate);
  process.removeAllListeners('uncaughtException');
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { code, stdout: Buffer.concat(said.stdout).toString(), stderr: Buffer.concat(said.stderr).toString() };
}

process.on('message', async (asked) => process.send(await run(asked)));
