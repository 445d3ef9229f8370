// The scaffold writes the whole set of files of a rule, never over an old one, and what it writes is not yet a rule that passes.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/new-rule.mjs', import.meta.url));
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'polc-rule-'));
  mkdirSync(join(root, 'compiler/lint/rules'), { recursive: true });
  writeFileSync(join(root, 'compiler/lint/rules/index.ts'), "import { oldFault } from './old-fault.js';\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(...words: readonly string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8', env: { ...process.env, POLC_ROOT: root } });
  return { status, said: stdout + stderr };
}

function written(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.\w+$/.test(file) && !file.endsWith('index.ts'))
    .sort();
}

describe('new-rule', () => {
  test('writes a rule, its page and its tests, and says where to enter it', () => {
    const { status, said } = run('some-new-fault', 'a fault that is new', 'info', 'set');
    expect(status).toBe(0);
    expect(written()).toEqual(['compiler/lint/rules/some-new-fault.ts', 'docs/rules/some-new-fault.md', 'test/lint/some-new-fault/some-new-fault.test.ts']);
    const rule = readFileSync(join(root, 'compiler/lint/rules/some-new-fault.ts'), 'utf8');
    expect(rule).toContain('export const someNewFault: Rule');
    expect(rule).toContain("severity: 'info'");
    expect(rule).toContain("reach: 'set'");
    expect(readFileSync(join(root, 'docs/rules/some-new-fault.md'), 'utf8')).toMatch(/^# some-new-fault: a fault that is new\n\nSeverity: info\n/);
    expect(said).toContain("import { someNewFault } from './some-new-fault.js';");
  });

  test.each([
    ['an id that is no kebab-case', ['NewFault', 'x'], 'is not an id'],
    ['an id of one word', ['fault', 'x'], 'is not an id'],
    ['an id that leaves the folder', ['../a-b', 'x'], 'is not an id'],
    ['a summary that would end the string', ['a-b', "it's"], 'the summary'],
    ['a severity that is none', ['a-b', 'x', 'fatal'], 'is not a severity'],
    ['a reach that is none', ['a-b', 'x', 'info', 'world'], 'is not a reach'],
    ['a rule that the registry has', ['old-fault', 'x'], 'already has'],
    ['no summary', ['a-b'], 'usage'],
  ])('refuses %s and writes nothing', (_name, words, reason) => {
    const { status, said } = run(...words);
    expect(status).toBe(2);
    expect(said).toContain(reason);
    expect(written()).toEqual([]);
  });

  test('writes over nothing', () => {
    run('a-b', 'first');
    const before = readFileSync(join(root, 'docs/rules/a-b.md'), 'utf8');
    const { status, said } = run('a-b', 'second');
    expect(status).toBe(2);
    expect(said).toContain('is there already');
    expect(readFileSync(join(root, 'docs/rules/a-b.md'), 'utf8')).toBe(before);
  });
});
