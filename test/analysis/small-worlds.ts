// Small policy sets over a small alphabet, and all requests of theirs there are over a few values: what exact answers are held against by counting.
// Long: one table a kind of word.

import type { Facts, JsonValue, Request } from '@polc/runtime';

import fc from 'fast-check';

/** Attributes with the values that are tried; the first is absence. */
export const VALUES: Readonly<Record<string, readonly (JsonValue | undefined)[]>> = {
  'context.n': [undefined, 0, 1, 1.5, 2, 3, 'x'],
  'context.m': [undefined, 0, 1, 1.5, 2, 'x'],
  'context.s': [undefined, '', 'a', 'b', 'ab', 'B', 'c', 1, true],
  'context.t': [undefined, 'a', 'b', 'ab', 'c', 1],
  'context.l': [undefined, [], ['a'], ['b'], ['a', 'b'], ['c'], ['a', 1], 'a'],
  'context.ip': [undefined, '10.0.0.1', '10.1.0.0', '11.0.0.1', '::1', 'x'],
  'context.time': ['2026-01-05T08:59:59Z', '2026-01-05T09:00:00Z', '2026-01-05T12:00:00Z', '2026-01-10T12:00:00Z', '2026-06-01T07:30:00Z', 'x'],
  'context.o': [undefined, {}, { k: 'a' }, { k: 'b' }, { k: 1 }, 'x'],
  'context.v': [undefined, {}, { k: 'a' }, { k: 'b' }, { k: 'ab', n: 1 }, { n: 3 }, { l: ['b'] }, { l: ['a', 'b'], k: 'b' }, 'a'],
  'context.w': [undefined, {}, { k: 'a' }, { k: 'b', n: 2 }, { k: 'ab' }, { l: ['a', 'b'], k: 'b' }, ['a']],
  'context.jp': [undefined, '10.0.0.1', '11.0.0.1', 'a'],
  'parameters.p': [undefined, 'a', 'b', 'c', 'a,b', ['a'], ['a', 'c'], 1, 2, 2.5, true, null, {}],
  'parameters.q': [undefined, 'a', 1],
  'user.mfa': [undefined, true, false],
  'user.level': [undefined, 1, 2, 3, 'x'],
  purpose: [undefined, 'work', 'play'],
  'session.id': [undefined, 'a', 'b', 'x', '2', 'a/b'],
};

export const ATOMS: readonly string[] = [
  'context.n < 1',
  'context.n <= 1',
  'context.n >= 1',
  'context.n == 2',
  'context.n != 1',
  '1 < context.n',
  'context.n < context.m',
  'context.n == context.m',
  'context.s == "a"',
  'context.s != "b"',
  'context.s in ["a", "b"]',
  'startswith(context.s, "a")',
  'endswith(context.s, "b")',
  'contains(context.s, "b")',
  'glob(context.s, "a*")',
  'matches(context.s, "a|b")',
  'lower(context.s) == "b"',
  'length(context.s) < 2',
  'context.s < "b"',
  'has(context.s)',
  'context.s == context.t',
  'context.s == parameters.p',
  'contains(context.l, "a")',
  '"b" in context.l',
  'any(x, context.l, x == "b")',
  'all(x, context.l, x in ["a", "b"])',
  'length(context.l) > 1',
  'cidr_contains("10.0.0.0/16", context.ip)',
  'cidr_contains(["10.0.0.0/8", "::/64"], context.ip)',
  'within_hours(context.time, "Europe/Berlin", ["mon-fri"], ["09:00-17:00"])',
  'within_hours(context.time, "UTC", ["mon-fri"], ["09:00-12:00"])',
  'context.time < timestamp("2026-01-06T00:00:00Z")',
  'context.o.k == "a"',
  'has(context.o.k)',
  'parameters.p == "a"',
  'parameters.p in ["a", "c"]',
  'parameters.p < 2',
  'parameters.q == "a"',
  'user.mfa',
  'user.mfa == false',
  'user.level <= 2',
  'user.level == 2',
  'request.purpose == "work"',
  'request.path == "a/b"',
  'startswith(request.path, "a/")',
  'request.operation == "read"',
  'session.id == "a"',
];

