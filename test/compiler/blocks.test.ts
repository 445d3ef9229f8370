// Sets that are sound: what the model holds of each block and of each key of polc's, types and defaults included. Long: a table.

import { createHash } from 'node:crypto';
import { type CompileOptions, check, type Model, requirementDigest, type SourceText, type Stanza } from '@polc/compiler';
import { describe, expect, it } from 'vitest';

function modelOf(text: string, options?: CompileOptions): Model {
  return modelOfAll([{ file: 'p.hcl', text }], options);
}

function modelOfAll(sources: readonly SourceText[], options?: CompileOptions): Model {
  const { diagnostics, model } = check(sources, { lint: false, ...options });
  expect(diagnostics).toEqual([]);
  return model;
}

const records = (placed: readonly { readonly record: unknown }[]) => placed.map(({ record }) => record);

const EVERYTHING = `
policy "Reader" { path "secret/*" { capabilities = ["read"] } }
policy "no-admin" { path "sys/*" { capabilities = ["deny"] } }
agent_type "autonomous" { ceiling_policies = ["no-admin"]  max_ttl = "5m"  uses = 1 }
agent "bot" {
  type      = "autonomous"
  owner     = "team-alpha"
  metadata  = { purpose = "review"  level = 3  internal = true }
  identity {
    spiffe      = "spiffe://example.org/agent/bot"
    x509_sha256 = "${'AB'.repeat(32)}"
    jwt { issuer = "https://idp.example"  subject = "bot" }
  }
  policies  = ["READER"]
  ceiling   { policies = ["reader"]  direct = false }
  ephemeral { max_ttl = 600  uses = 2 }
  status    = "suspended"
  expires   = "2027-01-01T01:00:00+01:00"
}
agent "plain" {}
user "alice" { groups = ["hr"]  policies = ["reader"]  attributes = { limit = 500  tags = ["a", true]  home = { city = "Rome" } } }
group "hr" { policies = ["reader"]  groups = ["staff"] }
group "staff" {}
scope "read" { path "secret/x" { capabilities = ["read"] } }
delegation "d1" {
  from = "user:alice"  to = "bot"  scopes = ["read"]  purposes = ["review"]  sessions = ["s1", "s2"]  consent = "implied"  expires = "2027-01-01T00:00:00Z"  max_depth = 1
}
delegation "d2" { from = "agent:plain"  to = "bot"  scopes = ["read"]  status = "revoked" }
target "payroll" { paths = ["secret/data/payroll/*"]  sensitivity = "high"  levels = [1, 2] }
condition "calm" { expr = context.risk < 70 }
guardrail "hours" {
  enforcement = "soft-mandatory"
  on       { paths = ["secret/*"]  capabilities = ["read", "invoke"]  agent_types = ["autonomous"] }
  require  { expr = condition.calm }
  require  { user { mfa = true } }
  forbid   { agent { ids = ["plain"] } }
  approval { by = ["user:alice", "group:hr", "user:alice"]  within = "10m"  count = 2  self = true }
  reason   = "outside hours"
}
schema {
  operations = { write = "update"  "tool call" = "invoke" }
  subjects   = { identity = "user"  "urn:x service" = "agent"  user = "agent" }
  user       { groups = "trusted"  limit { type = "number"  source = "registry" } }
  context    { ticket = "string"  risk = "number" }
  parameters { amount = "number" }
}
test "x y" {
  request { user = "alice"  operation = "read"  path = "a" }
  expect  { decision = "deny" }
}
property "p" {
  for_all { agent = any }
  expect  { decision = "deny" }
}
invariant "i" { never { path = "a" } }
`;

