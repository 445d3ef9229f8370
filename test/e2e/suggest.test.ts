// `polc suggest`: from a log to files that can be merged.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, polc, ROOT } from './run-polc.js';

const POLICY = 'policy "p" {\n  path "a/*" {\n    capabilities = ["read", "list"]\n  }\n}\n';
const line = (path: string, more: object = {}) => `${JSON.stringify({ request: { policies: ['p'], operation: 'read', path }, ...more })}\n`;
const allowed = { decision: { allowed: true, outcome: 'allowed' } };
const LOG = `${line('a/x', allowed)}\n${JSON.stringify({ policies: ['p'], operation: 'read', path: 'a/y' })}\n${line('b', { allowed: false, outcome: 'no_matching_rule' })}`;

const suggest = (log: string, ...flags: string[]) => suggestIn(folder({ 'p/a.hcl': POLICY, 'log.jsonl': log }), ...flags);
const suggestIn = (cwd: string, ...flags: string[]) => polc(['suggest', '-p', 'p', '--log', 'log.jsonl', ...flags], { cwd });

const NARROW =
  'policy "p" {\n  # used: 1 request\n  path "a/x" {\n    capabilities = ["read"]\n  }\n\n  # used: 1 request\n  path "a/y" {\n    capabilities = ["read"]\n  }\n}\n';

