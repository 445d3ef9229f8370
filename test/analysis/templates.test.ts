// Templates against counting: what they are filled in with meets other patterns of the same list and of others, whole, at its start or its end, and what fills
// in another template.

import { diff } from '@polc/compiler';
import type { Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worldOf } from '../../compiler/compare/world.js';
import { runs } from '../runs.js';
import { assignments, type Side, shown, sideOf } from './asking.js';
import { paths, stanzaText } from './small-worlds.js';

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);
const FIXED = ['a/b', 'a/b*', 'a/bb', 'a/xb', '+/b', 'b/+', 'a/*', 'b/b', 'a', '*', 'a/b/a', 'a/+/a', 'a/x*'];
const POLCS = ['session.id', 'user.team'];
const VAULTS = ['identity.entity.name', 'identity.entity.metadata.k'];
/** `$` is filled in. */
const WHOLE = ['a/$', 'a/$', '$/b', '$', '$/*', 'a/$/a', 'a/$/*', '+/$', '$/$'];
/** As Vault takes them. */
const PARTS = ['a/x$', 'a/$b', 'a/$*'];
const VALUES = [undefined, 'a', 'b', 'bb', 'bx', 'x', 'xb', 'xx', 'ab', 2];

interface Drawn {
  readonly pattern: string;
  readonly capabilities: readonly string[];
}

const stanzasOf = (directives: readonly string[], forms: readonly string[]) => {
  const templated = fc.tuple(pick(forms), fc.array(pick(directives), { minLength: 2, maxLength: 2 })).map(([form, names]) => {
    const parts = form.split('$');
    return parts.map((part, i) => (i === 0 ? part : `{{${names[i - 1]}}}${part}`)).join('');
  });
  const stanza: fc.Arbitrary<Drawn> = fc.record({
    pattern: fc.oneof({ weight: 2, arbitrary: templated }, { weight: 3, arbitrary: pick(FIXED) }),
    capabilities: pick([['read'], ['list'], ['read', 'list'], ['deny']]),
  });
  return fc.array(stanza, { minLength: 1, maxLength: 3 });
};

const conditions = pick([null, null, null, 'session.id == "b"', 'startswith(session.id, "b")', 'request.path == "a/x"', 'endswith(request.path, "xb")']);

const textOf = (stanzas: readonly Drawn[], condition: string | null) =>
  stanzas
    .map((one, i) => stanzaText({ ...one, extra: condition === null || i > 0 || one.capabilities.includes('deny') ? [] : [`when { expr = ${condition} }`] }))
    .join('');

/** The second has another list in one place, or another condition. */
const changed = <T extends object>(sets: fc.Arbitrary<T>): fc.Arbitrary<readonly [T, T]> =>
  fc.tuple(sets, sets, fc.nat()).map(([a, b, at]) => {
    const keys = Object.keys(a) as (keyof T)[];
    const key = keys[at % keys.length] as keyof T;
    return [a, { ...a, [key]: b[key] }];
  });

const PATHS = paths(false).filter((path) => path.length <= 4);
const OPERATIONS = ['read', 'list'];

/** By subject and operation, what asking finds. The answer may be that nothing is known: that is counted. */
function check(
  a: Side,
  b: Side,
  subjects: readonly Omit<Request, 'operation' | 'path'>[],
  attributes: Readonly<Record<string, readonly unknown[]>>,
  counts: { told: number; untold: number },
): void {
  const { changes, undecided } = diff(worldOf(a.engine), worldOf(b.engine));
  const isAbout = (subject: { readonly request: Partial<Request> }, request: Partial<Request>) =>
    JSON.stringify([subject.request.agent, subject.request.user?.id, subject.request.policies, subject.request.delegation]) ===
    JSON.stringify([request.agent, request.user?.id, request.policies, request.delegation]);
  for (const base of subjects) {
    if (undecided.some(({ subject }) => isAbout(subject, base))) {
      counts.untold++;
      continue;
    }
    counts.told++;
    const claimed = new Set(changes.filter(({ subject }) => isAbout(subject, base)).flatMap(({ operations }) => operations));
    for (const operation of OPERATIONS) {
      if (claimed.has(operation)) continue;
      for (const path of PATHS)
        for (const request of assignments({ ...base, operation, path } as Request, Object.entries(attributes)))
          if (shown(a.engine.decide(request)) !== shown(b.engine.decide(request)))
            expect.fail(`${a.text}\n---\n${b.text}\nnot found: ${JSON.stringify(request)}`);
    }
  }
}

