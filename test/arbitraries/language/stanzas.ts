// Random path stanzas at patterns that collide: Vault's keys and polc's, templates of both, denies.

import fc from 'fast-check';
import { conditionBodies } from './conditions.js';
import type { Expressions } from './expressions.js';
import { parameterBlocks } from './shapes.js';

export interface Stanza {
  readonly pattern: string;
  readonly capabilities: readonly string[];
  /** What else stands in it, key by key. */
  readonly keys: readonly string[];
}

const CAPABILITIES = ['create', 'read', 'update', 'delete', 'list', 'patch', 'invoke', 'delegate', 'sudo', 'recover'];

const capabilities = fc.oneof(
  { weight: 9, arbitrary: fc.constant(CAPABILITIES) },
  { weight: 3, arbitrary: fc.subarray(CAPABILITIES) },
  { weight: 3, arbitrary: fc.constantFrom(['read'], ['read', 'list'], ['create', 'update'], ['invoke'], ['delegate']) },
);

const PATTERNS = [
  'a/b',
  'a/b',
  'a/*',
  'a/*',
  'a/*',
  '*',
  '*',
  '*',
  'a*',
  'a/+',
  '+/b',
  '+/+',
  'a/b/',
  'a',
  'agents/*',
  'agents/a1',
  'agents/+',
  'mcp/s/t',
  'http/h.example/*',
];
/** Of polc's own templates, and of Vault's. */
export const TEMPLATES = [
  ...['agent.id', 'agent.metadata.team', 'agent.metadata.size', 'user.id', 'user.dept', 'user.level', 'self.id', 'session.id'],
  ...['identity.entity.name', 'identity.entity.metadata.k', 'identity.groups.names.g0.id'],
];
const templated = fc
  .tuple(fc.constantFrom('a/', 'a/', '', '+/', 'agents/'), fc.constantFrom(...TEMPLATES), fc.constantFrom('', '', '/b', '/*', '/+'))
  .map(([before, directive, behind]) => `${before}{{${directive}}}${behind}`);

const approvers = fc.constantFrom('["group:g1"]', '["user:u1"]', '["user:u1", "group:g0"]', '["user:u0", "user:u2"]');
export const approvals = fc
  .tuple(
    approvers,
    fc.constantFrom('', '', '  within = "10m"', '  within = 1'),
    fc.constantFrom('', '', '', '  count = 2'),
    fc.constantFrom('', '', '  self = true'),
  )
  .map(([by, within, count, self]) => `approval { by = ${by}${within}${count}${self} }`);

/** A list of one value or none: most values that requests have are on it. */
const valueLists = fc.constantFrom('[]', '[]', '["x"]', '["x*", "y"]', '[10]', '[true]', '["X"]', '["*"]', '[["x"]]');
const lists = fc
  .uniqueArray(fc.tuple(fc.constantFrom('x', 'n', 'list', 'obj', 'X', '"*"'), valueLists), {
    minLength: 1,
    maxLength: 2,
    selector: ([name]) => name.toLowerCase(),
  })
  .map((entries) => `{ ${entries.map(([name, values]) => `${name} = ${values}`).join('  ')} }`);

const vaultKeys = fc.oneof(
  { weight: 2, arbitrary: lists.map((text) => `allowed_parameters = ${text}`) },
  { weight: 2, arbitrary: lists.map((text) => `denied_parameters = ${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('["x"]', '["n"]').map((text) => `required_parameters = ${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('max_wrapping_ttl = "60s"', 'min_wrapping_ttl = 10') },
  { weight: 2, arbitrary: fc.constantFrom('mfa_methods = ["m"]', 'mfa_methods = ["m", "n"]') },
  { weight: 1, arbitrary: fc.constant('reason = "so it is"') },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('', 'controlled_capabilities = ["read"]', 'controlled_capabilities = ["update", "invoke"]'), fc.constantFrom(1, 2))
      .map(
        ([controlled, count]) =>
          `control_group {\n  factor "f" {\n    ${controlled}\n    identity {\n      group_names = ["g1"]\n      approvals = ${count}\n    }\n  }\n}`,
      ),
  },
);

/** A factor controls no capability that its stanza does not have. */
const fits = (key: string, capabilities: readonly string[]) => {
  const controlled = /controlled_capabilities = (.*)/.exec(key)?.[1];
  return controlled === undefined || (JSON.parse(controlled) as string[]).every((word) => capabilities.includes(word));
};

const oncePerKey = (keys: readonly string[]) => {
  const name = (text: string) => /^\w+/.exec(text)?.[0];
  return keys.filter((key, i) => name(key) === 'when' || keys.findIndex((other) => name(other) === name(key)) === i);
};

export interface StanzaChoices {
  readonly expressions: Expressions;
  readonly without?: readonly string[];
  readonly templates?: boolean;
  /** Scopes have none. */
  readonly denies: boolean;
}

export function stanzas({ expressions, without = [], templates = true, denies }: StanzaChoices): fc.Arbitrary<Stanza> {
  const polcKeys = fc.oneof(
    { weight: 5, arbitrary: conditionBodies(expressions, without).map((body) => `when {\n${body}\n}`) },
    { weight: 2, arbitrary: parameterBlocks },
    { weight: 2, arbitrary: fc.constantFrom('max_ttl = "5m"', 'max_ttl = "1h"', 'max_ttl = 30') },
    { weight: 2, arbitrary: approvals },
  );
  const keys = fc.oneof(
    { weight: 5, arbitrary: fc.constant([]) },
    { weight: 5, arbitrary: fc.array(polcKeys, { minLength: 1, maxLength: 2 }) },
    { weight: 2, arbitrary: fc.array(vaultKeys, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.tuple(polcKeys, vaultKeys).map(([a, b]) => [a, b]) },
  );
  const pattern = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PATTERNS) }, ...(templates ? [{ weight: 2, arbitrary: templated }] : []));
  const granting = fc
    .tuple(pattern, capabilities, keys)
    .map(([at, some, more]): Stanza => ({ pattern: at, capabilities: some, keys: oncePerKey(more).filter((key) => fits(key, some)) }));
  if (!denies) return granting;
  const denying = pattern.map((at): Stanza => ({ pattern: at, capabilities: ['deny'], keys: [] }));
  return fc.oneof({ weight: 14, arbitrary: granting }, { weight: 1, arbitrary: denying });
}

export function stanzaText({ pattern, capabilities: some, keys }: Stanza): string {
  return `path ${JSON.stringify(pattern)} {\n${[`capabilities = ${JSON.stringify(some)}`, ...keys].map((key) => `${key}\n`).join('')}}\n`;
}
