// What vault-acl.md says and conformance/vault does not ask: one row a sentence, for every judge. Facts of our own wording.

import type { Outcome, Request } from '@polc/runtime';

export interface Paragraph {
  readonly section: string;
  readonly says: string;
  /** Policy `p`, or several by name. */
  readonly policies: string | Readonly<Record<string, string>>;
  /** Of policy `p` to read `a`, unless it says otherwise. */
  readonly request: Partial<Request>;
  readonly outcome: Outcome;
  readonly expect?: Readonly<Record<string, unknown>>;
}

const READ_A = 'path "a" { capabilities = ["read"] }';
const group = (name: string) =>
  `control_group { factor "${name}" { identity { group_names = ["g"] approvals = 1 } controlled_capabilities = ["read"] } }`;
const factor = (name: string) => ({ name, controlled_capabilities: ['read'], group_ids: [], group_names: ['g'], approvals: 1 });
const someone = { entity: { id: 'e1', name: '', metadata: { dotted: 'no', 'a.b': 'yes' } }, groups: [] };
const inGroups = (...groups: { id: string; name: string; namespace_id?: string }[]) => ({ entity: null, groups });

export const PARAGRAPHS: readonly Paragraph[] = [
  // §1.2, §1.5: decoding
  {
    section: '1.2',
    says: 'a key written bare and quoted is no duplicate: its lists are concatenated',
    policies: 'path "a" { capabilities = ["create"] "capabilities" = ["read"] }',
    request: {},
    outcome: 'allowed',
    expect: { capabilities: ['create', 'read'] },
  },
  {
    section: '1.5',
    says: 'an empty object is an empty list, and a stanza that grants nothing still shadows',
    policies: 'path "*" { capabilities = ["read"] } path "a" { capabilities = {} }',
    request: {},
    outcome: 'capability_missing',
    expect: { capabilities: ['deny'] },
  },
  {
    section: '1.6',
    says: 'legacy deny replaces the capabilities',
    policies: 'path "a" { policy = "deny" capabilities = ["read", "banana"] }',
    request: {},
    outcome: 'explicit_deny',
  },
  {
    section: '1.6',
    says: 'legacy write holds create and list, not sudo',
    policies: 'path "a" { policy = "write" }',
    request: { operation: 'create' },
    outcome: 'allowed',
    expect: { capabilities: ['create', 'delete', 'list', 'read', 'update'], root_privs: false },
  },
  {
    section: '1.6',
    says: 'legacy sudo is write and sudo, never patch',
    policies: 'path "a" { policy = "sudo" }',
    request: { operation: 'patch' },
    outcome: 'capability_missing',
    expect: { root_privs: true },
  },
  {
    section: '1.8',
    says: 'the empty pattern is the empty path',
    policies: 'path "/" { capabilities = ["read"] }',
    request: { path: '///' },
    outcome: 'allowed',
  },
  {
    section: '1.8',
    says: 'of two trailing stars one is literal',
    policies: 'path "a/**" { capabilities = ["read"] }',
    request: { path: 'a/b' },
    outcome: 'no_matching_rule',
  },
  // §2: the policy list
  { section: '2', says: 'policy names are trimmed and fold case', policies: READ_A, request: { policies: ['\t P\u00a0'] }, outcome: 'allowed' },
  {
    section: '2',
    says: 'names that do not exist are ignored',
    policies: READ_A,
    request: { policies: ['nobody', 'p', 'constructor', '__proto__'] },
    outcome: 'allowed',
    expect: { granting: ['p'] },
  },
  {
    section: '2',
    says: 'a policy named twice grants twice',
    policies: READ_A,
    request: { policies: ['p', 'P'] },
    outcome: 'allowed',
    expect: { granting: ['p', 'p'] },
  },
  {
    section: '2',
    says: 'without policies everything is refused',
    policies: READ_A,
    request: { policies: [] },
    outcome: 'no_matching_rule',
    expect: { capabilities: ['deny'] },
  },
  { section: '2', says: 'without policies help is still given', policies: READ_A, request: { policies: [], operation: 'help' }, outcome: 'allowed' },
  {
    section: '2',
    says: 'root allows everything, unknown operations too',
    policies: READ_A,
    request: { policies: ['ROOT'], operation: 'banana', path: 'z' },
    outcome: 'allowed',
    expect: { root_privs: true, granting: ['root'], capabilities: ['root'], mfa_methods: [], control_group: null },
  },
  {
    section: '2',
    says: 'root beside another policy fails the whole list, help too',
    policies: READ_A,
    request: { policies: ['p', 'root'], operation: 'help' },
    outcome: 'malformed_request',
    expect: { capabilities: ['deny'], granting: [] },
  },
  // §3: merging
  {
    section: '3.2',
    says: 'a later deny keeps the MFA methods',
    policies: {
      p: 'path "a" { capabilities = ["read"] mfa_methods = ["m"] }',
      q: 'path "a" { capabilities = ["deny"] }',
    },
    request: { policies: ['p', 'q'] },
    outcome: 'explicit_deny',
    expect: { mfa_methods: ['m'], granting: [] },
  },
  {
    section: '3.1',
    says: 'what comes after a deny is ignored completely',
    policies: { p: 'path "a" { capabilities = ["deny"] }', q: 'path "a" { capabilities = ["sudo"] mfa_methods = ["m"] }' },
    request: { policies: ['p', 'q'] },
    outcome: 'explicit_deny',
    expect: { mfa_methods: [], root_privs: false },
  },
  {
    section: '3.3',
    says: 'the MFA methods of one stanza stay as written',
    policies: 'path "a" { capabilities = ["read"] mfa_methods = ["z", "a", "z"] }',
    request: {},
    outcome: 'allowed',
    expect: { mfa_methods: ['z', 'a', 'z'] },
  },
  {
    section: '3.3',
    says: 'unset never loosens a maximum',
    policies: 'path "a" { capabilities = ["read"] max_wrapping_ttl = 60 } path "a" { capabilities = ["read"] }',
    request: {},
    outcome: 'wrapping',
    expect: { granting: ['p', 'p'] },
  },
  {
    section: '3.3',
    says: 'an empty list on either side takes any value',
    policies:
      'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["1"] } } path "a" { capabilities = ["read"] allowed_parameters = { "x" = [] } }',
    request: { parameters: { x: 'anything' } },
    outcome: 'allowed',
  },
  {
    section: '3.3',
    says: 'an empty denied list on either side denies any value',
    policies:
      'path "a" { capabilities = ["read"] denied_parameters = { "x" = [] } } path "a" { capabilities = ["read"] denied_parameters = { "x" = ["1"] } }',
    request: { parameters: { x: 'anything' } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '3.3',
    says: 'required parameters add up',
    policies:
      'path "a" { capabilities = ["read"] required_parameters = ["x"] } path "a" { capabilities = ["read"] required_parameters = ["y"] }',
    request: { parameters: { x: 1 } },
    outcome: 'parameter_missing',
    expect: { granting: ['p', 'p'] },
  },
  {
    section: '3.3',
    says: 'control group factors are appended',
    policies: `path "a" { capabilities = ["read"] ${group('one')} } path "a" { capabilities = ["read"] ${group('two')} }`,
    request: {},
    outcome: 'allowed',
    expect: { control_group: { ttl: 0, factors: [factor('one'), factor('two')] } },
  },
  // §4: selection
  {
    section: '4',
    says: 'a chosen rule without the capability is not passed over',
    policies: 'path "a/*" { capabilities = ["read"] } path "a/+" { capabilities = ["update"] }',
    request: { path: 'a/b' },
    outcome: 'capability_missing',
  },
  {
    section: '4.1',
    says: 'only the longest prefix is in the race',
    policies: 'path "a/b*" { capabilities = ["update"] } path "a/*" { capabilities = ["read"] }',
    request: { path: 'a/bc' },
    outcome: 'capability_missing',
  },
  {
    section: '4.1',
    says: 'a literal plus inside an earlier segment lowers a wildcard rule',
    policies: 'path "a+/x/+" { capabilities = ["read"] } path "a+/*" { capabilities = ["deny"] }',
    request: { path: 'a+/x/y' },
    outcome: 'explicit_deny',
  },
  {
    section: '4.1',
    says: 'at one first wildcard the longer text wins, in bytes',
    policies: 'path "x/+/éé/+" { capabilities = ["deny"] } path "x/+/+/yzw" { capabilities = ["read"] }',
    request: { path: 'x/a/éé/yzw' },
    outcome: 'explicit_deny',
  },
  {
    section: '4.1',
    says: 'at one length the lexicographically larger text wins',
    policies: 'path "+/+/c" { capabilities = ["read"] } path "+/b/+" { capabilities = ["update"] }',
    request: { path: 'a/b/c' },
    outcome: 'capability_missing',
  },
  // §5: verdict
  {
    section: '5.0',
    says: 'help is allowed where it is not granted, and reports nothing of the rule',
    policies: 'path "a" { capabilities = ["sudo"] mfa_methods = ["m"] }',
    request: { operation: 'help' },
    outcome: 'allowed',
    expect: { root_privs: false, granting: [], mfa_methods: [], capabilities: ['sudo'] },
  },
  {
    section: '5.1',
    says: 'an operation Vault does not know is refused before the rule is asked, which is still reported',
    policies: 'path "a" { capabilities = ["deny"] }',
    request: { operation: 'Read' },
    outcome: 'unknown_operation',
    expect: { capabilities: ['deny'] },
  },
  {
    section: '5.1',
    says: 'sudo grants no operation',
    policies: 'path "a" { capabilities = ["sudo"] }',
    request: {},
    outcome: 'capability_missing',
    expect: { root_privs: true },
  },
  {
    section: '5.2',
    says: 'a maximum below the minimum refuses whatever is asked',
    policies:
      'path "a" { capabilities = ["read"] min_wrapping_ttl = 100 } path "a" { capabilities = ["read"] max_wrapping_ttl = 50 }',
    request: { wrap_ttl: 75 },
    outcome: 'wrapping',
  },
  {
    section: '5.2',
    says: 'a TTL of 0 is wrapping asked with 0',
    policies: 'path "a" { capabilities = ["read"] max_wrapping_ttl = 50 }',
    request: { wrap_ttl: 0 },
    outcome: 'allowed',
  },
  {
    section: '5.2',
    says: 'a request may say its TTL as a duration',
    policies: 'path "a" { capabilities = ["read"] min_wrapping_ttl = "1h" max_wrapping_ttl = "1d" }',
    request: { wrap_ttl: '1.5h' },
    outcome: 'allowed',
  },
  {
    section: '5.2',
    says: 'a millisecond too long is too long',
    policies: 'path "a" { capabilities = ["read"] max_wrapping_ttl = "90s" }',
    request: { wrap_ttl: '1m30s1ms' },
    outcome: 'wrapping',
  },
  {
    section: '5.3',
    says: 'parameters are not asked of delete',
    policies: 'path "a" { capabilities = ["delete"] required_parameters = ["x"] denied_parameters = { "*" = [] } }',
    request: { operation: 'delete', parameters: { y: 1 } },
    outcome: 'allowed',
  },
  {
    section: '5.3a',
    says: 'a required name is folded, the name in the request is not',
    policies: 'path "a" { capabilities = ["read"] required_parameters = ["Foo"] }',
    request: { parameters: { Foo: 1 } },
    outcome: 'parameter_missing',
  },
  {
    section: '5.3a',
    says: 'null counts as given',
    policies: 'path "a" { capabilities = ["read"] required_parameters = ["Foo"] }',
    request: { parameters: { foo: null } },
    outcome: 'allowed',
  },
  {
    section: '5.3a',
    says: 'what every object inherits is not given',
    policies: 'path "a" { capabilities = ["read"] required_parameters = ["constructor"] }',
    request: { parameters: { x: 1 } },
    outcome: 'parameter_missing',
  },
  {
    section: '5.3b',
    says: 'no data is allowed, whatever is denied',
    policies: 'path "a" { capabilities = ["read"] denied_parameters = { "*" = [] } }',
    request: { parameters: {} },
    outcome: 'allowed',
  },
  {
    section: '5.3c',
    says: 'denied is evaluated before allowed',
    policies:
      'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["1"] } denied_parameters = { "X" = ["1"] } }',
    request: { parameters: { x: '1' } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '5.3d',
    says: 'request names fold where parameters are allowed',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "foo" = ["1"] } }',
    request: { parameters: { FOO: '1' } },
    outcome: 'allowed',
  },
  {
    section: '5.3d',
    says: 'names have no globs but the star alone',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "fo*" = [] } }',
    request: { parameters: { foo: '1' } },
    outcome: 'parameter_not_allowed',
  },
  // §5.1: values
  {
    section: '5.1',
    says: 'a lone star is a literal star',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["*"] } }',
    request: { parameters: { x: 'y' } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '5.1',
    says: 'two stars match every string, and nothing but strings',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["**"] "y" = ["**"] } }',
    request: { parameters: { x: 'anything, at all', y: true } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '5.1',
    says: 'a whole string that matches is not split',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["baz/*"] } }',
    request: { parameters: { x: 'baz/q,evil' } },
    outcome: 'allowed',
  },
  {
    section: '5.1',
    says: 'a star in the middle is literal',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["a*c"] } }',
    request: { parameters: { x: 'abc' } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '5.1',
    says: 'a number of a request equals no number of a policy, so it is not denied',
    policies: 'path "a" { capabilities = ["read"] denied_parameters = { "x" = [1, "1", [1], { "n" = 1 }] } }',
    request: { parameters: { x: 1 } },
    outcome: 'allowed',
  },
  {
    section: '5.1',
    says: 'nor inside a list or an object',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [[1]] } }',
    request: { parameters: { x: [1] } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '5.1',
    says: 'an object nested in an object never matches',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [{ "m" = { "n" = "1" } }] } }',
    request: { parameters: { x: { m: { n: '1' } } } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '5.1',
    says: 'an object in a list matches',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [[{ "n" = "1" }]] } }',
    request: { parameters: { x: [{ n: '1' }] } },
    outcome: 'allowed',
  },
  {
    section: '5.1',
    says: 'a glob does not reach into an object',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [{ "n" = "1*" }] } }',
    request: { parameters: { x: { n: '12' } } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '5.1',
    says: 'one denied element of a list is enough, and the empty list has none',
    policies: 'path "a" { capabilities = ["read"] denied_parameters = { "x" = ["bad"] } }',
    request: { parameters: { x: [] } },
    outcome: 'allowed',
  },
  {
    section: '5.1',
    says: 'a mixed-case entry for policies can never match',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "policies" = ["Dev"] } }',
    request: { parameters: { policies: 'Dev' } },
    outcome: 'parameter_not_allowed',
  },
  // §6: capabilities
  {
    section: '6',
    says: 'capabilities are looked up as for list, and may claim a read that is refused',
    policies: READ_A,
    request: { path: 'a/' },
    outcome: 'no_matching_rule',
    expect: { capabilities: ['read'] },
  },
  // §7: templates
  {
    section: '7',
    says: 'everything after metadata. is the key, dots too',
    policies: 'path "{{ identity.entity.metadata.a.b }}" { capabilities = ["read"] }',
    request: { path: 'yes', identity: someone },
    outcome: 'allowed',
  },
  {
    section: '7',
    says: 'an empty name drops the stanza, a deny too',
    policies: 'path "a*" { capabilities = ["read"] } path "a{{identity.entity.name}}" { capabilities = ["deny"] }',
    request: { identity: someone },
    outcome: 'allowed',
  },
  {
    section: '7',
    says: 'metadata that is only inherited is missing',
    policies: 'path "{{identity.entity.metadata.constructor}}" { capabilities = ["read"] } path "+" { capabilities = ["update"] }',
    request: { identity: someone },
    outcome: 'capability_missing',
  },
  {
    section: '7',
    says: 'a group of another namespace is not found by name',
    policies: 'path "{{identity.groups.names.dev.id}}" { capabilities = ["read"] }',
    request: { path: 'g9', identity: inGroups({ id: 'g9', name: 'dev', namespace_id: 'elsewhere' }) },
    outcome: 'no_matching_rule',
  },
  {
    section: '7',
    says: 'but by id',
    policies: 'path "{{identity.groups.ids.g9.name}}" { capabilities = ["read"] }',
    request: { path: 'dev', identity: inGroups({ id: 'g9', name: 'dev', namespace_id: 'elsewhere' }) },
    outcome: 'allowed',
  },
  {
    section: '7',
    says: 'a rendered stanza merges with the one that was written so',
    policies: 'path "x/{{identity.entity.id}}" { capabilities = ["read"] } path "x/e1" { capabilities = ["deny"] }',
    request: { path: 'x/e1', identity: someone },
    outcome: 'explicit_deny',
  },
  {
    section: '7',
    says: 'a leading slash is taken off after rendering',
    policies: 'path "{{identity.entity.metadata.slash}}x" { capabilities = ["read"] }',
    request: { path: 'x', identity: { entity: { metadata: { slash: '/' } } } },
    outcome: 'allowed',
  },
  {
    section: '7',
    says: 'the time is whole seconds since the epoch, moved by a duration',
    policies: 'path "t/{{time.now.minus.1m30s}}" { capabilities = ["read"] }',
    request: { path: 't/1777888710', context: { time: '2026-05-04T10:00:00.900Z' } },
    outcome: 'allowed',
  },
  // contracts.md: the form of a request
  { section: 'form', says: 'two principals are none', policies: READ_A, request: { agent: 'x' }, outcome: 'malformed_request' },
  {
    section: 'form',
    says: 'a member that does not exist is refused',
    policies: READ_A,
    request: { policy: 'p' } as Partial<Request>,
    outcome: 'malformed_request',
  },
  {
    section: 'form',
    says: 'parameters are an object',
    policies: READ_A,
    request: { parameters: [] as never },
    outcome: 'malformed_request',
  },
  { section: 'form', says: 'policies are text', policies: READ_A, request: { policies: ['p', 1 as never] }, outcome: 'malformed_request' },
  { section: 'form', says: 'the path is text', policies: READ_A, request: { path: null as never }, outcome: 'malformed_request' },
  { section: 'form', says: 'a negative TTL is no TTL', policies: READ_A, request: { wrap_ttl: -1 }, outcome: 'malformed_request' },
  { section: 'form', says: 'an empty TTL is no TTL', policies: READ_A, request: { wrap_ttl: '' }, outcome: 'malformed_request' },
  {
    section: '5.2',
    says: 'a TTL may have a fraction',
    policies: 'path "a" { capabilities = ["read"] max_wrapping_ttl = 1 }',
    request: { wrap_ttl: 1.5 },
    outcome: 'wrapping',
  },
  { section: 'form', says: 'a TTL that is no duration is no TTL', policies: READ_A, request: { wrap_ttl: '2d12h' }, outcome: 'malformed_request' },
];

