// `polc fmt`: in place, in whole, or not at all.

import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODE_REVIEW, FORMATTED, UNFORMATTED, UNPARSABLE } from './policy-texts.js';
import { folder, polc, startPolc } from './run-polc.js';

const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

describe('polc fmt', () => {
  it('rewrites what is not in the canonical format, names it, and leaves the rest', () => {
    const cwd = folder({ 'p/a.hcl': UNFORMATTED, 'p/b.hcl': CODE_REVIEW });
    const untouched = statSync(join(cwd, 'p/b.hcl')).ino;
    expect(polc(['fmt', 'p'], { cwd })).toEqual({ code: 0, stdout: 'p/a.hcl\n', stderr: '' });
    expect(read(cwd, 'p/a.hcl')).toBe(FORMATTED);
    expect(statSync(join(cwd, 'p/b.hcl')).ino).toBe(untouched);
    expect(readdirSync(join(cwd, 'p'))).toEqual(['a.hcl', 'b.hcl']);
    expect(polc(['fmt', 'p'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('keeps the mode of a file', () => {
    const cwd = folder({ 'a.hcl': UNFORMATTED });
    chmodSync(join(cwd, 'a.hcl'), 0o640);
    expect(polc(['fmt', 'a.hcl'], { cwd }).code).toBe(0);
    expect(statSync(join(cwd, 'a.hcl')).mode & 0o7777).toBe(0o640);
  });

  it('writes through a symlink to the file behind it', () => {
    const cwd = folder({ 'real/a.hcl': UNFORMATTED });
    symlinkSync('real/a.hcl', join(cwd, 'link.hcl'));
    expect(polc(['fmt', 'link.hcl'], { cwd })).toMatchObject({ code: 0, stdout: 'link.hcl\n' });
    expect(lstatSync(join(cwd, 'link.hcl')).isSymbolicLink()).toBe(true);
    expect(read(cwd, 'real/a.hcl')).toBe(FORMATTED);
    expect(readdirSync(join(cwd, 'real'))).toEqual(['a.hcl']);
  });

  it('leaves what does not parse as it is, says why, and formats the others', () => {
    const cwd = folder({ 'p/a.hcl': UNPARSABLE, 'p/b.hcl': UNFORMATTED });
    const { code, stdout, stderr } = polc(['fmt', 'p'], { cwd });
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'p/b.hcl\n' });
    expect(stderr).toMatch(/^error\[unterminated-string\]: [^\n]+\n --> p\/a\.hcl:2:/);
    expect(read(cwd, 'p/a.hcl')).toBe(UNPARSABLE);
    expect(read(cwd, 'p/b.hcl')).toBe(FORMATTED);
  });

  it('--check lists what would change and changes nothing', () => {
    const cwd = folder({ 'p/a.hcl': UNFORMATTED, 'p/b.hcl': CODE_REVIEW });
    expect(polc(['fmt', '--check', 'p'], { cwd })).toEqual({ code: 1, stdout: 'p/a.hcl\n', stderr: '' });
    expect(polc(['fmt', '--check', 'p/b.hcl'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(read(cwd, 'p/a.hcl')).toBe(UNFORMATTED);
  });

  it('--diff shows what would change, so that patch can do it', () => {
    const cwd = folder({ 'p/a.hcl': UNFORMATTED, 'p/b.hcl': CODE_REVIEW });
    const { code, stdout, stderr } = polc(['fmt', '--diff', 'p'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(
      [
        '--- p/a.hcl',
        '+++ p/a.hcl',
        '@@ -1,3 +1,3 @@',
        '-path "a"  {',
        '-capabilities=["read"]   # why',
        '+path "a" {',
        '+  capabilities = ["read"] # why',
        ' }',
        '',
      ].join('\n'),
    );
    expect(read(cwd, 'p/a.hcl')).toBe(UNFORMATTED);
  });

  it('--format json says what became of each file', () => {
    const cwd = folder({ 'p/a.hcl': UNFORMATTED, 'p/b.hcl': CODE_REVIEW, 'p/c.hcl': UNPARSABLE });
    const { code, stdout } = polc(['fmt', '--check', '--format', 'json', 'p'], { cwd });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toEqual({ changed: ['p/a.hcl'], same: ['p/b.hcl'], refused: ['p/c.hcl'], failed: [] });
  });

  it('is a filter with -', () => {
    expect(polc(['fmt', '-'], { input: UNFORMATTED })).toEqual({ code: 0, stdout: FORMATTED, stderr: '' });
    expect(polc(['fmt', '-', '--check'], { input: UNFORMATTED })).toEqual({ code: 1, stdout: '<stdin>\n', stderr: '' });
    expect(polc(['fmt', '-', '--check'], { input: FORMATTED })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(polc(['fmt', '-'], { input: UNPARSABLE })).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('--> <stdin>:2:') });
  });

  const SUGAR = 'path "a" {\n  capabilities = ["read"]\n  when {\n    # who\n    purpose = ["review"]\n    agent {\n      types = ["bot"]\n    }\n  }\n}\n';
  const WRITTEN_OUT = 'path "a" {\n  capabilities = ["read"]\n  when {\n    # who\n    expr = request.purpose in ["review"] && agent.type in ["bot"]\n  }\n}\n';

  it('--expand writes conditions out, with --check and --diff too, and keeps the rest', () => {
    const cwd = folder({ 'p/a.hcl': SUGAR, 'p/b.hcl': CODE_REVIEW, 'p/c.hcl': UNPARSABLE });
    expect(polc(['fmt', 'p/a.hcl'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(polc(['fmt', '--expand', '--check', 'p/a.hcl', 'p/b.hcl'], { cwd })).toEqual({ code: 1, stdout: 'p/a.hcl\n', stderr: '' });
    expect(polc(['fmt', '--expand', '--diff', 'p/a.hcl'], { cwd }).stdout).toContain('\n+    expr = request.purpose in ["review"] && agent.type in ["bot"]\n');
    expect(read(cwd, 'p/a.hcl')).toBe(SUGAR);
    expect(polc(['fmt', '--expand', 'p'], { cwd })).toMatchObject({ code: 3, stdout: 'p/a.hcl\n' });
    expect(read(cwd, 'p/a.hcl')).toBe(WRITTEN_OUT);
    expect(read(cwd, 'p/c.hcl')).toBe(UNPARSABLE);
    expect(polc(['fmt', '--expand', 'p/a.hcl'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(polc(['fmt', '--expand', '-'], { input: SUGAR })).toEqual({ code: 0, stdout: WRITTEN_OUT, stderr: '' });
  });

  it('reads strict JSON by the name of a file, which standard input can be given', () => {
    const strict = (when: string) => `{"policy": {"x": {"path": {"a": {"capabilities": ["read"], "when": {${when}}}}}}}`;
    const lines = (when: string) =>
      `{\n  "policy": {\n    "x": {\n      "path": {\n        "a": {\n          "capabilities": ["read"],\n          "when": {\n            ${when}\n          }\n        }\n      }\n    }\n  }\n}\n`;
    const cwd = folder({ 'a.polc.json': strict('"purpose": ["review"]') });
    const named = (...flags: string[]) => polc(['fmt', '-', '--stdin-name', 'p/a.polc.json', ...flags], { input: strict('"purpose": ["review"]') });
    expect(named()).toEqual({ code: 0, stdout: lines('"purpose": ["review"]'), stderr: '' });
    expect(named('--check')).toEqual({ code: 1, stdout: 'p/a.polc.json\n', stderr: '' });
    const expanded = lines(JSON.stringify({ expr: 'request.purpose in ["review"]' }).slice(1, -1).replace('":"', '": "'));
    expect(named('--expand')).toEqual({ code: 0, stdout: expanded, stderr: '' });
    expect(polc(['fmt', '--expand', 'a.polc.json'], { cwd })).toEqual({ code: 0, stdout: 'a.polc.json\n', stderr: '' });
    expect(read(cwd, 'a.polc.json')).toBe(expanded);
    const broken = polc(['fmt', '-', '--stdin-name', 'a.polc.json'], { input: '{"policy": [,]}' });
    expect(broken).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('--> a.polc.json:1:') });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves each file old or new when %s ends it', async (signal) => {
    const count = 1500;
    const names = Array.from({ length: count }, (_, i) => `p/${String(i).padStart(4, '0')}.hcl`);
    const cwd = folder(Object.fromEntries(names.map((name) => [name, UNFORMATTED])));
    const child = startPolc(['fmt', 'p'], { cwd });
    let written = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      written += chunk.toString().split('\n').length - 1;
      if (written >= 20) child.kill(signal);
    });
    const ended = await new Promise((resolve) => child.on('close', (code, by) => resolve(code ?? by)));
    expect([signal, signal === 'SIGINT' ? 130 : 143]).toContain(ended);
    const texts = names.map((name) => read(cwd, name));
    const changed = texts.filter((text) => text === FORMATTED).length;
    expect(texts.filter((text) => text !== FORMATTED && text !== UNFORMATTED)).toEqual([]);
    expect(changed).toBeGreaterThanOrEqual(20);
    expect(changed).toBeLessThan(count);
    expect(readdirSync(join(cwd, 'p'))).toHaveLength(count);
  });
});
