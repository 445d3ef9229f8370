// What the README shows is what happens: its policy, its command, its program.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '@polc/compiler';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../house/modules.js';

const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const blocks = (language: string) => [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text as string);
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

describe('the README', () => {
  it('names two commands that the project has', () => {
    expect(blocks('sh')[0]?.trim().split('\n')).toEqual(['npm install && npm start', 'npm test']);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'bench']));
  });

  it('shows the policy that stands in policies/', () => {
    const stanzas = (text: string) =>
      compile([{ file: 'p.hcl', text }]).model.policies[0]?.stanzas.map(({ pattern, capabilities, allowed }) => ({
        path: pattern.written,
        capabilities,
        allowed: allowed?.map(({ name, values }) => [name, values]),
      }));
    const shown = stanzas(blocks('hcl')[0] as string);
    expect(shown).toHaveLength(2);
    expect(shown).toEqual(stanzas(readFileSync(join(ROOT, 'policies/code-review-agent/agent-code-review.hcl'), 'utf8')));
  });

  it('shows a command and what it prints', () => {
    const run = spawnSync('bash', ['-c', blocks('sh')[1] as string], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    expect([run.status, run.stdout], run.stderr).toEqual([1, blocks('text')[0]]);
  });

  it('shows a program that runs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'polc-readme-'));
    try {
      const bundle = join(folder, 'policy.polc');
      const built = spawnSync('npx', ['polc', 'build', 'policies/code-review-agent', '-o', bundle], { cwd: ROOT, encoding: 'utf8' });
      expect(built.status, built.stderr).toBe(0);
      const program = (blocks('ts')[0] as string)
        .replace("'policy.polc'", JSON.stringify(bundle))
        .replace(/^engine\.allows\((.*)\); \/\/ true$/m, 'console.log(engine.allows($1));');
      const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT, encoding: 'utf8' });
      expect([run.stdout, run.stderr]).toEqual(['true\n', '']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
