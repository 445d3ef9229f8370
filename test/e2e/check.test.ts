// `polc check`: exit codes, formats, rules and fixes.

import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BROKEN, CODE_REVIEW, UNPARSABLE } from './policy-texts.js';
import { folder, polc } from './run-polc.js';

/** A remark, which --fix mends. */
const SLASHED = 'path "/sys/health" {\n  capabilities = ["read"]\n}\n';
/** A warning, which nothing but its author can mend. */
const WARNED = 'path "sys/health" {\n  capabilities = ["sudo"]\n}\n';

interface Json {
  readonly diagnostics: readonly Record<string, unknown>[];
  readonly summary: Record<string, number>;
}

const json = (stdout: string) => JSON.parse(stdout) as Json;

describe('polc check', () => {
  it('has nothing to say of a good policy', () => {
    const cwd = folder({ 'p/code-review.hcl': CODE_REVIEW });
    expect(polc(['check', 'p'], { cwd })).toEqual({ code: 0, stdout: 'no findings in 1 file\n', stderr: '' });
  });

  it('shows an error with its place underlined, and exits 1', () => {
    const cwd = folder({ 'p.hcl': BROKEN });
    const { code, stdout, stderr } = polc(['check', 'p.hcl'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toBe(
      [
        'error[invalid-capability]: "raed" is not a capability',
        ' --> p.hcl:2:19',
        '  |',
        '1 | path "a" {',
        '2 |   capabilities = ["raed"]',
        '  |                   ^^^^^^',
        '  = help: did you mean "read"? They are written in lower case, without blanks',
        '',
        '1 error in 1 file',
        '',
      ].join('\n'),
    );
  });

  it('takes warnings for findings only with --deny-warnings, and remarks never', () => {
    const cwd = folder({ 'warned.hcl': WARNED, 'slashed.hcl': SLASHED });
    expect(polc(['check', 'warned.hcl'], { cwd }).code).toBe(0);
    expect(polc(['check', 'warned.hcl', '--deny-warnings'], { cwd }).code).toBe(1);
    expect(polc(['check', 'slashed.hcl', '--deny-warnings'], { cwd })).toMatchObject({ code: 0, stdout: expect.stringContaining('1 remark in 1 file') });
  });

  it('sets rules as it is told, the last word counting', () => {
    const cwd = folder({ 'warned.hcl': WARNED });
    expect(polc(['check', 'warned.hcl', '--rule', 'sudo-alone=error'], { cwd }).code).toBe(1);
    const off = polc(['check', 'warned.hcl', '--deny-warnings', '--rule', 'sudo-alone=error', '--rule', 'sudo-alone=off'], { cwd });
    expect(off).toMatchObject({ code: 0, stdout: 'no findings in 1 file\n' });
  });

  it.each([
    ['sudo-alon=off', 'polc: there is no rule "sudo-alon"; did you mean "sudo-alone"?\n'],
    ['invalid-capability=off', 'polc: there is no rule "invalid-capability"\n'],
    ['sudo-alone', 'polc: --rule takes id=off|warn|error, not "sudo-alone"\n'],
    ['sudo-alone=loud', 'polc: a rule is off, warn, error, not "loud"\n'],
    ['__proto__=off', 'polc: there is no rule "__proto__"\n'],
  ])('refuses --rule %s', (rule, message) => {
    const cwd = folder({ 'p.hcl': CODE_REVIEW });
    expect(polc(['check', 'p.hcl', '--rule', rule], { cwd })).toEqual({ code: 2, stdout: '', stderr: message });
  });

  it('warns of two policies of one name, naming both', () => {
    const cwd = folder({ 'a/dev.hcl': CODE_REVIEW, 'b/Dev.hcl': CODE_REVIEW });
    const { code, stdout } = polc(['check', '.'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('warning[duplicate-policy]');
    expect(stdout).toContain('--> b/Dev.hcl:1:1');
    expect(stdout).toContain('::: a/dev.hcl:1:1');
  });
});

describe('polc check --format', () => {
  it('json is one document, as contracts.md has it, and nothing else', () => {
    const cwd = folder({ 'p/b.hcl': `# 𝔘\n${SLASHED}`, 'p/a.hcl': UNPARSABLE });
    const { code, stdout, stderr } = polc(['check', 'p', '--format', 'json'], { cwd });
    const { diagnostics, summary } = json(stdout);
    expect({ code, stderr, summary }).toEqual({ code: 1, stderr: '', summary: { errors: 1, warnings: 0, infos: 1, ignored: 0, files: 2 } });
    expect(diagnostics.map(({ file, code }) => [file, code])).toEqual([
      ['p/a.hcl', 'unterminated-string'],
      ['p/b.hcl', 'leading-slash'],
    ]);
    expect(diagnostics[1]).toMatchObject({
      severity: 'info',
      message: expect.stringContaining('/sys/health'),
      range: { start: { line: 2, column: 7, offset: 11 }, end: { line: 2, column: 8, offset: 12 } },
      help: expect.any(String),
      url: 'docs/rules/leading-slash.md',
      fixes: [{ safe: true, edits: [{ range: { start: { offset: 11 }, end: { offset: 12 } }, text: '' }] }],
    });
    expect(diagnostics[0]).toMatchObject({ url: null });
  });

  it('sarif has the form of 2.1.0', () => {
    const cwd = folder({ 'p/a b.hcl': SLASHED, 'p/dev.hcl': BROKEN, 'p/q/dev.hcl': CODE_REVIEW });
    const { code, stdout } = polc(['check', 'p', '--format', 'sarif'], { cwd });
    const log = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(log).toMatchObject({ version: '2.1.0', $schema: expect.stringContaining('sarif-2.1.0') });
    const [run] = log.runs;
    const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['duplicate-policy', 'invalid-capability', 'leading-slash']);
    expect(run.results.map(({ ruleId, ruleIndex }: { ruleId: string; ruleIndex: number }) => ids[ruleIndex] === ruleId)).toEqual([true, true, true]);
    const [slash, capability, duplicate] = run.results;
    expect(slash).toMatchObject({
      level: 'note',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'p/a%20b.hcl' }, region: { startLine: 1, startColumn: 7, endLine: 1, endColumn: 8 } } }],
      fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 1, startColumn: 7, endLine: 1, endColumn: 8 } }] }] }],
    });
    expect(capability).toMatchObject({ level: 'error', message: { text: expect.stringContaining('raed') } });
    expect(duplicate.relatedLocations).toMatchObject([{ physicalLocation: { artifactLocation: { uri: 'p/dev.hcl' } } }]);
  });

  it('github has one command a finding, its properties escaped', () => {
    const cwd = folder({ 'p/100%,a:b.hcl': BROKEN });
    const { code, stdout } = polc(['check', 'p', '--format', 'github'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^::error file=p\/100%25%2Ca%3Ab\.hcl,line=2,endLine=2,col=19,endColumn=24,title=invalid-capability::"raed" is not a capability%0A[^\n]+\n$/,
    );
  });

  it('junit is XML whatever the policies hold, with a failure for each error', () => {
    const cwd = folder({ 'p/<&">\u0001.hcl': 'path "a" {\n  capabilities = ["<&>"]\n}\n', 'p/good.hcl': CODE_REVIEW, 'p/warned.hcl': WARNED });
    const { code, stdout } = polc(['check', 'p', '--format', 'junit'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="polc check" tests="3" failures="1">\n/);
    expect(stdout).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f]/);
    expect(stdout).toContain('classname="p/&lt;&amp;&quot;&gt;\ufffd.hcl"');
    expect(stdout).toContain('<testcase classname="p/good.hcl" name="no findings"/>');
    expect(stdout.match(/<failure /g)).toHaveLength(1);
    expect(polc(['check', 'p', '--format', 'junit', '--deny-warnings'], { cwd }).stdout.match(/<failure /g)).toHaveLength(2);
    // What is left of well-formed XML when all its tags and entities are taken out has no markup.
    expect(stdout.replace(/<[/?]?[\w-]+(?: [\w]+="[^"<>&]*(?:&[a-z#0-9]+;[^"<>&]*)*")*\s*[/?]?>|&(?:lt|gt|amp|quot|apos|#\d+);/g, '')).not.toMatch(/[<>&]/);
  });

  it('text cannot be made to act on the terminal by a policy', () => {
    const cwd = folder({ 'p.hcl': `path "a" {\n  capabilities = ["\u001b[2J\u202e\u009b1m"]\n}\n` });
    const { stdout } = polc(['check', 'p.hcl'], { cwd });
    expect(stdout).toContain('["\\u001b[2J\\u202e\\u009b1m"]');
    expect(stdout).not.toMatch(/[\u001b\u009b\u202e]/);
  });

  it('has the right places for thousands of findings on one line, and soon', () => {
    const stanza = (i: number) => `path "${'𝔘'.repeat(i % 3)}${i}" { capabilities = ["raed"] }`;
    const text = Array.from({ length: 8000 }, (_, i) => stanza(i)).join(' ');
    const cwd = folder({ 'p.hcl': text });
    const { diagnostics } = json(polc(['check', 'p.hcl', '--format', 'json'], { cwd, timeout: 15_000 }).stdout);
    expect(diagnostics).toHaveLength(8000);
    const starts = diagnostics.map(({ range }) => (range as { start: { line: number; column: number; offset: number } }).start);
    for (const { line, column, offset } of starts.filter((_, i) => i % 97 === 0)) {
      expect(text.slice(offset, offset + 6)).toBe('"raed"');
      expect({ line, column }).toEqual({ line: 1, column: Array.from(text.slice(0, offset)).length + 1 });
    }
  });

  it('text cuts a line that is too long to what matters', () => {
    const filler = '"read", '.repeat(20_000);
    const cwd = folder({ 'p.hcl': `path "a" { capabilities = [${filler}"raed", ${filler}"list"] }\n` });
    const { stdout } = polc(['check', 'p.hcl', '--rule', 'duplicate-capability=off'], { cwd });
    const [line = '', mark = ''] = stdout.split('\n').slice(3);
    expect(line.length).toBeLessThan(200);
    expect(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('"raed"');
  });
});

describe('polc check --fix', () => {
  it('applies what keeps every decision, says so, and checks again', () => {
    const cwd = folder({ 'p/a.hcl': `\ufeff# mine\n${SLASHED}`, 'p/b.hcl': CODE_REVIEW });
    const { code, stdout, stderr } = polc(['check', 'p', '--fix', '--format', 'json'], { cwd });
    expect(code).toBe(0);
    expect(json(stdout).diagnostics).toEqual([]);
    expect(stderr).toBe('fixed p/a.hcl: remove the byte order mark, remove the slash\n');
    expect(readFileSync(join(cwd, 'p/a.hcl'), 'utf8')).toBe(`# mine\n${SLASHED.replace('"/', '"')}`);
    expect(readFileSync(join(cwd, 'p/b.hcl'), 'utf8')).toBe(CODE_REVIEW);
  });

  it('writes through a symlink to the file behind it', () => {
    const cwd = folder({ 'real/a.hcl': SLASHED });
    symlinkSync('real/a.hcl', join(cwd, 'link.hcl'));
    expect(polc(['check', 'link.hcl', '--fix'], { cwd }).code).toBe(0);
    expect(readFileSync(join(cwd, 'real/a.hcl'), 'utf8')).toBe(SLASHED.replace('"/', '"'));
    expect(lstatSync(join(cwd, 'link.hcl')).isSymbolicLink()).toBe(true);
  });

  it.each([
    ['has errors of syntax', `${SLASHED}path "b" { capabilities = ["read }\n`],
    ['is not UTF-8', Buffer.concat([Buffer.from(SLASHED), Buffer.from([0xff])])],
    ['needs a decision of its author', WARNED],
  ])('leaves alone a file that %s', (_, content) => {
    const cwd = folder({ 'p.hcl': content });
    const { stderr } = polc(['check', 'p.hcl', '--fix'], { cwd });
    expect(stderr).toBe('');
    expect(readFileSync(join(cwd, 'p.hcl'))).toEqual(Buffer.from(content));
  });
});