describe('the difference of policies with templates is what asking every request finds', () => {
  it('for what requests say of sessions and users', () => {
    const counts = { told: 0, untold: 0 };
    const sets = fc.record({ policy: stanzasOf(POLCS, WHOLE), ceiling: stanzasOf(POLCS, WHOLE), condition: conditions });
    const text = ({ policy, ceiling, condition }: { policy: readonly Drawn[]; ceiling: readonly Drawn[]; condition: string | null }) =>
      `user "u" { policies = ["p"] }\nagent "x" {\n  policies = ["p"]\n  ceiling { policies = ["o"] }\n}\npolicy "p" {\n${textOf(policy, condition)}}\npolicy "o" {\n${textOf(ceiling, null)}}\n`;
    fc.assert(
      fc.property(changed(sets), ([a, b]) => {
        const both = `${text(a)}${text(b)}`;
        const of = (name: string) => (both.includes(name) ? { [name]: VALUES } : {});
        check(sideOf(text(a)), sideOf(text(b)), [{ user: { id: 'u' } }, { agent: 'x' }], { ...of('session.id'), ...of('user.team') }, counts);
      }),
      runs(10),
    );
    expect(counts.told).toBeGreaterThan(counts.untold);
  });

  it('for sessions that delegations are for', () => {
    const counts = { told: 0, untold: 0 };
    const sessions = fc.option(fc.subarray(['a', 'b', 'bb', 'x', '2'], { minLength: 1 }), { freq: 5 });
    const sets = fc.record({ policy: stanzasOf(['session.id'], WHOLE), sessions, inner: sessions, condition: conditions });
    const listed = (all: readonly string[] | null) => (all === null ? '' : `sessions = ${JSON.stringify(all)}`);
    const text = ({
      policy,
      sessions: own,
      inner,
      condition,
    }: {
      policy: readonly Drawn[];
      sessions: string[] | null;
      inner: string[] | null;
      condition: string | null;
    }) =>
      `user "u" { policies = ["p"] }\nagent "x" { policies = ["o"] }\nagent "y" { policies = ["o"] }\npolicy "p" {\n${textOf(policy, condition)}}\n` +
      `policy "o" { path "*" { capabilities = ["read", "list", "delegate"] } }\nscope "s" { path "*" { capabilities = ["read", "list"] } }\n` +
      `delegation "d" { from = "user:u"  to = "x"  scopes = ["s"]  consent = "implied"  max_depth = 1  ${listed(own)} }\n` +
      `delegation "e" { from = "agent:x"  to = "y"  scopes = ["s"]  consent = "implied"  ${listed(inner)} }\n`;
    const subjects = [['x'], ['x', 'y']].map((chain) => ({ agent: chain.at(-1) as string, delegation: { user: 'u', chain } }));
    fc.assert(
      fc.property(changed(sets), ([a, b]) => {
        check(sideOf(text(a)), sideOf(text(b)), subjects, { 'session.id': VALUES }, counts);
      }),
      runs(20),
    );
    expect(counts.told).toBeGreaterThan(counts.untold);
  });

  it('for what identities of Vault say', () => {
    const counts = { told: 0, untold: 0 };
    const sets = fc.record({ policy: stanzasOf(VAULTS, [...WHOLE, ...WHOLE, ...PARTS]), beside: stanzasOf(VAULTS, [...WHOLE, ...WHOLE, ...PARTS]) });
    const text = ({ policy, beside }: { policy: readonly Drawn[]; beside: readonly Drawn[] }) => `policy "p" {\n${textOf([...policy, ...beside], null)}}\n`;
    const identities = [undefined, ...VALUES.filter((value) => typeof value === 'string')];
    const identity = identities.flatMap((name) =>
      identities.map((k) => ({ entity: { ...(name === undefined ? {} : { name }), ...(k === undefined ? {} : { metadata: { k } }) } })),
    );
    fc.assert(
      fc.property(changed(sets), ([a, b]) => {
        check(sideOf(text(a)), sideOf(text(b)), [{ policies: ['p'] }], { identity }, counts);
      }),
      runs(30),
    );
    expect(counts.told).toBeGreaterThan(counts.untold);
  });

  it('where nothing but what is filled in alike shows it', () => {
    const text = (capability: string) =>
      `agent "x" {\n  policies = ["p"]\n  ceiling { policies = ["o"] }\n}\n` +
      `policy "p" {\npath "a/{{session.id}}" {\n  capabilities = ["${capability}"]\n}\n}\npolicy "o" {\npath "a/{{agent.metadata.team}}" {\n  capabilities = ["read"]\n}\n}\n`;
    const { changes, undecided } = diff(worldOf(sideOf(text('read')).engine), worldOf(sideOf(text('list')).engine));
    const about = changes.filter(({ subject }) => subject.request.agent === 'x');
    expect([about.map(({ direction, operations }) => [direction, operations]), undecided]).toEqual([[['closed', ['read']]], []]);
  });
});