/** Between two attributes, and what is asked of either beside. */
export const RELATED: readonly string[] = [
  'context.s == context.t',
  'context.s < context.t',
  'context.t <= context.s',
  'context.s == "b"',
  'context.t in ["a", "c"]',
  'startswith(context.t, "a")',
  'context.s < "b"',
  'context.s == context.v.k',
  'context.v.k == "b"',
  'context.v.k != context.w.k',
  'context.v.k == context.w.k',
  'context.v.k < context.w.k',
  'context.w.k == "b"',
  'startswith(context.w.k, "a")',
  'endswith(context.v.k, "b")',
  'context.v == context.w',
  'has(context.v.k)',
  'context.w.n == 2',
  'context.n < context.v.n',
  'context.v.n > 2',
  'context.v.n == context.w.n',
  'context.n == 1',
  'context.s in context.l',
  'context.s in context.v.l',
  '"b" in context.v.l',
  '"b" in context.l',
  'length(context.l) == 2',
  'context.l == context.v.l',
  'context.v.l == context.w.l',
  'all(x, context.l, x == "b")',
  'contains(context.s, context.t)',
  'contains(context.l, context.t)',
  'contains(context.v.l, context.w.k)',
  'context.ip == context.jp',
  'context.jp == context.s',
  'cidr_contains("10.0.0.0/16", context.jp)',
  'startswith(context.ip, "1")',
  'any(x, context.l, x == context.s)',
  'length(context.s) == length(context.t)',
  'lower(context.s) == context.t',
  'startswith(context.s, context.t)',
];

const PATTERNS = ['a', 'a/*', 'a/b', 'a/+', '+/b', '*', 'a*', 'a/b*', '+/a/*', 'a/+/b', 'b', 'a/b/', 'a/+/*', 'b/*'];
const TEMPLATED = ['a/{{session.id}}', 'a/{{user.level}}', 'a/{{user.id}}', 'a/{{user.level}}/*'];

export const SHAPES = [
  'string',
  '"a"',
  '["a", "c"]',
  'number(max: 2)',
  'integer(min: 1)',
  'optional("b")',
  'list("a")',
  'any()',
  'nullable(string(max_length: 1))',
  'one_of("a", number(min: 2))',
  'object({ k = optional("a") })',
];

const pick = <T>(values: readonly T[]) => fc.constantFrom(...values);

export const expression: fc.Arbitrary<string> = fc.letrec<{ all: string; one: string }>((tie) => ({
  one: pick(ATOMS),
  all: fc.oneof(
    { weight: 4, arbitrary: tie('one') },
    { weight: 1, arbitrary: tie('one').map((one) => `!(${one})`) },
    { weight: 2, arbitrary: fc.tuple(tie('one'), pick(['&&', '||']), tie('one')).map(([a, op, b]) => `(${a}) ${op} (${b})`) },
  ),
})).all;

const capabilities = fc.subarray(['read', 'list', 'update'], { minLength: 1 });

export interface SmallStanza {
  readonly pattern: string;
  readonly capabilities: readonly string[];
  readonly extra: readonly string[];
}

const extra = fc.oneof(
  { weight: 4, arbitrary: expression.map((text) => `when { expr = ${text} }`) },
  { weight: 1, arbitrary: pick(SHAPES).map((shape) => `parameters { p = ${shape} }`) },
  { weight: 1, arbitrary: fc.tuple(pick(SHAPES), pick(SHAPES)).map(([a, b]) => `parameters { p = ${a}, "*" = ${b.startsWith('optional') ? 'any()' : b} }`) },
  { weight: 1, arbitrary: fc.subarray(['a', 'b', 'c*', '*'], { minLength: 0 }).map((values) => `allowed_parameters = { "p" = ${JSON.stringify(values)} }`) },
  {
    weight: 1,
    arbitrary: pick([
      'allowed_parameters = { "q" = [] }',
      'denied_parameters = { "p" = ["a"] }',
      'required_parameters = ["p"]',
      'allowed_parameters = { "*" = [], "p" = ["b"] }',
      'denied_parameters = { "*" = [] }',
    ]),
  },
  {
    weight: 1,
    arbitrary: pick([
      'max_ttl = "5m"',
      'max_ttl = "10m"',
      'approval { by = ["group:g"] }',
      'approval { by = ["user:carol"]  within = "10m" }',
      'mfa_methods = ["totp"]',
    ]),
  },
);

const stanza: fc.Arbitrary<SmallStanza> = fc.oneof(
  { weight: 1, arbitrary: pick(PATTERNS).map((pattern) => ({ pattern, capabilities: ['deny'], extra: [] })) },
  { weight: 5, arbitrary: fc.record({ pattern: pick(PATTERNS), capabilities, extra: fc.array(extra, { maxLength: 2 }) }) },
);

