// Documents vault-acl.md speaks of and conformance/vault does not hold: one row a sentence, accepted or refused.

export interface DocumentParagraph {
  readonly section: string;
  readonly says: string;
  readonly text: string;
  readonly accepted: boolean;
}

const stanza = (...lines: readonly string[]) => `path "a" {\n  ${lines.join('\n  ')}\n}\n`;
const granting = (...lines: readonly string[]) => stanza('capabilities = ["read"]', ...lines);
const identity = 'identity { group_names = ["g"] approvals = 1 }';

export const DOCUMENTS: readonly DocumentParagraph[] = [
  { section: '§1.3', says: 'a number is a name', text: 'name = 5', accepted: true },
  { section: '§1.3', says: 'keys of the top are exact', text: 'Path "a" {}', accepted: false },
  { section: '§1.3', says: 'further labels are ignored', text: 'path "a" "b" "c" {}', accepted: true },
  { section: '§1.3', says: 'a body is no scalar', text: 'path = "a"', accepted: false },
  { section: '§1.5', says: 'a comment is anything', text: granting('comment = [1, { x = "y" }]'), accepted: true },
  { section: '§1.5', says: 'a list of strings takes a number as text', text: granting('required_parameters = [5]'), accepted: true },
  { section: '§1.5', says: 'but no fraction', text: granting('required_parameters = [5.5]'), accepted: false },
  { section: '§1.5', says: 'nor a boolean', text: granting('mfa_methods = [true]'), accepted: false },
  { section: '§1.5', says: 'a list has no label', text: granting('mfa_methods "x" {}'), accepted: false },
  { section: '§1.5', says: 'an empty object is an empty list', text: granting('mfa_methods = {}'), accepted: true },
  { section: '§1.5', says: 'another object is none', text: granting('mfa_methods = { x = "y" }'), accepted: false },
  { section: '§1.5', says: 'parameters are no list', text: granting('allowed_parameters = ["x"]'), accepted: false },
  { section: '§1.5', says: 'the label of a parameter block is a parameter', text: granting('allowed_parameters "x" {}'), accepted: true },
  { section: '§1.5', says: 'a parameter has no label', text: granting('allowed_parameters { x "y" {} }'), accepted: false },
  { section: '§1.5', says: 'legacy policy empty is absent', text: granting('policy = ""'), accepted: true },
  { section: '§1.5', says: 'days do not mix', text: granting('max_wrapping_ttl = "1d1h"'), accepted: false },
  { section: '§1.5', says: 'a sign may stand before a number of seconds', text: granting('max_wrapping_ttl = "+5"'), accepted: true },
  { section: '§1.5', says: 'a duration needs units', text: granting('max_wrapping_ttl = "1.5"'), accepted: false },
  { section: '§1.5', says: 'a duration overflows', text: granting('max_wrapping_ttl = "2562048h"'), accepted: false },
  { section: '§1.5', says: 'or just does not', text: granting('max_wrapping_ttl = "2562047h"'), accepted: true },
  { section: '§1.6', says: 'an invalid capability before deny', text: stanza('capabilities = ["banana", "deny"]'), accepted: false },
  { section: '§1.6', says: 'legacy deny hides it', text: stanza('policy = "deny"', 'capabilities = ["banana"]'), accepted: true },
  { section: '§1.6', says: 'deny in the list hides no bad legacy policy', text: stanza('policy = "banana"', 'capabilities = ["deny"]'), accepted: false },
  { section: '§1.6', says: 'deny hides a bad TTL', text: stanza('capabilities = ["deny"]', 'min_wrapping_ttl = "abc"'), accepted: true },
  { section: '§1.6', says: 'and a control group that says nothing', text: stanza('capabilities = ["deny"]', 'control_group {}'), accepted: true },
  { section: '§1.6', says: 'but not one of the wrong type', text: stanza('capabilities = ["deny"]', 'control_group = "x"'), accepted: false },
  { section: '§1.6', says: 'nor a scalar of parameters', text: stanza('capabilities = ["deny"]', 'allowed_parameters = { "x" = 1 }'), accepted: false },
  { section: '§1.6', says: 'nor an unknown key', text: stanza('capabilities = ["deny"]', 'rules = []'), accepted: false },
  { section: '§1.7', says: 'a control group needs a factor', text: granting('control_group { ttl = "1h" }'), accepted: false },
  {
    section: '§1.7',
    says: 'its keys fold case',
    text: granting('control_group { Factor "f" { Identity { GROUP_IDS = ["g"] Approvals = 1 } } }'),
    accepted: true,
  },
  {
    section: '§1.7',
    says: 'approvals may be quoted',
    text: granting('control_group { factor "f" { identity { group_ids = ["g"] approvals = "2" } } }'),
    accepted: true,
  },
  {
    section: '§1.7',
    says: 'and are whole',
    text: granting('control_group { factor "f" { identity { group_ids = ["g"] approvals = 1.5 } } }'),
    accepted: false,
  },
  { section: '§1.7', says: 'a factor names a group', text: granting('control_group { factor "f" { identity { approvals = 1 } } }'), accepted: false },
  {
    section: '§1.7',
    says: 'it controls what the stanza grants',
    text: granting(`control_group { factor "f" { ${identity} controlled_capabilities = ["update"] } }`),
    accepted: false,
  },
  {
    section: '§1.7',
    says: 'after legacy expansion',
    text: stanza('policy = "write"', `control_group { factor "f" { ${identity} controlled_capabilities = ["update"] } }`),
    accepted: true,
  },
  {
    section: '§1.7',
    says: 'two control groups are one',
    text: granting('control_group { ttl = "1h" }', `control_group { factor "f" { ${identity} } }`),
    accepted: true,
  },
  { section: '§1.7', says: 'its TTL is a duration', text: granting(`control_group { ttl = "soon" factor "f" { ${identity} } }`), accepted: false },
  { section: '§1.8', says: 'a plus and a star are forbidden in a deny too', text: 'path "a+*b" { capabilities = ["deny"] }', accepted: false },
  { section: '§1.8', says: 'braces pair up', text: 'path "a/{{b/{{c}}" { capabilities = ["deny"] }', accepted: false },
  { section: '§1.8', says: 'three braces are two and one', text: 'path "{{{a}}}" {}', accepted: true },
];
