// Requests of bare policies beside guardrails, which do not bind them: one note on standard error says so.

import { describe, expect, it } from 'vitest';
import { folder, polc } from './run-polc.js';

const DEV = 'policy "dev" {\n  path "secret/*" {\n    capabilities = ["read", "delete"]\n  }\n}\n';
const RAIL = 'guardrail "no-delete" {\n  enforcement = "hard-mandatory"\n  on {\n    capabilities = ["delete"]\n  }\n}\n';
const files = { 'p/set.hcl': `${DEV}${RAIL}user "alice" {\n  policies = ["dev"]\n}\n` };

function decide(request: object) {
  return polc(['eval', '-p', 'p', '--request', '-'], { cwd: folder(files), input: JSON.stringify(request) });
}

describe('guardrails beside bare policies', () => {
  const NOTE = 'polc: guardrails do not bind requests of bare policies\n';
  const bare = { policies: ['dev'], operation: 'delete', path: 'secret/data/app/x' };
  const user = { user: { id: 'alice' }, operation: 'read', path: 'secret/data/app/x' };

  it('are said once to be left aside, however many requests there are', () => {
    const input = [user, bare, bare].map((request) => JSON.stringify(request)).join('\n');
    for (const engine of ['tree', 'reference']) {
      const { stderr, stdout } = polc(['eval', '-p', 'p', '--requests', '-', '--engine', engine], { cwd: folder(files), input });
      expect(stderr).toBe(NOTE);
      expect(
        stdout
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line).allowed),
      ).toEqual([true, true, true]);
    }
    expect(polc(['capabilities', '-p', 'p', '--policy', 'dev', 'secret/data/app/x'], { cwd: folder(files) })).toMatchObject({ code: 0, stderr: NOTE });
  });

  it('are not spoken of where they bind, where there are none, and where a request is refused for its form', () => {
    expect(decide(user).stderr).toBe('');
    expect(decide({ ...bare, user: { id: 'alice' } })).toMatchObject({ code: 1, stderr: '' });
    expect(polc(['capabilities', '-p', 'p', '--user', 'alice'], { cwd: folder(files) }).stderr).toBe('');
    const without = { 'p/dev.hcl': 'policy "dev" {\n  path "secret/*" {\n    capabilities = ["delete"]\n  }\n}\n' };
    const input = JSON.stringify(bare);
    expect(polc(['eval', '-p', 'p', '--request', '-'], { cwd: folder(without), input })).toMatchObject({ code: 0, stderr: '' });
  });
});