const polcStanza: fc.Arbitrary<SmallStanza> = fc.oneof(
  { weight: 5, arbitrary: stanza },
  { weight: 1, arbitrary: fc.record({ pattern: pick(TEMPLATED), capabilities: fc.oneof(capabilities, fc.constant(['deny'])), extra: fc.constant([]) }) },
);

/** Keys that stand once a stanza. */
const once = (lines: readonly string[]) => {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const key = line.startsWith('when') ? line : (line.split(/[ {=]/)[0] as string);
    return !seen.has(key) && seen.add(key);
  });
};

export const stanzaText = ({ pattern, capabilities: words, extra: lines }: SmallStanza) =>
  `path ${JSON.stringify(pattern)} {\n  capabilities = ${JSON.stringify(words)}\n${once(lines)
    .map((line) => `  ${line}\n`)
    .join('')}}\n`;

export interface SmallSet {
  readonly policy: readonly SmallStanza[];
  readonly other: readonly SmallStanza[];
  readonly guardrail: { readonly enforcement: string; readonly on: string; readonly body: string } | null;
  readonly delegation: {
    readonly consent: string;
    readonly scopes: readonly string[];
    readonly purposes: boolean;
    readonly sessions: boolean;
    readonly depth: number;
    readonly expires: boolean;
  } | null;
  readonly handing: boolean;
  readonly ephemeral: string;
}

const guardrail = fc.record({
  enforcement: pick(['hard-mandatory', 'soft-mandatory', 'advisory']),
  on: pick(['', 'on { paths = ["a/*"] }', 'on { capabilities = ["read"] }', 'on { paths = ["a/b"]  agent_types = ["t"] }']),
  body: expression.chain((text) => pick([`require { expr = ${text} }`, `forbid { expr = ${text} }`])),
});

export const smallSets: fc.Arbitrary<SmallSet> = fc.record({
  policy: fc.array(polcStanza, { minLength: 1, maxLength: 4 }),
  other: fc.array(polcStanza, { minLength: 0, maxLength: 2 }),
  guardrail: fc.option(guardrail, { freq: 2 }),
  delegation: fc.option(
    fc.record({
      consent: pick(['explicit', 'implied']),
      scopes: fc.subarray(['s', 't'], { minLength: 1 }),
      purposes: fc.boolean(),
      sessions: pick([false, false, true]),
      depth: pick([0, 1]),
      expires: fc.boolean(),
    }),
    { freq: 3 },
  ),
  handing: fc.boolean(),
  ephemeral: pick(['', 'ephemeral { max_ttl = "10m"  uses = 1 }', 'ephemeral { uses = 2 }']),
});

/** One change or two. */
export function changed(set: fc.Arbitrary<SmallSet>): fc.Arbitrary<readonly [SmallSet, SmallSet]> {
  return fc
    .tuple(
      set,
      set,
      fc.array(pick(['stanza', 'stanza', 'stanza', 'other', 'guardrail', 'delegation', 'ephemeral', 'handing', 'drop']), { minLength: 0, maxLength: 2 }),
      fc.nat(),
    )
    .map(([a, b, what, at]) => {
      let next = a;
      for (const one of what) {
        if (one === 'stanza') next = { ...next, policy: next.policy.map((own, i) => (i === at % next.policy.length ? (b.policy[0] as SmallStanza) : own)) };
        else if (one === 'drop') next = { ...next, policy: next.policy.filter((_, i) => next.policy.length < 2 || i !== at % next.policy.length) };
        else next = { ...next, [one]: b[one as keyof SmallSet] };
      }
      return [a, next];
    });
}

/** Bare policies of Vault's and polc's stanzas. */
export function bareText({ policy }: SmallSet): string {
  return `policy "p" {\n${policy
    .filter(({ pattern }) => !pattern.includes('{{'))
    .map(stanzaText)
    .join('')}}\n`;
}

