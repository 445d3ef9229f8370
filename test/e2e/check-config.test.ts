// `polc check` with a configuration, with findings that are ignored, and with fixes that are only shown.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IGNORE_CODES, RULES } from '@polc/compiler';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { folder, polc, ROOT } from './run-polc.js';

const SUDO = 'path "sys/health" {\n  capabilities = ["sudo"]\n}\n';
const SLASHED = 'path "/sys/health" {\n  capabilities = ["read"]\n}\n';
const IGNORED = `# polc:ignore sudo-alone -- read by nobody\n${SUDO}`;

const schema = JSON.parse(readFileSync(join(ROOT, 'docs/polc.config.schema.json'), 'utf8'));
const isValid = new Ajv2020({ allowUnionTypes: true }).compile(schema);

const config = (value: unknown) => JSON.stringify(value, null, 2);

describe('polc.config.json', () => {
  it('is found upwards, and sets rules; the command line has the last word', () => {
    const cwd = folder({ 'polc.config.json': config({ rules: { 'sudo-alone': 'error' } }), 'p/q/a.hcl': SUDO });
    expect(polc(['check', 'p'], { cwd })).toMatchObject({ code: 1, stdout: expect.stringContaining('error[sudo-alone]') });
    expect(polc(['check', 'p/q/a.hcl', '--rule', 'sudo-alone=warn'], { cwd }).code).toBe(0);
    expect(polc(['check', 'p', '--no-config'], { cwd }).code).toBe(0);
  });

  it('is the nearest one for each path', () => {
    const cwd = folder({ 'a/polc.config.json': config({ rules: { 'sudo-alone': 'off' } }), 'a/a.hcl': SUDO, 'b/b.hcl': SUDO });
    expect(polc(['check', 'a', 'b'], { cwd }).stdout).toMatch(/--> b\/b\.hcl:2:19\n(?:.*\n)*1 warning in 2 files\n$/);
  });

  it('sets rules for some files, later overrides over earlier ones', () => {
    const overrides = [
      { files: ['legacy/**'], rules: { 'sudo-alone': 'off' } },
      { files: ['**/strict.hcl'], rules: { 'sudo-alone': 'error' } },
    ];
    const cwd = folder({ 'polc.config.json': config({ overrides }), 'legacy/a.hcl': SUDO, 'legacy/strict.hcl': SUDO, 'b.hcl': SUDO });
    const { diagnostics } = JSON.parse(polc(['check', '.', '--format', 'json'], { cwd }).stdout);
    expect(diagnostics.map(({ file, severity }: { file: string; severity: string }) => `${file} ${severity}`)).toEqual([
      'b.hcl warning',
      'legacy/strict.hcl error',
    ]);
  });

  it('leaves files out of folders, and not those that are named', () => {
    const cwd = folder({ 'polc.config.json': config({ ignore: ['vendor/**'] }), 'vendor/a.hcl': SUDO, 'b.hcl': SUDO });
    expect(polc(['check', '.'], { cwd }).stdout).toMatch(/1 warning in 1 file\n$/);
    expect(polc(['check', 'vendor/a.hcl'], { cwd }).stdout).toMatch(/1 warning in 1 file\n$/);
    expect(polc(['check', 'vendor'], { cwd })).toMatchObject({ code: 4, stderr: expect.stringContaining('leaves out all policies in vendor') });
  });

  it('may be named', () => {
    const cwd = folder({ 'c/strict.json': config({ rules: { 'sudo-alone': 'error' } }), 'a.hcl': SUDO });
    expect(polc(['check', 'a.hcl', '--config', 'c/strict.json'], { cwd }).code).toBe(1);
    expect(polc(['check', 'a.hcl', '--config', 'c/none.json'], { cwd })).toMatchObject({ code: 4, stderr: 'polc: c/none.json: no such file or folder\n' });
  });

  it.each([
    ['{ "ruels": {} }', '1:3: "ruels" is not a key of the configuration; did you mean "rules"?'],
    ['{\n  "rules": { "sudo-alon": "off" }\n}', '2:14: there is no rule "sudo-alon"; did you mean "sudo-alone"?'],
    ['{ "rules": { "sudo-alone": "loud" } }', '1:28: a rule is "off", "warn", "error"'],
    ['{ "rules": { "sudo-alone": 0 } }', '1:28: a rule is "off", "warn", "error"'],
    ['{ "rules": [] }', '1:12: "rules" must be an object: { "rule-id": "off" }'],
    ['{ "overrides": [{ "files": ["a"] }] }', '1:17: an override needs "rules"'],
    ['{ "overrides": [{ "files": "a", "rules": {} }] }', '1:28: "files" must be a list'],
    ['{ "overrides": [[]] }', '1:17: an override must be an object: { "files": […], "rules": {…} }'],
    ['{ "ignore": [""] }', '1:14: "ignore" holds globs, such as "legacy/**"'],
    ['{ "rules": {}, "rules": {} }', '1:16: '],
    ['[]', '1:1: '],
    ['', '1:1: '],
    ['{ "rules": {', '1:'],
  ])('refuses %s', (text, words) => {
    const cwd = folder({ 'polc.config.json': text, 'a.hcl': SUDO });
    const { code, stdout, stderr } = polc(['check', 'a.hcl', '--config', 'polc.config.json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.startsWith(`polc: polc.config.json:${words}`), stderr).toBe(true);
    if (!text.includes('"rules": {}, "rules"') && text.endsWith('}')) expect(isValid(JSON.parse(text)), text).toBe(false);
  });

  it('has a schema that knows every rule, and takes what polc takes', () => {
    expect(schema.$defs.rules.propertyNames.enum).toEqual([...RULES, ...IGNORE_CODES].map(({ id }) => id).sort());
    const whole = { $schema: 'x', rules: { 'sudo-alone': 'off', 'unused-ignore': 'error' }, overrides: [{ files: ['a/**'], rules: {} }], ignore: ['b'] };
    expect(isValid(whole)).toBe(true);
    const cwd = folder({ 'polc.config.json': config(whole), 'a.hcl': SUDO });
    expect(polc(['check', 'a.hcl'], { cwd })).toMatchObject({ code: 0, stdout: 'no findings in 1 file\n' });
  });
});

describe('findings that are ignored', () => {
  it('are counted, and nothing more in text', () => {
    const cwd = folder({ 'a.hcl': IGNORED });
    expect(polc(['check', 'a.hcl', '--deny-warnings'], { cwd })).toEqual({ code: 0, stdout: 'no findings in 1 file, 1 ignored\n', stderr: '' });
  });

  it('stand in JSON with their reason', () => {
    const cwd = folder({ 'a.hcl': IGNORED });
    const { diagnostics, ignored, summary } = JSON.parse(polc(['check', 'a.hcl', '--format', 'json'], { cwd }).stdout);
    expect({ diagnostics, summary }).toEqual({ diagnostics: [], summary: { errors: 0, warnings: 0, infos: 0, ignored: 1, files: 1 } });
    expect(ignored).toMatchObject([
      { code: 'sudo-alone', reason: 'read by nobody', directive: { start: { line: 1, column: 1 } }, range: { start: { line: 3 } } },
    ]);
  });

  it('are suppressed results in SARIF', () => {
    const cwd = folder({ 'a.hcl': IGNORED, 'b.hcl': SUDO });
    const [run] = JSON.parse(polc(['check', '.', '--format', 'sarif'], { cwd }).stdout).runs;
    expect(run.results.map(({ suppressions }: { suppressions?: unknown }) => suppressions !== undefined)).toEqual([false, true]);
    expect(run.results[1]).toMatchObject({ ruleId: 'sudo-alone', ruleIndex: 0, suppressions: [{ kind: 'inSource', justification: 'read by nobody' }] });
    const [rule] = run.tool.driver.rules;
    expect(rule).toMatchObject({
      id: 'sudo-alone',
      defaultConfiguration: { level: 'warning' },
      helpUri: expect.stringMatching(/^file:.*docs\/rules\/sudo-alone\.md$/),
    });
    expect(rule.help.markdown).toMatch(/^# sudo-alone: /);
  });

  it('are no case in JUnit and no annotation', () => {
    const cwd = folder({ 'a.hcl': IGNORED });
    expect(polc(['check', 'a.hcl', '--format', 'github'], { cwd }).stdout).toBe('');
    expect(polc(['check', 'a.hcl', '--format', 'junit'], { cwd }).stdout).toContain('tests="1" failures="0"');
  });
});

describe('polc check --fix --dry-run', () => {
  it('shows the fixes as a diff, changes nothing, and exits 1', () => {
    const cwd = folder({ 'a.hcl': SLASHED, 'b.hcl': SUDO });
    const { code, stdout, stderr } = polc(['check', '.', '--fix', '--dry-run'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'would fix a.hcl: remove the slash\n' });
    expect(stdout).toContain('--- a.hcl\n+++ a.hcl\n@@ -1,3 +1,3 @@\n-path "/sys/health" {\n+path "sys/health" {\n');
    expect(readFileSync(join(cwd, 'a.hcl'), 'utf8')).toBe(SLASHED);
  });

  it('exits 0 where there is nothing to fix, and goes with --fix only', () => {
    const cwd = folder({ 'a.hcl': SUDO });
    expect(polc(['check', 'a.hcl', '--fix', '--dry-run'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(polc(['check', 'a.hcl', '--dry-run'], { cwd })).toMatchObject({ code: 2, stderr: 'polc: --dry-run goes with --fix\n' });
  });

  it('leaves alone what is ignored', () => {
    const cwd = folder({ 'a.hcl': `# polc:ignore leading-slash -- as it is called\n${SLASHED}` });
    expect(polc(['check', 'a.hcl', '--fix'], { cwd })).toEqual({ code: 0, stdout: 'no findings in 1 file, 1 ignored\n', stderr: '' });
  });
});

describe('polc check --timings', () => {
  it('says how long the rules took, and changes no answer', () => {
    const cwd = folder({ 'a.hcl': SUDO });
    const { stdout, stderr } = polc(['check', 'a.hcl', '--timings'], { cwd });
    expect(stdout).toBe(polc(['check', 'a.hcl'], { cwd }).stdout);
    expect(stderr).toMatch(/^( +\d+ ms {2}[\w -]+\n)* +\d+ ms {2}all rules\n$/);
  });
});
