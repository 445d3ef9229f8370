// Files that policies name, and which files of a folder are policies.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, polc, shell } from './run-polc.js';

const TOOLS = JSON.stringify({
  tools: [{ name: 'issue', inputSchema: { type: 'object', properties: { title: { type: 'string' } }, additionalProperties: false } }],
});

const policy = (parameter: string, schema = 'gh.tools.json') => `tools "gh" {
  schema = ${JSON.stringify(schema)}
}

policy "x" {
  path "mcp/gh/issue" {
    capabilities = ["invoke"]
    parameters {
      ${parameter} = string
    }
  }
}
`;

describe('a tools block', () => {
  it('is checked against the file beside the policy, from wherever polc is called', () => {
    const cwd = folder({ 'p/q/a.hcl': policy('titel'), 'p/q/gh.tools.json': TOOLS });
    const elsewhere = folder();
    for (const [where, path] of [
      [cwd, 'p'],
      [join(cwd, 'p/q'), 'a.hcl'],
      [elsewhere, join(cwd, 'p')],
    ] as const) {
      const { code, stdout } = polc(['check', path], { cwd: where });
      expect(code).toBe(1);
      expect(stdout).toContain('error[unknown-tool-parameter]: the tool "issue" has no parameter "titel"');
      expect(stdout).toContain('1 error in 1 file');
    }
    expect(polc(['build', 'p', '-o', 'out.polc'], { cwd })).toMatchObject({ code: 3, stderr: expect.stringContaining('error[unknown-tool-parameter]') });
    expect(polc(['eval', '-p', 'p', '--request', '-'], { cwd, input: '{}' })).toMatchObject({ code: 3, stdout: '' });
  });

  it('may name a file elsewhere, or in full', () => {
    const cwd = folder({ 'tools/gh.json': TOOLS, 'p/a.hcl': policy('title', '../tools/gh.json') });
    expect(polc(['check', 'p'], { cwd })).toMatchObject({ code: 0, stdout: 'no findings in 1 file\n' });
    writeFileSync(join(cwd, 'p/a.hcl'), policy('title', join(cwd, 'tools/gh.json')));
    expect(polc(['check', 'p'], { cwd })).toMatchObject({ code: 0, stdout: 'no findings in 1 file\n' });
  });

  it.each(['none.tools.json', 'none/gh.tools.json', 'nul\0l', ''])('without a file %j is an error at its place', (schema) => {
    const cwd = folder({ 'a.hcl': policy('title', schema).replace('\0', '\\u0000') });
    const { code, stdout, stderr } = polc(['check', 'a.hcl'], { cwd });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^error\[[a-z-]+\]: [^\n]+\n --> a\.hcl:2:/);
  });

  it('fails where its file cannot be read, with the file and the reason', () => {
    const cwd = folder({ 'p/a.hcl': policy('title') });
    const refusal = () => {
      const { code, stdout, stderr } = polc(['check', 'p'], { cwd });
      expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
      return stderr;
    };
    const file = join(cwd, 'p/gh.tools.json');
    mkdirSync(file);
    expect(refusal()).toBe('polc: p/gh.tools.json: not a regular file\n');
    shell(`rmdir ${file} && mkfifo ${file}`);
    expect(refusal()).toBe('polc: p/gh.tools.json: not a regular file\n');
    shell(`rm ${file}`);
    symlinkSync('gh.tools.json', file);
    expect(refusal()).toBe('polc: p/gh.tools.json: a circular symlink\n');
    shell(`rm ${file} && head -c 17000000 /dev/zero > ${file}`);
    expect(refusal()).toBe('polc: p/gh.tools.json: larger than 16 MiB\n');
  });
});

describe('a folder', () => {
  it('gives *.hcl and *.polc.json, and neither tests nor anything else', () => {
    const strict = '{"policy": {"strict": {"path": {"b": {"capabilities": ["read"]}}}}}';
    const cwd = folder({
      'p/a.hcl': 'path "a" { capabilities = ["read"] }',
      'p/b.polc.json': strict,
      'p/c.test.hcl': 'this is no policy',
      'p/.d.hcl': 'nor is this',
      'p/e.json': 'nor this',
      'p/gh.tools.json': TOOLS,
      'p/facts.json': '{}',
      'tests/c.test.hcl': 'test "x" {}',
      'empty/x.txt': '',
    });
    expect(polc(['check', 'p', '--rule', 'leading-slash=off'], { cwd })).toMatchObject({ code: 0, stdout: 'no findings in 2 files\n' });
    const { stdout } = polc(['eval', '-p', 'p', '--request', '-'], { cwd, input: '{"policies": ["strict"], "operation": "read", "path": "b"}' });
    expect(stdout).toMatch(/^allowed\n/);
    for (const path of ['tests', 'empty']) expect(polc(['check', path], { cwd })).toEqual({ code: 4, stdout: '', stderr: `polc: no policies in ${path}\n` });
  });
});