describe('polc suggest', () => {
  it('says what goes, what stays, and what holds', () => {
    expect(suggest(LOG)).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        `--- p/a.hcl\n${NARROW}`,
        'read: 3 requests, 2 allowed, 1 denied; 1 without a decision, decided by these policies',
        'policies: p',
        '',
        'goes: never used in 3 requests of this log',
        '  p: list on "a/*" (the rest of it was used) (p/a.hcl:2)',
        '',
        'stays',
        '  p: "a/*" → "a/x": read; 1 request, 1 path',
        '  p: "a/*" → "a/y": read; 1 request, 1 path',
        '',
        'holds  what the log allows stays allowed: 2 of 2',
        'proved nothing opens that is not allowed today',
        'holds  what the log denies stays denied: 1 of 1',
        '  of these files and facts 2 lists of bare policies, with every path, every operation and every value of what is asked about',
        '  requests without authorization_details and without groups of their own, which add nothing to what is compared here',
        '',
      ].join('\n'),
    });
  });

  it('writes the files that change, which polc takes, formats no further and decides by', () => {
    const cwd = folder({ 'p/a.hcl': POLICY, 'p/b.hcl': 'path "z" {\n  capabilities = ["read"]\n}\n', 'log.jsonl': LOG });
    expect(suggestIn(cwd, '-o', 'out/deep').code).toBe(0);
    expect(readdirSync(join(cwd, 'out/deep'))).toEqual(['a.hcl']);
    expect(readFileSync(join(cwd, 'out/deep/a.hcl'), 'utf8')).toBe(NARROW);
    expect(readFileSync(join(cwd, 'p/a.hcl'), 'utf8')).toBe(POLICY);
    expect(suggestIn(cwd, '-o', 'p').code).toBe(0);
    expect(polc(['fmt', '--check', 'p'], { cwd }).code).toBe(0);
    expect(polc(['diff', 'p/a.hcl', 'out/deep/a.hcl'], { cwd }).stdout).toContain('equivalent');
    expect(suggestIn(cwd)).toMatchObject({ code: 1, stderr: 'polc: there is nothing to suggest: all that these policies grant was used\n' });
  });

  it('as a patch prints nothing but the patch', () => {
    const { code, stdout } = suggest(LOG, '--format', 'diff');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^--- p\/a\.hcl\n\+\+\+ p\/a\.hcl\n@@ .*\n/);
    expect(stdout.split('\n').filter((each) => !/^(?:[-+ @]|$)/.test(each))).toEqual([]);
  });

  it('as JSON prints one document', () => {
    const { stdout, stderr } = suggest(`${LOG}{}\n`, '--format', 'json', '--skip-broken');
    const report = JSON.parse(stdout);
    expect(report.guarantees).toEqual({
      observed_allows: { of: 2, kept: 2, broken: [] },
      nothing_opens: { proved: true, escapes: [], undecided: [] },
      observed_denials: { of: 1, kept: 1, broken: [] },
    });
    expect(report.unused).toEqual([{ policy: 'p', file: 'p/a.hcl', line: 2, path: 'a/*', capabilities: ['list'], whole: false, holders: [], kept: null }]);
    expect(report.files).toEqual([{ file: 'p/a.hcl', changed: true, text: NARROW }]);
    expect(report.broken_lines).toEqual([{ line: 5, why: 'it has no "request", and is none: there is no "operation" and "path"' }]);
    expect(stderr).toContain('left out of log.jsonl: 1 line that is no record of a request');
  });

  it.each<[words: string, text: string, said: string]>([
    ['no JSON', 'nonsense', 'log.jsonl:2: column 1: not valid JSON: expected a JSON value'],
    ['no request', '{"request": 1}', 'log.jsonl:2: "request" is not an object'],
    [
      'a decision that says nothing',
      '{"request": {}, "decision": {"outcome": "allowed"}}',
      'log.jsonl:2: the decision says nothing of "allowed": true or false',
    ],
    ['a decision that is none', '{"request": {}, "decision": true}', 'log.jsonl:2: "decision" is not an object'],
    ['a key twice', '{"request": {}, "request": {}}', 'log.jsonl:2: column 17: not valid JSON: the key "request" stands twice'],
  ])('refuses a log with %s, and names the line', (_, text, said) => {
    const { code, stdout, stderr } = suggest(`${line('a/x', allowed)}${text}\n`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(stderr).toContain('--skip-broken leaves such lines out and counts them');
  });

  it('of an empty log says so', () => {
    expect(suggest('\n')).toEqual({ code: 1, stdout: '', stderr: 'polc: the log has no requests: there is nothing to go by\n' });
  });

  it('sets lines apart that the policies decide otherwise by now', () => {
    const { code, stdout } = suggest(`${LOG}${line('a/z', { decision: { allowed: false, outcome: 'explicit_deny' } })}`);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'set apart: these policies decide otherwise than the log says\n  line 5: explicit_deny in the log, allowed now, no_matching_rule as suggested',
    );
  });

  it('says how much of what it has not learned of would be allowed', () => {
    const log = `${['x', 'y', 'z'].map((name) => line(`a/${name}`, allowed)).join('')}${line('a/new', allowed)}${line('a/x/deep', allowed)}${line('a/x', allowed)}`;
    expect(suggest(log, '--hold-out', '0.5').stdout).toContain(
      'held out: 2 of 3 allowed requests would still be allowed (66.7 %)\n  line 5: allowed → no_matching_rule\n',
    );
    const cwd = folder({ 'p/a.hcl': POLICY, 'log.jsonl': LOG, 'other.jsonl': log });
    expect(suggestIn(cwd, '--check-log', 'other.jsonl').stdout).toContain('held out: 3 of 6 allowed requests would still be allowed (50.0 %)');
  });

  it('wants policies that it can rewrite, and options that fit', () => {
    const cwd = folder({ 'p/a.hcl': POLICY, 'log.jsonl': LOG, 'broken/a.hcl': 'path "a" {' });
    expect(polc(['build', 'p', '-o', 'p.polcb'], { cwd }).code).toBe(0);
    expect(polc(['suggest', '-p', 'p.polcb', '--log', 'log.jsonl'], { cwd })).toMatchObject({ code: 2, stdout: '' });
    expect(polc(['suggest', '-p', 'broken', '--log', 'log.jsonl'], { cwd }).code).toBe(3);
    expect(polc(['suggest', '-p', 'p', '--log', 'none.jsonl'], { cwd })).toMatchObject({ code: 4, stderr: 'polc: none.jsonl: no such file or folder\n' });
    expect(suggestIn(cwd, '--agent', 'x')).toMatchObject({ code: 2, stderr: 'polc: there is no agent "x"\n' });
    expect(suggestIn(cwd, '--hold-out', '0.5', '--check-log', 'log.jsonl').code).toBe(2);
    expect(suggestIn(cwd, '--generalize', '1').code).toBe(2);
    expect(existsSync(join(cwd, 'out'))).toBe(false);
  });

  it("shows what the guide's agent has and never needs", () => {
    const cwd = folder({
      'log.jsonl': ['storefront', 'checkout', 'search']
        .map(
          (repo) =>
            `${JSON.stringify({ time: '2026-05-04T10:00:00Z', request: { agent: 'my-ai-agent', operation: 'read', path: `secret/data/code-repos/${repo}/ci` } })}\n`,
        )
        .join(''),
    });
    const set = join(ROOT, 'policies/code-review-agent');
    const { code, stdout } = polc(['suggest', '-p', set, '--facts', join(set, 'facts.json'), '--agent', 'my-ai-agent', '--log', 'log.jsonl'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('agent-log-view: read on "http/ci.example.com/logs/+/+", held by agent my-ai-agent');
    expect(stdout).toContain(
      '# used: 3 requests; 3 paths, e.g. "secret/data/code-repos/checkout/ci"; on 2026-05-04\npath "secret/data/code-repos/+/ci" {\n  capabilities = ["read"]\n',
    );
  });
});
