// The command as a whole: help, versions, verbs that are not there, wrong flags, and what goes to which stream.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED, BROKEN, CODE_REVIEW } from './policy-texts.js';
import { folder, polc, ROOT, shell } from './run-polc.js';

const VERBS = ['check', 'fmt', 'test', 'eval', 'explain', 'capabilities', 'diff', 'verify', 'bench', 'build', 'inspect'];
const ONE_LINE = /^polc: [^\n]+\n$/;

describe('polc', () => {
  it('prints the version of its package', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'cli/package.json'), 'utf8')) as { version: string };
    expect(polc(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('alone says how it is used, on standard error', () => {
    const { code, stdout, stderr } = polc([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const verb of VERBS) expect(stderr).toContain(`  ${verb} `);
  });

  it('has help that names every verb and every exit code', () => {
    const { code, stdout, stderr } = polc(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of [...VERBS, '70']) expect(stdout).toContain(`  ${word} `);
  });

  it.each(VERBS)('%s has help with an example, in lines that fit a terminal', (verb) => {
    const { code, stdout, stderr } = polc([verb, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`Usage: polc ${verb} `));
    expect(stdout).toMatch(/Examples?:\n {2}\$ .*(?:\n.*)?polc /);
    expect(stdout).toContain('--format <format>');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(polc(['help', verb])).toEqual({ code: 0, stdout, stderr: '' });
  });

  it.each(['check', 'fmt', 'eval -p x', 'explain -p x --request x', 'capabilities -p x', 'bench -p x --requests x', 'build -o x', 'inspect'])(
    '%s refuses a flag it does not know',
    (line) => {
      const { code, stdout, stderr } = polc([...line.split(' '), '--formatt', 'json']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toBe("polc: unknown option '--formatt' (did you mean --format?)\n");
    },
  );

  it.each(['mcp', 'lsp'])('says that this version has no verb %s', (verb) => {
    const { code, stdout, stderr } = polc([verb, 'x', '--help']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).toContain(`this version has no verb "${verb}"; it has check, fmt,`);
  });

  it('suggests the verb that was meant', () => {
    expect(polc(['chekc']).stderr).toBe('polc: this version has no verb "chekc"; did you mean "check"?\n');
    expect(polc(['help', 'explian']).stderr).toBe('polc: this version has no verb "explian"; did you mean "explain"?\n');
  });

  it.each([
    'check',
    'fmt',
    'eval',
    'eval -p p.hcl',
    'eval -p p.hcl --request a --requests b',
    'explain -p p.hcl',
    'capabilities -p p.hcl',
    'capabilities -p p.hcl --agent a',
    'capabilities -p p.hcl --user u',
    'bench -p p.hcl',
    'bench --requests r.jsonl',
    'bench -p p.hcl --requests r.jsonl --seconds x',
    'bench -p p.hcl --requests r.jsonl --seconds 0',
    'bench -p p.hcl --requests r.jsonl --top 0',
    'build p.hcl',
    'build p.hcl -o out --target esm',
    'build p.hcl -o .mjs --target esm',
    'build p.hcl -o - --target esm',
    'build p.hcl -o out --key-id k',
    'inspect',
    'inspect a b',
    'check p.hcl --format yaml',
    'eval -p p.hcl --request r.json --engine fast',
    'fmt --stdin-name a.polc.json p.hcl',
    'capabilities -p p.hcl --policy p --agent a',
    'eval -p p.hcl --facts - --request -',
    'fmt - p.hcl',
    'fmt - --format json',
  ])('takes %s for wrong usage', (line) => {
    const cwd = folder({ 'p.hcl': CODE_REVIEW, 'r.json': JSON.stringify(ALLOWED) });
    const { code, stdout, stderr } = polc(line.split(' '), { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
  });

  it('ends quietly, and not with a yes, when nobody reads its answer', () => {
    const cwd = folder({ 'p.hcl': CODE_REVIEW, 'r.jsonl': `${JSON.stringify(ALLOWED)}\n`.repeat(5000) });
    const { stdout, stderr } = shell('$POLC eval -p p.hcl --requests r.jsonl | head -c 1; echo " ${PIPESTATUS[0]}"', { cwd });
    expect({ stdout, stderr }).toEqual({ stdout: '{ 4\n', stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says so when its answer cannot be written', () => {
    const cwd = folder({ 'p.hcl': CODE_REVIEW });
    expect(shell('$POLC check p.hcl > /dev/full', { cwd })).toEqual({ code: 4, stdout: '', stderr: 'polc: the output cannot be written: ENOSPC\n' });
  });

  it('has no colours in a pipe, whatever the environment wants', () => {
    const cwd = folder({ 'p.hcl': BROKEN });
    const { stdout } = polc(['check', 'p.hcl'], { cwd, env: { FORCE_COLOR: '1', CI: 'true' } });
    expect(stdout).toContain('error[invalid-capability]');
    expect(stdout).not.toContain('\u001b');
  });

  it.skipIf(shell('script -qec true /dev/null').code !== 0)('has colours on a terminal, unless NO_COLOR is set', () => {
    const cwd = folder({ 'p.hcl': BROKEN });
    const onTerminal = (env: string) => shell(`script -qec "env ${env} $POLC check p.hcl" /dev/null`, { cwd }).stdout;
    expect(onTerminal('-u NO_COLOR')).toContain('\u001b[31m');
    for (const without of ['NO_COLOR=1', 'TERM=dumb']) {
      expect(onTerminal(without)).toContain('error[invalid-capability]');
      expect(onTerminal(without)).not.toContain('\u001b[');
    }
    for (const format of ['json', 'sarif', 'github', 'junit']) {
      expect(shell(`script -qec "$POLC check p.hcl --format ${format} 2>/dev/null" /dev/null`, { cwd }).stdout, format).not.toContain('\u001b[');
    }
  });
});