export interface DocumentParagraph {
  readonly section: string;
  readonly says: string;
  readonly text: string;
  readonly accepted: boolean;
}

const stanza = (...lines: readonly string[]) => `path "a" {\n  ${lines.join('\n  ')}\n}\n`;
const granting = (...lines: readonly string[]) => stanza('capabilities = ["read"]', ...lines);
const identity = 'identity { group_names = ["g"] approvals = 1 }';

export const DOCUMENT_PARAGRAPHS: readonly DocumentParagraph[] = [
  { section: '1.3', says: 'a number is a name', text: 'name = 5', accepted: true },
  { section: '1.3', says: 'keys of the top are exact', text: 'Path "a" {}', accepted: false },
  { section: '1.3', says: 'further labels are ignored', text: 'path "a" "b" "c" {}', accepted: true },
  { section: '1.3', says: 'a body is no scalar', text: 'path = "a"', accepted: false },
  { section: '1.5', says: 'a comment is anything', text: granting('comment = [1, { x = "y" }]'), accepted: true },
  { section: '1.5', says: 'a list of strings takes a number as text', text: granting('required_parameters = [5]'), accepted: true },
  { section: '1.5', says: 'but no fraction', text: granting('required_parameters = [5.5]'), accepted: false },
  { section: '1.5', says: 'nor a boolean', text: granting('mfa_methods = [true]'), accepted: false },
  { section: '1.5', says: 'a list has no label', text: granting('mfa_methods "x" {}'), accepted: false },
  { section: '1.5', says: 'an empty object is an empty list', text: granting('mfa_methods = {}'), accepted: true },
  { section: '1.5', says: 'another object is none', text: granting('mfa_methods = { x = "y" }'), accepted: false },
  { section: '1.5', says: 'parameters are no list', text: granting('allowed_parameters = ["x"]'), accepted: false },
  { section: '1.5', says: 'the label of a parameter block is a parameter', text: granting('allowed_parameters "x" {}'), accepted: true },
  { section: '1.5', says: 'a parameter has no label', text: granting('allowed_parameters { x "y" {} }'), accepted: false },
  { section: '1.5', says: 'legacy policy empty is absent', text: granting('policy = ""'), accepted: true },
  { section: '1.5', says: 'days do not mix', text: granting('max_wrapping_ttl = "1d1h"'), accepted: false },
  { section: '1.5', says: 'a sign may stand before a number of seconds', text: granting('max_wrapping_ttl = "+5"'), accepted: true },
  { section: '1.5', says: 'a duration needs units', text: granting('max_wrapping_ttl = "1.5"'), accepted: false },
  { section: '1.5', says: 'a duration overflows', text: granting('max_wrapping_ttl = "2562048h"'), accepted: false },
  { section: '1.5', says: 'or just does not', text: granting('max_wrapping_ttl = "2562047h"'), accepted: true },
  { section: '1.6', says: 'an invalid capability before deny', text: stanza('capabilities = ["banana", "deny"]'), accepted: false },
  { section: '1.6', says: 'legacy deny hides it', text: stanza('policy = "deny"', 'capabilities = ["banana"]'), accepted: true },
  { section: '1.6', says: 'deny in the list hides no bad legacy policy', text: stanza('policy = "banana"', 'capabilities = ["deny"]'), accepted: false },
  { section: '1.6', says: 'deny hides a bad TTL', text: stanza('capabilities = ["deny"]', 'min_wrapping_ttl = "abc"'), accepted: true },
  { section: '1.6', says: 'and a control group that says nothing', text: stanza('capabilities = ["deny"]', 'control_group {}'), accepted: true },
  { section: '1.6', says: 'but not one of the wrong type', text: stanza('capabilities = ["deny"]', 'control_group = "x"'), accepted: false },
  { section: '1.6', says: 'nor a scalar of parameters', text: stanza('capabilities = ["deny"]', 'allowed_parameters = { "x" = 1 }'), accepted: false },
  { section: '1.6', says: 'nor an unknown key', text: stanza('capabilities = ["deny"]', 'rules = []'), accepted: false },
  { section: '1.7', says: 'a control group needs a factor', text: granting('control_group { ttl = "1h" }'), accepted: false },
  { section: '1.7', says: 'its keys fold case', text: granting('control_group { Factor "f" { Identity { GROUP_IDS = ["g"] Approvals = 1 } } }'), accepted: true },
  { section: '1.7', says: 'approvals may be quoted', text: granting('control_group { factor "f" { identity { group_ids = ["g"] approvals = "2" } } }'), accepted: true },
  { section: '1.7', says: 'and are whole', text: granting('control_group { factor "f" { identity { group_ids = ["g"] approvals = 1.5 } } }'), accepted: false },
  { section: '1.7', says: 'a factor names a group', text: granting('control_group { factor "f" { identity { approvals = 1 } } }'), accepted: false },
  { section: '1.7', says: 'it controls what the stanza grants', text: granting(`control_group { factor "f" { ${identity} controlled_capabilities = ["update"] } }`), accepted: false },
  { section: '1.7', says: 'after legacy expansion', text: stanza('policy = "write"', `control_group { factor "f" { ${identity} controlled_capabilities = ["update"] } }`), accepted: true },
  { section: '1.7', says: 'two control groups are one', text: granting('control_group { ttl = "1h" }', `control_group { factor "f" { ${identity} } }`), accepted: true },
  { section: '1.7', says: 'its TTL is a duration', text: granting(`control_group { ttl = "soon" factor "f" { ${identity} } }`), accepted: false },
  { section: '1.8', says: 'a plus and a star are forbidden in a deny too', text: 'path "a+*b" { capabilities = ["deny"] }', accepted: false },
  { section: '1.8', says: 'braces pair up', text: 'path "a/{{b/{{c}}" { capabilities = ["deny"] }', accepted: false },
  { section: '1.8', says: 'three braces are two and one', text: 'path "{{{a}}}" {}', accepted: true },
];
