// Who may import whom (docs/architecture.md), checked on every file, and that the check has looked.

import { describe, expect, it } from 'vitest';
import { type Module, ROOMS, readModules } from './modules.js';

const modules = readModules();

/** Packages each room may name; other rooms only through their doors. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  grammar: [],
  runtime: [],
  compiler: ['@polc/grammar', '@polc/runtime', '@polc/runtime/anatomy'],
  testing: ['@polc/grammar', '@polc/runtime', '@polc/compiler', 'fast-check', 'vitest'],
  service: [
    ...['@polc/runtime', 'ajv', 'ajv/dist/2020.js', 'jose', 'kysely', 'libsql', 'pg'],
    ...['fastify', '@fastify/swagger', '@fastify/rate-limit', 'prom-client', '@opentelemetry/api'],
  ],
  cli: ['@polc/grammar', '@polc/runtime', '@polc/compiler', '@polc/testing', '@polc/service', 'commander', 'picocolors', 'diff', 'picomatch'],
};

/** A stage of the compiler looks back, never ahead. */
const STAGES = [
  'model',
  'zones',
  'automata',
  'expression',
  'schema',
  'check',
  'resolve',
  'normal',
  'tree',
  'analysis',
  'bundle',
  'codegen',
  'compare',
  'suggest',
  'lint',
];

const inRoom = (room: string) => modules.filter((module) => module.room === room);
const stageOf = (file: string) => STAGES.indexOf(file.split('/')[1] ?? '');

function trespasses(room: string): string[] {
  const allowed = ALLOWED[room] ?? [];
  return inRoom(room).flatMap((module) =>
    module.imports.filter(({ target }) => !isAtHome(module, target) && !allowed.includes(target)).map(({ target }) => `${module.file} imports ${target}`),
  );
}

function isAtHome(module: Module, target: string): boolean {
  if (target.startsWith(`${module.room}/`)) return true;
  if ((module.room === 'cli' || module.room === 'service') && target.startsWith('node:')) return true;
  return module.file === 'grammar/chevrotain.ts' && target === 'chevrotain';
}

/** What is loaded with a file: itself, and what it imports at once. */
function loadedWith(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const { imports = [] } = modules.find((module) => module.file === file) ?? {};
  for (const { target, typeOnly, late } of imports) if (!typeOnly && !late) loadedWith(target, seen);
  return seen;
}

describe('the walls', () => {
  it('are looked at: every room has modules, and they have imports', () => {
    for (const room of ROOMS) expect(inRoom(room).length, room).toBeGreaterThan(3);
    expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
  });

  it.each(Object.keys(ALLOWED))('%s imports only what it may, and other rooms through their doors', (room) => {
    expect(trespasses(room)).toEqual([]);
  });

  it('the runtime imports nothing at all', () => {
    expect(inRoom('runtime').flatMap(({ imports }) => imports.filter(({ target }) => !target.startsWith('runtime/')))).toEqual([]);
  });

  it('the testing room imports vitest at its second door only, and nothing imports that', () => {
    const importers = (wanted: string) => modules.filter(({ room, imports }) => room !== 'test' && imports.some(({ target }) => target === wanted));
    expect(importers('vitest').map(({ file }) => file)).toEqual(['testing/vitest.ts']);
    expect([...importers('testing/vitest.ts'), ...importers('@polc/testing/vitest')]).toEqual([]);
  });

  it('no stage of the compiler looks ahead', () => {
    const ahead = inRoom('compiler').flatMap(({ file, imports }) =>
      imports.filter(({ target }) => stageOf(file) >= 0 && stageOf(target) > stageOf(file)).map(({ target }) => `${file} imports ${target}`),
    );
    expect(ahead).toEqual([]);
  });

  it('the oracle takes types, never values, from compiler and runtime', () => {
    const oracle = modules.filter(({ file }) => file.startsWith('test/oracle/') && !file.endsWith('.test.ts'));
    expect(oracle.length).toBeGreaterThan(5);
    const values = oracle.flatMap(({ file, imports }) =>
      imports
        .filter(({ target, typeOnly }) => !typeOnly && (/^@polc\/(?:compiler|runtime)/.test(target) || /^(?:compiler|runtime|cli)\//.test(target)))
        .map(({ target }) => `${file} imports ${target}`),
    );
    expect(values).toEqual([]);
  });

  it('a verb loads the service only once it is needed, and one that asks it no compiler before', () => {
    expect(loadedWith('cli/commands/check.ts')).toContain('@polc/compiler');
    const files = inRoom('cli').map(({ file }) => file);
    expect(files.filter((file) => loadedWith(file).has('@polc/service'))).toEqual([]);
    const asking = ['serve', 'agent', 'user', 'group', 'delegation', 'consent', 'grant', 'approval', 'caller', 'policies', 'audit'];
    const verbs = asking.map((verb) => `cli/commands/${verb}.ts`);
    expect(files).toEqual(expect.arrayContaining(verbs));
    expect(['cli/main.ts', ...verbs].filter((file) => loadedWith(file).has('@polc/compiler'))).toEqual([]);
  });

  it('nothing of the product imports tests or benches', () => {
    const product = modules.filter(({ room }) => room !== 'test');
    expect(
      product.flatMap(({ file, imports }) => imports.filter(({ target }) => /^(?:test|bench)\//.test(target)).map(({ target }) => `${file} imports ${target}`)),
    ).toEqual([]);
  });
});