export function setText({ policy, other, guardrail: rail, delegation, handing, ephemeral }: SmallSet): string {
  const scoped = (stanzas: readonly SmallStanza[]) =>
    stanzas
      .filter(({ capabilities: words }) => !words.includes('deny'))
      .map(stanzaText)
      .join('');
  return [
    'schema { user { level = "number"  mfa = "boolean" } }',
    'agent_type "t" { max_ttl = "1h" }',
    'user "u" {\n  policies = ["p"]\n  attributes = { level = 2 }\n}',
    'user "v" { policies = ["p", "o"] }',
    `agent "x" {\n  type = "t"\n  owner = "group:ops"\n  policies = ["p"]\n  ceiling { policies = ["o"]  direct = false }\n  ${ephemeral}\n}`,
    'agent "y" { policies = ["p", "o"] }',
    `policy "p" {\n${policy.map(stanzaText).join('')}${handing ? 'path "agents/y" { capabilities = ["delegate"] }\n' : ''}}`,
    `policy "o" {\n${other.map(stanzaText).join('')}path "*" { capabilities = ["read", "update", "list", "delegate"] }\n}`,
    `scope "s" {\n${scoped(policy)}path "b/*" { capabilities = ["read", "list"] }\n}`,
    `scope "t" {\n${scoped(other)}path "a/*" { capabilities = ["read"] }\n}`,
    rail === null
      ? ''
      : `guardrail "g" {\n  enforcement = "${rail.enforcement}"\n  ${rail.on}\n  ${rail.body}\n  ${rail.enforcement === 'soft-mandatory' ? 'approval { by = ["group:g"] }' : ''}\n}`,
    delegation === null
      ? ''
      : `delegation "d" {\n  from = "user:u"\n  to = "x"\n  scopes = ${JSON.stringify(delegation.scopes)}\n  consent = "${delegation.consent}"\n  max_depth = ${delegation.depth}\n${delegation.purposes ? '  purposes = ["work"]\n' : ''}${delegation.sessions ? '  sessions = ["a", "b"]\n' : ''}${delegation.expires ? '  expires = "2026-03-01T00:00:00Z"\n' : ''}}`,
    delegation === null ? '' : 'delegation "e" {\n  from = "agent:x"\n  to = "y"\n  scopes = ["s", "t"]\n  consent = "implied"\n}',
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** All paths up to a length over the alphabet that the door lets in for an operation. */
export function paths(bare: boolean): readonly string[] {
  const all: string[] = [];
  const extend = (text: string) => {
    if (text !== '') all.push(text);
    if (text.length < 5) for (const unit of ['a', 'b', 'x', '/']) extend(text + unit);
  };
  extend('');
  return all.filter((path) => (bare ? !path.startsWith('/') : !/^\/|\/\//.test(path)));
}

/** Attributes that a text speaks of. */
export function attributesIn(...texts: readonly string[]): readonly string[] {
  const named = (name: string) => {
    const words =
      name === 'purpose'
        ? ['request.purpose', 'purposes']
        : name === 'session.id'
          ? ['session.id', 'sessions']
          : name === 'parameters.p'
            ? ['parameters.p', 'p =', '"p"', '_parameters']
            : name === 'parameters.q'
              ? ['parameters.q', '"q"', 'parameters {', '_parameters']
              : name === 'context.time'
                ? ['context.time', 'expires']
                : name === 'user.mfa'
                  ? ['user.mfa', 'mfa_methods']
                  : name === 'user.level'
                    ? ['user.level']
                    : [name];
    return texts.some((text) => words.some((word) => text.replace(/policy "p"|\["p"(?:, "o")?\]|schema.*\n/g, '').includes(word)));
  };
  return Object.keys(VALUES).filter(named);
}

/** The request with a value at an attribute. */
export function withAttribute(request: Request, attribute: string, value: JsonValue | undefined): Request {
  if (value === undefined) return request;
  const [root = '', name = ''] = attribute.split('.');
  if (root === 'purpose' || root === 'identity') return { ...request, [root]: value };
  const user = root === 'user' && request.user === undefined && request.delegation !== undefined ? { id: 'u' } : {};
  return { ...request, [root]: { ...user, ...(request as unknown as Record<string, object>)[root], [name]: value } };
}

export const CONSENTS: readonly Facts[] = [
  { consents: [] },
  { consents: [{ delegation: 'd', scopes: ['s'], given_at: '2020-01-01T00:00:00Z' }] },
  { consents: [{ delegation: 'd', scopes: ['t'], given_at: '2020-01-01T00:00:00Z' }] },
  { consents: [{ delegation: 'd', scopes: ['s', 't'], given_at: '2020-01-01T00:00:00Z' }] },
];
