// Each verb answers in a process of its own what it answers in the one that stands ready for the other tests: exit code, both streams, and files.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALLOWED, BROKEN, CODE_REVIEW, DENIED, UNFORMATTED } from './policy-texts.js';
import { folder, polc, polcAlone } from './run-polc.js';

const FILES = {
  'p/code-review.hcl': CODE_REVIEW,
  'p/code-review.test.hcl': `test "reads" {\n  request = ${JSON.stringify(ALLOWED).replaceAll('":', '"=')}\n  expect { decision = "allow" }\n}\n`,
  'wide/code-review.hcl': CODE_REVIEW.replace('["read"]', '["read", "list"]'),
  'broken.hcl': BROKEN,
  'unformatted.hcl': UNFORMATTED,
  'claim.hcl':
    'policy "p" {\n  path "a" { capabilities = ["read"] }\n}\nagent "x" { policies = ["p"] }\n' +
    'invariant "nobody reads" {\n  never { operation = "read" }\n}\n',
  'log.jsonl': `${JSON.stringify({ request: ALLOWED, decision: { allowed: true, outcome: 'allowed' } })}\n`,
};

const LINES: readonly (readonly [line: string, code: number, input: string])[] = [
  ['--version', 0, ''],
  ['', 2, ''],
  ['chekc p', 2, ''],
  ['check p', 0, ''],
  ['check broken.hcl --format json', 1, ''],
  ['check nowhere', 4, ''],
  ['fmt --check unformatted.hcl', 1, ''],
  ['fmt -', 0, UNFORMATTED],
  ['eval -p p --request -', 0, JSON.stringify(ALLOWED)],
  ['eval -p p --requests -', 1, `${JSON.stringify(ALLOWED)}\n${JSON.stringify(DENIED)}\n`],
  ['eval -p p --facts - --request -', 2, '{}'],
  ['eval -p broken.hcl --request -', 3, JSON.stringify(ALLOWED)],
  ['explain -p p --request -', 1, JSON.stringify(DENIED)],
  ['capabilities -p p --policy code-review', 0, ''],
  ['diff p wide', 1, ''],
  ['suggest -p p --log log.jsonl', 0, ''],
  ['test p', 0, ''],
  ['verify claim.hcl', 1, ''],
  ['bench -p p --requests -', 2, ''],
  ['inspect -p p --tree', 0, ''],
  ['group list --data data', 0, ''],
];

describe('a process of its own and the one that stands ready', () => {
  it.each(LINES)('answer alike: polc %s', (line, code, input) => {
    const [alone, beside] = [polcAlone, polc].map((run) => {
      const cwd = folder(FILES);
      const ended = run(line.split(' ').filter(Boolean), { cwd, input });
      return { ...ended, stderr: ended.stderr.replaceAll(cwd, '') };
    });
    expect(beside).toEqual(alone);
    expect([alone?.code, alone?.stdout === '' && alone.stderr === '']).toEqual([code, false]);
  });

  it('write the same file', () => {
    const [alone, beside] = [polcAlone, polc].map((run) => {
      const cwd = folder(FILES);
      expect(run(['build', 'p', '-o', 'p.polc'], { cwd })).toMatchObject({ code: 0, stdout: '' });
      return readFileSync(join(cwd, 'p.polc'));
    });
    expect(beside?.equals(alone as Buffer)).toBe(true);
  });

  it('keep nothing of a run for the next: where it was, what it was given, what it was told', () => {
    const cwd = folder(FILES);
    const run = () => polc(['eval', '-p', 'p', '--request', '-'], { cwd, input: JSON.stringify(DENIED) });
    const first = run();
    expect(first.code).toBe(1);
    polc(['group', 'list'], { cwd: folder(), env: { POLC_SERVER: 'http://127.0.0.1:1', POLC_KEY: 'x' } });
    expect(run()).toEqual(first);
    expect(polc(['group', 'list', '--data', 'data'], { cwd }).code).toBe(0);
  });
});
