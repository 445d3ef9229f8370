// What users of Vault's policies are known to get wrong, one by one: the rule that speaks of it, or the reason why it cannot happen here. The list is
// that of ../shared/reference/pitfalls.md, told again; a test holds the two together where that is there.

import { check, compile, RULES } from '@polc/compiler';
import { loadBundle, type Request } from '@polc/runtime';
import { describe, expect, it, test } from 'vitest';
import { describeShared, readShared } from '../shared-data.js';
import { stanza } from './describe-rule.js';

interface Pitfall {
  readonly name: string;
  /** Files of the set; the first is policy `a`. */
  readonly texts: readonly string[];
  /** Codes that must be among those found. */
  readonly found?: readonly string[];
  /** Why nothing has to be found: what the language or the engine does instead, and the decisions that show it. */
  readonly impossible?: string;
  readonly decisions?: readonly (readonly [request: Omit<Request, 'policies'>, allowed: boolean])[];
}

const ask = (operation: string, path: string, more: Partial<Request> = {}) => ({ operation, path, ...more });
const entity = (name: string, metadata: Record<string, string> = {}) =>
  ({ identity: { entity: { id: 'e1', name, metadata, aliases: [] }, groups: [] } }) as Partial<Request>;

const PITFALLS: readonly Pitfall[] = [
  { name: 'kv2-missing-data', texts: [stanza('kv/data/team/x', 'read') + stanza('kv/team/account', 'read')], found: ['kv2-missing-data'] },
  { name: 'kv2-list-on-data', texts: [stanza('secret/data/team/*', 'read list')], found: ['kv2-list-on-data'] },
  { name: 'list-no-trailing-slash', texts: [stanza('+/sys/policies/acl', 'list')], found: ['list-without-slash'] },
  { name: 'glob-excludes-base', texts: [stanza('kv/data/app/*', 'read')], found: ['uncovered-base'] },
  { name: 'glob-inner-star', texts: [stanza('secret/*/foo', 'read')], found: ['inner-star'] },
  { name: 'glob-no-boundary', texts: [stanza('secret/foo*', 'read'), stanza('secret/foo-admin/x', 'read')], found: ['prefix-crosses-name'] },
  { name: 'plus-misuse', texts: [stanza('secret/a+c/x', 'read') + stanza('secret/+*', 'read')], found: ['plus-inside-segment', 'plus-star'] },
  {
    name: 'priority-wildcard-position',
    texts: [stanza('team/+/prefix-*', 'create update') + stanza('team/*', 'list')],
    impossible: 'the later wildcard wins, as in Vault of today, and what never wins is shadowed-stanza',
    decisions: [[ask('update', 'team/ana/prefix-x'), false]],
  },
  { name: 'deny-shadowed', texts: [stanza('secret/*', 'read') + stanza('secret/+/private/*', 'deny')], found: ['unreachable-deny'] },
  {
    name: 'deny-vs-list-folder',
    texts: [stanza('foo/metadata/*', 'list') + stanza('foo/metadata/private/*', 'deny')],
    impossible: 'a list of the folder is denied too',
    decisions: [
      [ask('list', 'foo/metadata/private/'), false],
      [ask('list', 'foo/metadata/private/app/'), false],
    ],
  },
  {
    name: 'deny-breaks-composition',
    texts: [stanza('secret/foo/*', 'read') + stanza('secret/foo/bar/*', 'deny') + stanza('secret/foo/bar/*', 'read')],
    // Of two policies it is not: taking away what another policy grants is what a deny is for.
    found: ['deny-cancels-grant'],
  },
  { name: 'deny-mixed', texts: [stanza('x/*', 'create read deny')], found: ['deny-mixed'] },
  {
    name: 'narrow-rule-hides-broad',
    texts: [
      `user "ana" { policies = ["p", "q"] }\npolicy "p" { ${stanza('sys/leases/lookup', 'update')} }\npolicy "q" { ${stanza('sys/leases/*', 'read update list sudo')} }`,
    ],
    found: ['narrowing-override'],
  },
  { name: 'empty-capabilities', texts: [stanza('kv/metadata/CF/*', '')], found: ['empty-capabilities'] },
  { name: 'create-without-update', texts: [stanza('ssh/sign/role', 'create')], found: ['create-without-update'] },
  { name: 'write-capability', texts: [stanza('secret/*', 'read write')], found: ['invalid-capability'] },
  { name: 'legacy-policy-keyword', texts: ['path "test/" {\n  policy = "write"\n}\n'], found: ['legacy-policy-keyword'] },
  { name: 'leading-slash', texts: [stanza('/secret/foo', 'read') + stanza('//secret/bar', 'read')], found: ['leading-slash', 'double-leading-slash'] },
  { name: 'case', texts: [stanza('secret/Foo', 'read') + stanza('secret/foo', 'read')], found: ['case-variant-pattern'] },
  { name: 'params-kv2-nested', texts: [stanza('sec/data/*', 'create update', 'allowed_parameters = { "password" = [] }')], found: ['kv2-nested-parameter'] },
  {
    name: 'params-list-values-allow',
    texts: [stanza('r/*', 'update', 'allowed_parameters = { "*" = [], "token_policies" = ["test1", "default"] }')],
    impossible: 'each element of a list is looked at',
    decisions: [
      [ask('update', 'r/x', { parameters: { token_policies: ['test1'] } }), true],
      [ask('update', 'r/x', { parameters: { token_policies: 'test1,default' } }), true],
    ],
  },
  {
    name: 'params-list-values-deny',
    texts: [stanza('auth/token/create', 'update', 'denied_parameters = { "policies" = ["super-admin"] }')],
    impossible: 'one denied element denies the list',
    decisions: [
      [ask('update', 'auth/token/create', { parameters: { policies: ['super-admin'] } }), false],
      [ask('update', 'auth/token/create', { parameters: { policies: 'default,super-admin' } }), false],
    ],
  },
  {
    name: 'params-glob-comma',
    texts: [stanza('auth/approle/*', 'update', 'allowed_parameters = { "policies" = ["policy*"], "*" = [] }')],
    found: ['glob-value-on-list-parameter'],
  },
  { name: 'params-synonym', texts: [stanza('auth/approle/role/*', 'update', 'denied_parameters = { "policies" = [] }')], found: ['denied-without-allowed'] },
  {
    name: 'params-default-values',
    texts: [stanza('auth/token/create', 'update', 'allowed_parameters = { "policies" = [] }', 'denied_parameters = { "policies" = ["CC*"] }')],
    found: ['inherited-policies'],
  },
  {
    name: 'params-on-read',
    texts: [stanza('secret/foo', 'read', 'required_parameters = ["why"]') + stanza('secret/bar', 'delete', 'denied_parameters = { "bar" = [] }')],
    found: ['required-parameters-on-read', 'parameters-not-enforced'],
  },
  {
    name: 'params-type',
    texts: [stanza('transit/keys/*', 'update', 'denied_parameters = { "exportable" = ["true"], "size" = [3] }')],
    found: ['boolean-as-string', 'unmatchable-number'],
  },
  { name: 'params-star-values', texts: [stanza('kv/test', 'update', 'allowed_parameters = { "*" = ["rsa *"] }')], found: ['star-parameter-values'] },
  {
    name: 'params-template',
    texts: [stanza('identity/mfa/x', 'update', 'allowed_parameters = { "entity_id" = ["{{identity.entity.id}}"] }')],
    found: ['parameter-template'],
  },
  {
    name: 'params-union-widens',
    texts: [stanza('a', 'update', 'allowed_parameters = { "x" = ["1"] }'), stanza('a', 'update', 'allowed_parameters = { "x" = [] }')],
    found: ['widened-parameter'],
  },
  {
    name: 'template-missing',
    texts: [stanza('s/{{identity.entity.metadata.team}}/*', 'deny') + stanza('s/{{identity.entity.nmae}}/*', 'read')],
    found: ['templated-deny', 'unknown-template'],
  },
  {
    name: 'template-alias-metadata',
    texts: [stanza('p/{{identity.entity.aliases.auth_approle_1.metadata.foo}}/*', 'read')],
    found: ['mutable-alias-metadata'],
  },
  {
    name: 'template-injection',
    texts: [stanza('s/{{identity.entity.name}}/y', 'read')],
    impossible: 'a value with a wildcard drops its stanza',
    decisions: [
      [ask('read', 's/zed/y', entity('+')), false],
      [ask('read', 's/zed/y', entity('zed')), true],
    ],
  },
  { name: 'sudo', texts: [stanza('sys/seal', 'sudo') + stanza('sys/step-down', 'update')], found: ['sudo-alone', 'missing-sudo'] },
  {
    name: 'duplicate-attribute',
    texts: ['path "secret" {\n  capabilities = ["read"]\n  capabilities = ["read", "delete"]\n}\n'],
    found: ['duplicate-attribute'],
  },
  { name: 'unknown-key', texts: ['path "a" {\n  capabilites = ["read"]\n}\n'], found: ['unknown-key'] },
  { name: 'policy-name-reference', texts: ['agent "bot" {\n  policies = ["supersecrt"]\n}\n', stanza('a', 'read')], found: ['unknown-policy'] },
  { name: 'quoting-lost', texts: ['path "a" {\n  capabilities = [read, list]\n}\n'], found: ['bare-word'] },
  { name: 'ui-needs-parents', texts: [stanza('secret/data/team/app/*', 'read')], found: ['unbrowsable-folder'] },
  {
    name: 'provider-needs-metadata',
    texts: [stanza('prefix/data/my/*', 'create update read')],
    impossible: 'what a tool calls beside stands in no policy: a log of decisions shows it, and the denial names the path',
    decisions: [[ask('read', 'prefix/metadata/my/path'), false]],
  },
  { name: 'wrapping-mandatory', texts: [stanza('a', 'read', 'max_wrapping_ttl = "1h"')], found: ['mandatory-wrapping'] },
  { name: 'self-escalation', texts: [stanza('sys/policies/acl/*', 'create update') + stanza('auth/token/create', 'update sudo')], found: ['self-escalation'] },
  {
    name: 'namespace-prefix',
    texts: [stanza('secret/data/*', 'read')],
    impossible: 'there are no namespaces here: a path is matched from its beginning, and nothing is put before it',
    decisions: [
      [ask('read', 'ns1/secret/data/app'), false],
      [ask('read', 'secret/data/app'), true],
    ],
  },
];