describe('a set of every block', () => {
  const { policies, blocks } = modelOf(EVERYTHING);

  it('has its policies, by folded names', () => {
    expect(policies.map(({ name, stanzas }) => [name, stanzas.length])).toEqual([
      ['reader', 1],
      ['no-admin', 1],
    ]);
  });

  it('has its principals as the runtime reads them', () => {
    expect(records(blocks.agentTypes)).toEqual([{ id: 'autonomous', ceiling_policies: ['no-admin'], max_ttl: 300, uses: 1 }]);
    expect(records(blocks.agents)).toEqual([
      {
        id: 'bot',
        type: 'autonomous',
        owner: 'team-alpha',
        metadata: { purpose: 'review', level: 3, internal: true },
        identity: {
          spiffe: 'spiffe://example.org/agent/bot',
          x509_sha256: 'ab'.repeat(32),
          jwt: { issuer: 'https://idp.example', subject: 'bot' },
        },
        policies: ['reader'],
        ceiling: { policies: ['reader'], direct: false },
        ephemeral: { max_ttl: 600, uses: 2 },
        status: 'suspended',
        expires: Date.UTC(2027, 0, 1),
      },
      { id: 'plain' },
    ]);
    expect(records(blocks.users)).toEqual([
      { id: 'alice', groups: ['hr'], policies: ['reader'], attributes: { limit: 500, tags: ['a', true], home: { city: 'Rome' } } },
    ]);
    expect(records(blocks.groups)).toEqual([{ id: 'hr', policies: ['reader'], groups: ['staff'] }, { id: 'staff' }]);
  });

  it('has its scopes and delegations', () => {
    expect(blocks.scopes.map(({ name, stanzas, templated }) => [name, stanzas.map(({ policy }) => policy), templated])).toEqual([['read', ['read'], false]]);
    expect(records(blocks.delegations)).toEqual([
      {
        ...{ id: 'd1', from: 'user:alice', to: 'bot', scopes: ['read'], purposes: ['review'], sessions: ['s1', 's2'], consent: 'implied' },
        ...{ expires: Date.UTC(2027, 0, 1), max_depth: 1 },
      },
      { id: 'd2', from: 'agent:plain', to: 'bot', scopes: ['read'], status: 'revoked' },
    ]);
  });

  it('has its guardrails, targets and conditions', () => {
    const [guardrail] = blocks.guardrails;
    expect(guardrail?.record).toMatchObject({
      name: 'hours',
      enforcement: 'soft-mandatory',
      paths: ['secret/*'],
      capabilities: ['read', 'invoke'],
      agentTypes: ['autonomous'],
      reason: 'outside hours',
      approval: { kind: 'guardrail', name: 'hours', by: ['group:hr', 'user:alice'], within: 600, count: 2, self: true },
    });
    expect(guardrail?.record.require).toHaveLength(2);
    expect(guardrail?.record.forbid).toHaveLength(1);
    expect(guardrail?.line).toBe(EVERYTHING.split('\n').findIndex((line) => line.startsWith('guardrail')) + 1);
    expect(records(blocks.targets)).toEqual([{ name: 'payroll', paths: ['secret/data/payroll/*'], attributes: { sensitivity: 'high', levels: [1, 2] } }]);
    expect(blocks.conditions.map(({ record }) => record.name)).toEqual(['calm']);
  });

  it('has its schema', () => {
    const { operations, subjects, attributes, trustedGroups } = blocks.schema;
    expect([...operations]).toEqual([
      ['write', 'update'],
      ['tool call', 'invoke'],
    ]);
    expect([...subjects]).toEqual([
      ['identity', 'user'],
      ['urn:x service', 'agent'],
      ['user', 'agent'],
    ]);
    const plain = [...attributes].map(([root, names]) => [root, [...names].map(([name, { type, source }]) => [name, type, source])]);
    expect(plain).toEqual([
      ['user', [['limit', 'number', 'registry']]],
      [
        'context',
        [
          ['ticket', 'string', null],
          ['risk', 'number', null],
        ],
      ],
      ['parameters', [['amount', 'number', null]]],
    ]);
    expect(trustedGroups).toBe(true);
  });
});

