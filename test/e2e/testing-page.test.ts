// The page for those who test policies from TypeScript: its snippets are one test file, which runs, and whose types hold.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../house/modules.js';

const page = readFileSync(join(ROOT, 'docs/testing.md'), 'utf8');
const snippets = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text as string);
const folder = mkdtempSync(join(tmpdir(), 'polc-testing-page-'));

beforeAll(() => {
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'page.test.ts'), snippets.join('\n'));
  const conditions = `{ conditions: ['polc-source', 'node'] }`;
  writeFileSync(
    join(folder, 'vitest.config.mjs'),
    `export default { resolve: ${conditions}, ssr: { resolve: ${conditions} }, test: { include: ['*.test.ts'] } };\n`,
  );
  const options = {
    target: 'ES2022',
    lib: ['ES2023', 'DOM'],
    module: 'ESNext',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['page.test.ts'] }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

describe('docs/testing.md', () => {
  it('shows tests that pass', () => {
    const tests = page.match(/^test\(/gm) ?? [];
    expect(tests.length).toBeGreaterThan(5);
    const run = node(join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json');
    const { testResults } = JSON.parse(run.stdout) as { testResults: { assertionResults: { status: string; failureMessages: string[] }[] }[] };
    const results = testResults.flatMap(({ assertionResults }) => assertionResults);
    expect(results.flatMap(({ failureMessages }) => failureMessages)).toEqual([]);
    expect(results.map(({ status }) => status)).toEqual(tests.map(() => 'passed'));
  });

  it('shows tests whose types hold, the matchers’ too', () => {
    const types = (...args: readonly string[]) => {
      const { status, stdout } = node(join(ROOT, 'node_modules/typescript/bin/tsc'), ...args);
      return [status, stdout];
    };
    // By the declarations that users have, made anew where a source has changed.
    expect(types('-b', join(ROOT, 'testing'))).toEqual([0, '']);
    expect(types('-p', folder)).toEqual([0, '']);
  });

  it('names every option that there is', () => {
    const source = readFileSync(join(ROOT, 'testing/arbitraries/options.ts'), 'utf8');
    const options = [...source.matchAll(/readonly (\w+)\?:/g)].map(([, name]) => name as string);
    expect(options.length).toBeGreaterThan(5);
    expect(options.filter((name) => !new RegExp(`^\\| .*\`${name}\`.* \\|`, 'm').test(page))).toEqual([]);
  });
});
