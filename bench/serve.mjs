// What does the decision server take on loopback? Beside a bare fastify that gives the body back, without a durable log, with callers that show tokens, and
// beside Cerbos with its audit log on. The load comes from a process of its own, over 32 connections that stay open; rounds of all, one after another.

import { execFile, fork } from 'node:child_process';
import { createPrivateKey, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import { effort } from './lib/effort.mjs';
import { perSecond, range, report } from './lib/report.mjs';
import { median, spread } from './lib/statistics.mjs';
import { startCerbos } from './serve/cerbos.mjs';
import { REQUEST } from './serve/rules.mjs';

const ROUNDS = effort(3, 1);
const SECONDS = effort(5, 2);
/** WHY so long: a server runs for months, and its code is only as fast as it gets once it has answered some hundred thousand requests. */
const WARM_UP = effort(20, 2);
const FLOOR = 'fastify echo';
const here = new URL('./serve/', import.meta.url);
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'polc-bench-serve-'));
const body = JSON.stringify(REQUEST);

function start(name, argument) {
  const child = fork(new URL(name, here), [JSON.stringify(argument ?? {})], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve({ ...message, stop: () => child.disconnect() }));
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

const token = async (key) =>
  new SignJWT({ client_id: 'bench' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'k' })
    .setIssuer('https://idp')
    .setSubject('bench')
    .setAudience('bench')
    .setIssuedAt()
    .setExpirationTime('1h')
    .setJti(randomUUID())
    .sign(createPrivateKey(key));

async function load({ base, headers = {} }, seconds) {
  const argument = JSON.stringify({ url: `${base}/access/v1/evaluation`, body, headers, seconds });
  const { stdout } = await run(process.execPath, [new URL('load.mjs', here).pathname, argument]);
  const result = JSON.parse(stdout);
  if (result.errors > 0 || result.non2xx > 0) throw new Error(`${base}: ${result.errors} errors, ${result.non2xx} answers that are none`);
  return result;
}

const echo = await start('echo-server.mjs');
const polc = await start('polc-server.mjs', { durable: true, sealed: true, folder });
const unlogged = await start('polc-server.mjs', { durable: false, sealed: true, folder });
const cerbos = await startCerbos(folder);
const key = (server) => ({ authorization: `Bearer ${server.key}` });
const contestants = [
  [FLOOR, { base: echo.base }],
  ['polc, log fsynced', { base: polc.base, headers: key(polc) }],
  ['polc, log not written', { base: unlogged.base, headers: key(unlogged) }],
  ['polc, JWT callers', { base: polc.base, headers: { authorization: `Bearer ${await token(polc.jwtKey)}` } }],
  ...(cerbos === null ? [] : [['Cerbos, audit log on', { base: cerbos.base }]]),
];

function figureOf(name, rounds, floors) {
  const middle = (what) => median(rounds.map((one) => one[what]));
  const ratios = rounds.map(({ perSecond }, round) => perSecond / floors[round].perSecond);
  return { name, perSecond: middle('perSecond'), ratio: median(ratios), range: spread(ratios), p50: middle('p50'), p99: middle('p99'), p999: middle('p999') };
}

try {
  const taken = new Map(contestants.map(([name]) => [name, []]));
  for (const [, one] of contestants) await load(one, WARM_UP);
  for (let round = 0; round < ROUNDS; round++) {
    // One begins, then another: what slows a round slows all of it.
    const turns = contestants.map((_, i) => contestants[(i + round) % contestants.length]);
    for (const [name, one] of turns) taken.get(name).push(await load(one, SECONDS));
  }
  const figures = contestants.map(([name]) => figureOf(name, taken.get(name), taken.get(FLOOR)));
  const by = (name) => figures.find((one) => one.name === name);
  const cost = 1 - by('polc, log fsynced').perSecond / by('polc, log not written').perSecond;
  report({
    name: 'serve',
    question: 'what does the decision server take on loopback?',
    method: `AuthZEN evaluation, 32 connections that stay open, the load from a process of its own; ${ROUNDS} rounds of ${SECONDS} s of each, by turns, after ${WARM_UP} s of each; ratios within a round, then their median`,
    rows: figures.map((one) => ({
      who: one.name,
      'a second': perSecond(one.perSecond),
      'of the echo': one.ratio.toFixed(2),
      'middle half': range(one.range),
      'p50, ms': one.p50,
      'p99, ms': one.p99,
      'p99.9, ms': one.p999,
    })),
    figures,
    notes: [`the log on the disk costs ${(100 * cost).toFixed(0)} % of throughput`],
  });
} finally {
  for (const one of [echo, polc, unlogged, cerbos]) one?.stop();
  rmSync(folder, { recursive: true, force: true });
}