describe('a stanza', () => {
  const stanzaOf = (text: string): Stanza => modelOf(text).policies[0]?.stanzas[0] as Stanza;

  it('has keys of polc in a Vault file', () => {
    const stanza = stanzaOf(`path "mcp/bank/transfer" {
  capabilities = ["invoke", "delegate"]
  parameters { amount = number(max: 500) }
  when       { expr = context.risk < 70 }
  when       { user { mfa = true } }
  max_ttl  = "5m"
  approval { by = ["group:finance"] }
  reason   = "above 500 ask the desk"
}`);
    expect(stanza).toMatchObject({
      capabilities: ['invoke', 'delegate'],
      maxTtl: 300,
      reason: 'above 500 ask the desk',
      standsAlone: true,
      approval: { kind: 'stanza', name: 'p:mcp/bank/transfer', by: ['group:finance'], within: null, count: 1, self: false },
    });
    expect(stanza.when).toHaveLength(2);
    expect(stanza.parameters?.shape.members.map(([name]) => name)).toEqual(['amount']);
  });

  it.each([
    ['reason = "x"', false],
    ['allowed_parameters = { "x" = [] }', false],
    ['parameters {}', true],
    ['max_ttl = 1', true],
  ])('with %s stands alone: %s', (key, alone) => {
    expect(stanzaOf(`path "a" {\n  capabilities = ["read"]\n  ${key}\n}`).standsAlone).toBe(alone);
  });

  it('has keys of polc in the JSON form of Vault too', () => {
    const stanza = stanzaOf('{"path": {"a": {"capabilities": ["read"], "max_ttl": "1h", "when": {"user": {"mfa": true}, "agent": {"ids": ["b"]}}}}}');
    expect(stanza).toMatchObject({ maxTtl: 3600, standsAlone: true });
    expect(stanza.when).toHaveLength(2);
  });

  it.each(['{{agent.id}}', '{{ agent.metadata.cost.center }}', '{{user.id}}', '{{user.team}}', '{{self.id}}', '{{session.id}}'])(
    'may have the template %s',
    (directive) => {
      for (const pattern of [directive, `/${directive}`, `x/${directive}`, `${directive}/*`, `x/+/${directive}/y`, `${directive}/${directive}`])
        expect(stanzaOf(`path "${pattern}" { capabilities = ["read"] }`).pattern).toMatchObject({ written: pattern, templated: true });
    },
  );

  it.each(['x-{{identity.entity.id}}', 'x/{{Agent.id}}y', 'x/{{time.now}}*', 'x/{{agents.id}}-y'])('keeps the leniency of Vault for %s', (pattern) => {
    expect(stanzaOf(`path "${pattern}" { capabilities = ["read"] }`).pattern.templated).toBe(true);
  });
});

it('a requirement has the digest of its canonical JSON', () => {
  const { policies } = modelOf('path "a" {\n  approval { by = ["user:z", "user:\u00e9"]  within = "90s" }\n}');
  const approval = policies[0]?.stanzas[0]?.approval ?? null;
  const canonical = '{"by":["user:z","user:\u00e9"],"count":1,"kind":"stanza","name":"p:a","self":false,"within":90}';
  expect(approval?.digest).toBe(`sha256:${createHash('sha256').update(canonical).digest('hex')}`);
  expect(approval === null ? '' : requirementDigest(approval)).toBe(approval?.digest);
});

