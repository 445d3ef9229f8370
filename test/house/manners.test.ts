// The manners of docs/style.md that a script can see.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OUTCOMES } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { ROOT, readModules } from './modules.js';

const modules = readModules();
const lines = (text: string) => text.split('\n').length;

describe('the house', () => {
  it('has files named in kebab-case', () => {
    expect(modules.map(({ file }) => basename(file)).filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.ts$/.test(name))).toEqual([]);
  });

  it('has a header on every file but tests, whose names speak', () => {
    expect(modules.filter(({ file, text }) => !file.endsWith('.test.ts') && !text.startsWith('//')).map(({ file }) => file)).toEqual([]);
  });

  it('has no file over 500 lines, and a reason in the header of each over 300', () => {
    const long = modules.filter(({ text }) => lines(text) > 300);
    expect(long.filter(({ text }) => lines(text) > 500).map(({ file }) => file)).toEqual([]);
    expect(long.filter(({ text }) => !/long/i.test(text.split('\n').slice(0, 4).join(' '))).map(({ file }) => file)).toEqual([]);
  });

  it('has no drawer', () => {
    expect(modules.filter(({ file }) => /\b(?:utils?|helpers?|misc|common)\b/.test(file)).map(({ file }) => file)).toEqual([]);
  });

  it('pins exact versions', () => {
    const manifests = ['package.json', ...['grammar', 'runtime', 'compiler', 'testing', 'service', 'cli'].map((room) => `${room}/package.json`)];
    const loose = manifests.flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, Record<string, string>>;
      return Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-beta\.\d+)?$/.test(version));
    });
    expect(loose).toEqual([]);
  });

  it('explains every outcome in the specification', () => {
    const spec = readFileSync(join(ROOT, 'grammar/spec.md'), 'utf8');
    expect(OUTCOMES.filter((outcome) => !new RegExp(`^\\| \`${outcome}\` +\\|`, 'm').test(spec))).toEqual([]);
  });

  it('explains every diagnostic code in the specification or on a page of its own', () => {
    const spec = readFileSync(join(ROOT, 'grammar/spec.md'), 'utf8');
    const product = modules.filter(({ room }) => room === 'grammar' || room === 'compiler');
    const codes = new Set(
      product.flatMap(({ text }) => [...text.matchAll(/code: '([a-z0-9-]+)'|(?:error|warning)\(\s*'([a-z0-9-]+)'/g)].map(([, a, b]) => (a ?? b) as string)),
    );
    expect(codes.size).toBeGreaterThan(30);
    expect([...codes].filter((code) => !spec.includes(`\`${code}\``) && !existsSync(join(ROOT, `docs/rules/${code}.md`)))).toEqual([]);
  });

  it('plants named faults that fit the source', () => {
    const faults = JSON.parse(readFileSync(join(ROOT, 'test/mutants.json'), 'utf8')) as { name: string; file: string; find: string; replace: string }[];
    expect(faults.length).toBeGreaterThanOrEqual(30);
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.filter(({ file, find, replace }) => find === replace || readFileSync(join(ROOT, file), 'utf8').split(find).length !== 2)).toEqual([]);
  });

  it('keeps what is built out of the repository', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
    expect(tracked.length).toBeGreaterThan(50);
    expect(tracked.filter((file) => /(?:^|\/)(?:dist|node_modules)\//.test(file))).toEqual([]);
  });
});
