// What a log makes of policies, case by case.

import { format } from '@polc/grammar';
import { describe, expect, it } from 'vitest';
import { reads, stanzasOf, suggestFor } from './suggesting.js';

const policy = (name: string, ...stanzas: string[]) => `policy "${name}" {\n${stanzas.join('\n')}\n}\n`;
const stanza = (path: string, capabilities: string, more = '') => `path "${path}" {\n  capabilities = [${capabilities}]\n  ${more}\n}`;

describe('what was not used goes', () => {
  it('stanzas, and capabilities of those that stay', () => {
    const text = policy('p', stanza('a/b', '"read", "update", "delete"'), stanza('c', '"read"'));
    const { report } = suggestFor(text, [...reads('p', 'a/b'), { policies: ['p'], operation: 'update', path: 'a/b' }]);
    expect(stanzasOf(report.files[0]?.text as string, 'p')).toEqual(['a/b: read update']);
    expect(report.unused.map(({ path, capabilities, whole }) => [path, capabilities, whole])).toEqual([
      ['a/b', ['delete'], false],
      ['c', ['read'], true],
    ]);
  });

  it('but for what no log can show: sudo, and what is subscribed to', () => {
    const { text } = suggestFor(policy('p', stanza('a', '"read", "sudo", "subscribe", "list"')), reads('p', 'a'));
    expect(stanzasOf(text, 'p')).toEqual(['a: read sudo subscribe']);
  });

  it('and where it hid a broader pattern it goes on hiding it', () => {
    const { text, report } = suggestFor(policy('p', stanza('a/*', '"read"'), stanza('a/secret', '"update"')), reads('p', 'a/x', 'a/y', 'a/z'));
    expect(stanzasOf(text, 'p')).toEqual(['a/+: read', 'a/secret: deny']);
    expect(report.guarantees.nothing_opens.proved).toBe(true);
  });

  it('unless nothing that stays would be seen behind it', () => {
    const { text } = suggestFor(policy('p', stanza('a/*', '"read"'), stanza('a/secret', '"update"')), reads('p', 'a/x'));
    expect(stanzasOf(text, 'p')).toEqual(['a/x: read']);
  });

  it('denies stay as they are', () => {
    const { text } = suggestFor(policy('p', stanza('a/*', '"read"'), stanza('a/secret', '"deny"')), reads('p', 'a/x', 'a/y', 'a/z'));
    expect(stanzasOf(text, 'p')).toEqual(['a/+: read', 'a/secret: deny']);
  });

  it('a wildcard that would win over a narrower grant becomes its paths', () => {
    const text = policy('p', stanza('a/*', '"read"'), stanza('a/+/c', '"update"'));
    const { text: narrow } = suggestFor(text, [...reads('p', 'a/b/x', 'a/b/y', 'a/b/z'), { policies: ['p'], operation: 'update', path: 'a/z/c' }]);
    expect(stanzasOf(narrow, 'p')).toEqual(['a/b/x: read', 'a/b/y: read', 'a/b/z: read', 'a/z/c: update']);
  });
});

describe('conditions stay word for word', () => {
  it('beside a narrower path', () => {
    const when = 'when { expr = context.risk < 70 }\n  max_ttl = "5m"';
    const { text } = suggestFor(policy('p', stanza('a/*', '"read", "list"', when)), [
      { policies: ['p'], operation: 'read', path: 'a/b', context: { risk: 1 } },
    ]);
    expect(text).toContain('path "a/b" {\n    capabilities = ["read"]\n    when {\n      expr = context.risk < 70\n    }\n    max_ttl = "5m"\n  }');
  });

  it('and an approval keeps its pattern, which it is for', () => {
    const text = policy('p', stanza('a/*', '"read", "list"', 'approval { by = ["user:carol"] }'));
    const { text: narrow, report } = suggestFor(text, reads('p', 'a/b'));
    expect(stanzasOf(narrow, 'p')).toEqual(['a/*: read']);
    expect(report.log).toMatchObject({ allowed: 0, asked: 1 });
    expect(report.stanzas[0]?.why).toBe('approvals are for this pattern by its text');
  });

  it('what restricts others that it is merged with stays', () => {
    const text = `${policy('p', stanza('a', '"read"'))}${policy('q', stanza('a', '"update"', 'allowed_parameters = { "k" = ["v"] }'))}`;
    const request = { policies: ['p', 'q'], operation: 'read', path: 'a', parameters: { k: 'v' } };
    const { report } = suggestFor(text, [request]);
    expect(stanzasOf(report.files[0]?.text as string, 'q')).toEqual(['a: ']);
    expect(report.sound).toBe(true);
  });
});

describe('values of parameters', () => {
  const shaped = policy('p', stanza('a', '"update"', 'parameters {\n mode = string\n note = optional(string)\n}'));
  const asked = (mode: string, note?: string) => ({
    policies: ['p'],
    operation: 'update',
    path: 'a',
    parameters: note === undefined ? { mode } : { mode, note },
  });

  it('that are few, and came often, are all that is left', () => {
    const { text } = suggestFor(
      shaped,
      [...Array(5)].flatMap((_, i) => [asked('x'), asked('y', `note ${i}`)]),
    );
    expect(text).toMatch(/mode = \["x", "y"\]\n *note = optional\(string\)/);
  });

  it('that are many, or came once, stay open', () => {
    expect(
      suggestFor(
        shaped,
        [...Array(9)].map((_, i) => asked(i < 8 ? 'x' : 'y')),
      ).text,
    ).toContain('mode = string');
    expect(
      suggestFor(
        shaped,
        [...Array(25)].map((_, i) => asked(`m${i % 5}`)),
      ).text,
    ).toContain('mode = string');
    expect(
      suggestFor(
        shaped,
        [...Array(9)].map(() => asked('x')),
        { values: 0 },
      ).report.narrows,
    ).toBe(false);
  });

  it("of Vault's lists lose what never came", () => {
    const text = policy('p', stanza('a', '"update"', 'allowed_parameters = { "mode" = ["x", "y", "z"] }'));
    expect(
      suggestFor(
        text,
        [...Array(5)].map(() => asked('y')),
      ).text,
    ).toContain('"mode" = ["y"]');
  });
});