it('the strict JSON form says the same', () => {
  const hcl = `agent "a" {
  metadata = { team = "x" }
  identity { jwt { issuer = "i"  subject = "s" } }
  ceiling  { policies = ["p"] }
}
policy "p" {
  path "x" {
    capabilities = ["read"]
    parameters { n = number(max: 5) }
    when       { expr = user.mfa }
    when       { user { ids = ["u"] } }
  }
}
schema { parameters { n = "number" } }
`;
  const json = {
    agent: { a: { metadata: { team: 'x' }, identity: { jwt: { issuer: 'i', subject: 's' } }, ceiling: { policies: ['p'] } } },
    policy: {
      p: {
        path: {
          x: { capabilities: ['read'], parameters: { n: { expr: 'number(max: 5)' } }, when: [{ expr: 'user.mfa' }, { user: { ids: ['u'] } }] },
        },
      },
    },
    schema: { parameters: { n: 'number' } },
  };
  const meaning = ({ policies, blocks }: Model) => ({
    agents: records(blocks.agents),
    schema: [...(blocks.schema.attributes.get('parameters') ?? [])].map(([name, { type }]) => [name, type]),
    stanzas: policies.flatMap(({ stanzas }) => stanzas).map(({ parameters, when }) => [parameters?.shape, when.map(({ code }) => code)]),
  });
  expect(meaning(modelOfAll([{ file: 'p.polc.json', text: JSON.stringify(json) }]))).toEqual(meaning(modelOf(hcl)));
});

it('test blocks alone make a polc file', () => {
  const model = modelOf('test "a sentence, with / and *" {\n  request { user = "a"  operation = "read"  path = "a" }\n  expect { decision = "deny" }\n}');
  expect(model.policies).toEqual([]);
});

describe('a tools file', () => {
  const TOOLS = '{"tools": [{"name": "send", "inputSchema": {"type": "object", "properties": {"to": {"type": "string"}}}}]}';
  const policy = (reference: string, tool = 'send') => `tools "mail" { schema = "${reference}" }
policy "p" {
  path "mcp/mail/${tool}" {
    capabilities = ["invoke"]
    when { expr = parameters.to == "x" }
  }
}`;

  it.each([
    ['p.hcl', 'mail.tools.json', 'mail.tools.json'],
    ['a/p.hcl', 'mail.tools.json', 'a/mail.tools.json'],
    ['a/b/p.hcl', '../mail.tools.json', 'a/mail.tools.json'],
    ['./a/p.hcl', './x/../mail.tools.json', 'a/mail.tools.json'],
    ['/a/p.hcl', 'mail.tools.json', '/a/mail.tools.json'],
    ['a/p.hcl', '/etc/mail.tools.json', '/etc/mail.tools.json'],
  ])('of %s named %s is found among the sources as %s, and is no policy', (file, reference, tools) => {
    const model = modelOfAll([
      { file: tools, text: TOOLS },
      { file, text: policy(reference) },
    ]);
    expect(model.policies.map(({ name }) => name)).toEqual(['p']);
  });

  it('is asked of the caller otherwise, as written and with the file that names it', () => {
    const asked: string[][] = [];
    const load = (...question: string[]) => {
      asked.push(question);
      return new TextEncoder().encode(TOOLS);
    };
    modelOfAll([{ file: 'a/p.hcl', text: policy('x/mail.json') }], { load });
    expect(asked).toEqual([['x/mail.json', 'a/p.hcl']]);
  });

  it.each([
    [policy('m.tools.json', 'sned'), 'unknown-tool', '"mcp/mail/sned"'],
    [policy('m.tools.json').replace('parameters.to', 'parameters.from'), 'unknown-tool-parameter', 'parameters.from'],
    [policy('m.tools.json').replace('== "x"', '== 5'), 'type-mismatch', null],
  ])('is what stanzas about its tools are held against', (text, code, at) => {
    const { diagnostics } = check([{ file: 'p.hcl', text }], { lint: false, load: () => TOOLS });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    const { start, end } = diagnostics[0]?.span ?? { start: 0, end: 0 };
    if (at !== null) expect(at).toContain(text.slice(start, end));
  });

  it('that is none says so at the string that names it', () => {
    const text = policy('m.tools.json');
    const { diagnostics } = check([{ file: 'p.hcl', text }], { lint: false, load: () => '{' });
    expect(diagnostics.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual([['tools-not-json', '"m.tools.json"']]);
  });
});