const optIn = Object.fromEntries(RULES.filter(({ optIn: only }) => only === true).map(({ id }) => [id, 'warn'] as const));
const sourcesOf = (texts: readonly string[]) => texts.map((text, i) => ({ file: `${'abc'[i]}.hcl`, text }));

describe('the known pitfalls', () => {
  it('are all here, each once', () => {
    expect(PITFALLS).toHaveLength(43);
    expect(new Set(PITFALLS.map(({ name }) => name)).size).toBe(43);
    for (const { name, found, impossible, decisions } of PITFALLS)
      expect(found === undefined, name).toBe(impossible !== undefined && (decisions ?? []).length > 0);
  });

  test.each(PITFALLS.filter(({ found }) => found !== undefined).map((each) => [each.name, each] as const))('%s is found', (_name, { texts, found }) => {
    const codes = check(sourcesOf(texts), { rules: optIn }).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining([...(found ?? [])]));
  });

  test.each(PITFALLS.filter(({ impossible }) => impossible !== undefined).map((each) => [each.name, each.impossible, each] as const))(
    '%s cannot happen: %s',
    (_name, _why, { texts, decisions = [] }) => {
      const { bundle, model } = compile(sourcesOf(texts));
      const engine = loadBundle(bundle as Uint8Array);
      const policies = model.policies.map(({ name }) => name);
      for (const [request, allowed] of decisions) expect(engine.decide({ policies, ...request } as Request).allowed, JSON.stringify(request)).toBe(allowed);
    },
  );
});

describeShared('the list of pitfalls', () => {
  it('has none that is not here', () => {
    const headings = [
      ...readShared('reference/pitfalls.md')
        .toString('utf8')
        .matchAll(/^## \d+\. `([\w-]+)`/gm),
    ].map(([, name]) => name);
    expect(headings).toEqual(PITFALLS.map(({ name }) => name));
  });
});