describe('whose policies', () => {
  const text = [
    'agent "a" { policies = ["p"] }',
    'agent "b" { policies = ["p", "q"] }',
    'user "u" { policies = ["r"] }',
    ...['p', 'q', 'r'].map((name) => policy(name, stanza(`${name}/*`, '"read", "list"'))),
  ].join('\n');
  const asked = (agent: string, path: string) => ({ agent, operation: 'read', path });

  it('what somebody else holds, of whom the log has nothing, stays unless it is asked for', () => {
    const { report } = suggestFor(text, [asked('a', 'p/x')]);
    expect(report.policies).toEqual([]);
    expect(report.left).toEqual([{ policy: 'p', why: 'agent b may use it too, of whom this log has nothing' }]);
    expect(suggestFor(text, [asked('a', 'p/x')], { shared: true }).report.policies).toEqual(['p']);
  });

  it("one agent's only, with everybody's evidence", () => {
    const { report, text: narrow } = suggestFor(text, [asked('a', 'p/x'), asked('b', 'p/y'), asked('b', 'q/z')], { agent: 'a' });
    expect(report.policies).toEqual(['p']);
    expect(stanzasOf(narrow, 'p')).toEqual(['p/x: read', 'p/y: read']);
    expect(stanzasOf(narrow, 'q')).toEqual(['q/*: read list']);
  });

  it("users' policies stay", () => {
    const { report } = suggestFor(text, [{ user: { id: 'u' }, operation: 'read', path: 'r/x' }]);
    expect(report).toMatchObject({ policies: [], narrows: false, left: [{ policy: 'r', why: 'only users hold it' }] });
  });
});

describe('a ceiling that only the facts give', () => {
  it('is looked at like those of the files', () => {
    const text = [
      'agent "a" { policies = ["p"] }',
      policy('p', stanza('*', '"read", "update"')),
      policy('q', stanza('x/*', '"read"'), stanza('x/secret', '"list"')),
    ].join('\n');
    const facts = { agents: [{ id: 'a', ceiling: { policies: ['q'] } }] };
    const asked = ['x/1', 'x/2', 'x/3'].map((path) => ({ agent: 'a', operation: 'read', path }));
    const { suggestion, report } = suggestFor(text, asked, { facts });
    expect(report.policies).toEqual(['p', 'q']);
    expect(stanzasOf(report.files[0]?.text as string, 'q')).toEqual(['x/+: read', 'x/secret: deny']);
    expect(suggestion.engine.decide({ agent: 'a', operation: 'read', path: 'x/secret' }).allowed).toBe(false);
  });
});

describe('a log that these policies do not decide as it says', () => {
  it('is set apart, and is no evidence', () => {
    const text = policy('p', stanza('a/*', '"read"'));
    const [one, two, three] = reads('p', 'a/x', 'a/y', 'b').map((request, i) => ({ line: i + 1, request, logged: { allowed: i !== 1, outcome: null } }));
    const { report, text: narrow } = suggestFor(text, [one, two, three] as never);
    expect(stanzasOf(narrow, 'p')).toEqual(['a/x: read']);
    expect(report.disagreeing).toEqual([
      { line: 2, logged: 'denied', present: 'allowed', suggested: 'no_matching_rule' },
      { line: 3, logged: 'allowed', present: 'no_matching_rule', suggested: 'no_matching_rule' },
    ]);
  });
});

describe('the text that comes out', () => {
  const text = `# Of the team.\n\npolicy "p" {\n  # Their things.\n  path "a/*" {\n    capabilities = ["read", "list"] # both\n  }\n\n  # Gone soon.\n  path "b" {\n    capabilities = ["read"]\n  }\n}\n`;
  const { text: narrow } = suggestFor(text, [{ policies: ['p'], operation: 'read', path: 'a/x', context: { time: '2026-05-04T10:00:00Z' } }]);

  it('keeps comments, but for those of what goes, and tells the evidence', () => {
    expect(narrow).toBe(
      '# Of the team.\n\npolicy "p" {\n  # Their things.\n  # used: 1 request; on 2026-05-04\n  path "a/x" {\n    capabilities = ["read"] # both\n  }\n}\n',
    );
  });

  it('is formatted, and the same log has nothing to add to it', () => {
    expect(format({ file: 'a.hcl', text: narrow }).value).toBe(narrow);
    const again = suggestFor(narrow, [{ policies: ['p'], operation: 'read', path: 'a/x', context: { time: '2026-05-04T10:00:00Z' } }]);
    expect(again.text).toBe(narrow);
    expect(again.report.narrows).toBe(false);
  });

  it('of JSON stays as it is, and says so', () => {
    const json = { file: 'p.json', text: '{"path": {"a/*": {"capabilities": ["read", "list"]}}}' };
    const { report } = suggestFor([json], reads('p', 'a/x'));
    expect(report.narrows).toBe(false);
    expect(report.unused).toMatchObject([{ capabilities: ['list'], kept: 'only HCL is rewritten, and this stands in JSON or without a label' }]);
  });
});
