// What the command reads: files and folders (language.md §1), and how it refuses what is no policy. One line, the thing's name, exit 4.

import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODE_REVIEW } from './policy-texts.js';
import { folder, polc } from './run-polc.js';

/** The files that were read, by what JUnit says of each. */
function filesRead(paths: readonly string[], cwd: string): string[] {
  const { stdout } = polc(['check', ...paths, '--format', 'junit'], { cwd });
  return [...stdout.matchAll(/<testsuite name="([^"]*)"/g)].map(([, file]) => file as string);
}

describe('a source set', () => {
  it('has of folders the policies, without tests and dot-files, in order', () => {
    const names = ['b.hcl', 'a/z.hcl', 'a.hcl', 'B.hcl', 'c.polc.json', 'a/x/y.hcl', 'x.test.hcl', '.a.hcl', '.git/a.hcl', 'a.json', 'README.md', 'a.hcl.bak'];
    const cwd = folder(Object.fromEntries(names.map((name) => [`p/${name}`, name.endsWith('.json') ? '{}' : CODE_REVIEW])));
    expect(filesRead(['p'], cwd)).toEqual(['p/B.hcl', 'p/a.hcl', 'p/a/x/y.hcl', 'p/a/z.hcl', 'p/b.hcl', 'p/c.polc.json']);
    expect(filesRead(['p/'], cwd)).toHaveLength(6);
  });

  it('has any file that is named', () => {
    const cwd = folder({ 'x.test.hcl': CODE_REVIEW, '.a.hcl': CODE_REVIEW, policy: CODE_REVIEW, '.p/a.hcl': CODE_REVIEW });
    expect(filesRead(['x.test.hcl', '.a.hcl', 'policy', '.p'], cwd)).toEqual(['.a.hcl', '.p/a.hcl', 'policy', 'x.test.hcl']);
  });

  it('has each file once, however often it is reached', () => {
    const cwd = folder({ 'p/a.hcl': CODE_REVIEW, 'p/q/b.hcl': CODE_REVIEW });
    symlinkSync('q', join(cwd, 'p/r'));
    symlinkSync('a.hcl', join(cwd, 'p/z.hcl'));
    expect(filesRead(['p', './p', 'p/a.hcl', cwd], cwd)).toEqual(['p/a.hcl', 'p/q/b.hcl']);
  });

  it('follows symlinks to files and folders', () => {
    const cwd = folder({ 'real/a.hcl': CODE_REVIEW, 'p/b.hcl': CODE_REVIEW });
    symlinkSync('../real', join(cwd, 'p/team'));
    expect(filesRead(['p'], cwd)).toEqual(['p/b.hcl', 'p/team/a.hcl']);
  });

  it('stays quick where symlinks lead to the same folders by many ways', () => {
    const depth = 24;
    const cwd = folder(Object.fromEntries(Array.from({ length: depth + 1 }, (_, i) => [`d${i}/a.hcl`, CODE_REVIEW])));
    for (let i = 0; i < depth; i++) for (const way of ['l', 'r']) symlinkSync(`../d${i + 1}`, join(cwd, `d${i}`, way));
    expect(filesRead(['d0'], cwd)).toHaveLength(depth + 1);
  });
});

describe('what is no policy', () => {
  const refused = (cwd: string, path: string) => {
    const { code, stdout, stderr } = polc(['check', path], { cwd });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    return stderr;
  };

  it('is a path that is not there', () => {
    expect(refused(folder(), 'p/none.hcl')).toBe('polc: p/none.hcl: no such file or folder\n');
    expect(refused(folder(), 'a\n\u001b[2Jb')).toBe('polc: a\\n\\u001b[2Jb: no such file or folder\n');
    expect(refused(folder({ 'a.hcl': CODE_REVIEW }), 'a.hcl/b')).toBe('polc: a.hcl/b: a part of the path is not a folder\n');
  });

  it('is a folder without any, alone or beside others', () => {
    const cwd = folder({ 'p/README.md': 'no policy', 'p/x.hcl/.keep': '', 'q/a.hcl': CODE_REVIEW });
    expect(refused(cwd, 'p')).toBe('polc: no policies in p\n');
    expect(polc(['check', 'q', 'p'], { cwd })).toEqual({ code: 4, stdout: '', stderr: 'polc: no policies in p\n' });
  });

  it('is a symlink that comes back to itself', () => {
    const cwd = folder({ 'p/a.hcl': CODE_REVIEW, 'p/q/b.hcl': CODE_REVIEW });
    symlinkSync('../..', join(cwd, 'p/q/up'));
    expect(refused(cwd, 'p')).toBe('polc: p/q/up/p: a circular symlink\n');
    symlinkSync('loop', join(cwd, 'loop'));
    expect(refused(cwd, 'loop')).toBe('polc: loop: a circular symlink\n');
  });

  it('is a symlink that leads nowhere', () => {
    const cwd = folder({ 'p/a.hcl': CODE_REVIEW });
    symlinkSync('gone', join(cwd, 'p/team'));
    expect(refused(cwd, 'p')).toBe('polc: p/team: a symlink that leads nowhere\n');
  });

  it('is a file over 16 MiB, which is not even read', () => {
    const cwd = folder({ 'p/a.hcl': CODE_REVIEW });
    writeFileSync(join(cwd, 'p/huge.hcl'), '');
    truncateSync(join(cwd, 'p/huge.hcl'), 100 * 1024 * 1024);
    const start = performance.now();
    expect(refused(cwd, 'p')).toBe('polc: p/huge.hcl: larger than 16 MiB\n');
    expect(performance.now() - start).toBeLessThan(5000);
    for (const verb of [['eval', '--request', 'r'], ['build', '-o', 'out'], ['fmt']]) {
      const flags = verb[0] === 'eval' ? ['-p', 'p'] : ['p'];
      expect(polc([...verb, ...flags], { cwd }), verb[0]).toMatchObject({ code: 4, stderr: 'polc: p/huge.hcl: larger than 16 MiB\n' });
    }
  });

  it('is a pipe or a device', () => {
    const cwd = folder({ 'p/a.hcl': CODE_REVIEW });
    execFileSync('mkfifo', [join(cwd, 'p/pipe.hcl')]);
    expect(refused(cwd, 'p')).toBe('polc: p/pipe.hcl: not a regular file\n');
    expect(refused(cwd, 'p/pipe.hcl')).toBe('polc: p/pipe.hcl: neither a regular file nor a folder\n');
    expect(refused(cwd, '/dev/null')).toBe('polc: /dev/null: neither a regular file nor a folder\n');
  });

  it('is bytes that are no text: a finding, with its place', () => {
    const bytes = Buffer.concat([Buffer.from('path "a" {}\n# '), Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7) % 256))]);
    const cwd = folder({ 'p.hcl': bytes, 'zero.hcl': 'path "a\0" { capabilities = ["read"] }' });
    expect(polc(['check', 'p.hcl'], { cwd })).toMatchObject({ code: 1, stdout: expect.stringMatching(/^error\[not-utf8\]: [^\n]+\n --> p\.hcl:2:\d+\n/) });
    expect(polc(['check', 'zero.hcl'], { cwd })).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^error\[null-character\]: [^\n]+\n --> zero\.hcl:1:8\n/),
    });
  });
});
