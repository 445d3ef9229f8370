// Stanzas of polc: spec.md §5.

import { ANN, type Sentence, userWith } from './sentence.js';

const when = (expr: string) => `when { expr = ${expr} }`;
const shaped = (shapes: string, parameters: unknown, outcome: 'allowed' | 'parameter_missing' | 'parameter_not_allowed', says: string): Sentence => ({
  section: '§5.3',
  says,
  text: userWith(`path "a" { capabilities = ["list"]\nparameters {\n${shapes}\n} }`),
  request: { ...ANN, operation: 'list', parameters },
  expect: { outcome },
});

export const STANZAS: readonly Sentence[] = [
  {
    section: '§5.1',
    says: 'a stanza that stands alone adds an alternative to the merged one',
    text: userWith(`path "a" { capabilities = ["list"] }\npath "a" { capabilities = ["read"]\n${when('context.risk < 5')} }`),
    request: { ...ANN, context: { risk: 4 } },
    expect: { outcome: 'allowed', chosen: [{ layer: 'user_policies', policy: 'p', path: 'a', line: 3 }] },
  },
  {
    section: '§5.1',
    says: 'what restricts the merged stanza does not restrict one that stands alone',
    text: userWith('path "a" { capabilities = ["read"] required_parameters = ["x"] }\npath "a" { capabilities = ["read"] max_ttl = 5 }'),
    request: ANN,
    expect: { outcome: 'allowed', obligations: { max_ttl: 5, uses: null, mfa: false, approval: null } },
  },
  {
    section: '§5.1',
    says: 'a deny at the pattern denies whatever stands beside it',
    text: userWith('path "a" { capabilities = ["read"] max_ttl = 5 }\npath "a" { capabilities = ["deny"] }'),
    request: ANN,
    expect: { outcome: 'explicit_deny', chosen: [] },
  },
  {
    section: '§5.1',
    says: 'conditions never change which pattern is selected',
    text: userWith(`path "*" { capabilities = ["read"] }\npath "a" { capabilities = ["read"]\n${when('context.risk < 5')} }`),
    request: { ...ANN, context: { risk: 6 } },
    expect: { outcome: 'condition_false' },
  },
  {
    section: '§5.1',
    says: 'the answer is that of the alternative that got furthest, and a false condition is before an unknown one',
    text: userWith(`path "a" { capabilities = ["read"]\n${when('context.risk < 5')} }\npath "a" { capabilities = ["read"]\n${when('context.absent')} }`),
    request: { ...ANN, context: { risk: 6 } },
    expect: { outcome: 'condition_unknown', missing: ['context.absent'] },
  },
  {
    section: '§5.1',
    says: 'shapes come after the lists of Vault',
    text: userWith('path "a" { capabilities = ["read"] required_parameters = ["z"] }\npath "a" { capabilities = ["read"]\nparameters {\ny = 1\n} }'),
    request: { ...ANN, parameters: { y: 2 } },
    expect: { outcome: 'parameter_not_allowed' },
  },
  {
    section: '§5.1',
    says: 'no approval is less demanding than a longer time',
    text: userWith('path "a" { capabilities = ["read"]\napproval { by = ["user:bob"] } }\npath "a" { capabilities = ["read"] max_ttl = 5 }'),
    request: ANN,
    expect: { outcome: 'allowed', chosen: [{ layer: 'user_policies', policy: 'p', path: 'a', line: 4 }] },
  },
  {
    section: '§5.1',
    says: 'of equals the longest time counts, and none is longest',
    text: userWith(`path "a" { capabilities = ["read"] max_ttl = 5 }\npath "a" { capabilities = ["read"]\n${when('true')} }`),
    request: ANN,
    expect: { outcome: 'allowed', obligations: { max_ttl: null, uses: null, mfa: false, approval: null } },
  },
  shaped('x = 1\n"*" = string', { x: 1, y: 'b' }, 'allowed', 'the star is the shape of all others'),
  shaped('x = 1', { x: 1, y: 'b' }, 'parameter_not_allowed', 'a parameter without a shape is refused'),
  shaped('x = 1', null, 'parameter_missing', 'absent is not satisfied'),
  shaped('x = optional(1)', undefined, 'allowed', 'a request without data has no parameters'),
  shaped('X = 1', { x: 1 }, 'parameter_missing', 'names are case-sensitive'),
  shaped('x = ["a", 2]', { x: 2 }, 'allowed', 'a list is one of its values'),
  shaped('x = number(above: 1, multiple_of: 0.1)', { x: 1.1 }, 'allowed', 'multiples are of decimal values'),
  shaped('x = number', { x: 2 ** 54 }, 'parameter_not_allowed', 'a number beyond 2^53 is no number'),
  shaped('x = any()', { x: 2 ** 54 }, 'allowed', 'a number beyond 2^53 is anything'),
  shaped('x = integer', { x: 1.5 }, 'parameter_not_allowed', 'an integer has no fraction'),
  shaped('x = list(string, unique: true)', { x: ['a', 'a'] }, 'parameter_not_allowed', 'unique elements differ'),
  shaped('x = object({ a = string, b = optional(null()) })', { x: { a: 'x' } }, 'allowed', 'an object may lack what is optional'),
  shaped('x = object({ a = string })', { x: { a: 'x', b: 1 } }, 'parameter_not_allowed', 'an object is closed like the block'),
  shaped('x = string(max_length: 2, glob: ["b*", "a*"])', { x: 'a\u{1f600}' }, 'allowed', 'lengths are in code points, one glob is enough'),
  shaped('x = one_of(nullable(boolean), string(matches: "[0-9]+"))', { x: '12a' }, 'parameter_not_allowed', 'regular expressions are anchored'),
  {
    section: '§5.4',
    says: 'a template fills a whole segment',
    text: userWith('path "home/{{user.id}}/*" { capabilities = ["read"] }'),
    request: { ...ANN, path: 'home/ann/x' },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§5.4',
    says: 'an unresolved stanza shadows what it could shadow',
    text: userWith('path "home/*" { capabilities = ["read"] }\npath "home/{{user.team}}/*" { capabilities = ["read"] }'),
    request: { ...ANN, path: 'home/ann/x' },
    expect: { outcome: 'condition_unknown' },
  },
  {
    section: '§5.4',
    says: 'and not what it could not',
    text: userWith('path "home/*" { capabilities = ["read"] }\npath "home/{{user.team}}/y/*" { capabilities = ["read"] }'),
    request: { ...ANN, path: 'home/ann/x' },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§5.4',
    says: 'the deny of an unresolved stanza denies',
    text: userWith('path "home/*" { capabilities = ["read"] }\npath "home/{{session.id}}/*" { capabilities = ["deny"] }'),
    request: { ...ANN, path: 'home/ann/x', session: { id: 'a/b' } },
    expect: { outcome: 'explicit_deny' },
  },
  {
    section: '§5.4',
    says: 'merged with a stanza of that very pattern it adds its restrictions, and no capability',
    text: userWith('path "h/x" { capabilities = ["read"] }\npath "h/{{user.team}}" { capabilities = ["read", "list"] required_parameters = ["r"] }'),
    request: { ...ANN, path: 'h/x' },
    expect: { outcome: 'parameter_missing' },
  },
  {
    section: '§5.4',
    says: 'a list that an unresolved stanza outranks is not granted',
    text: userWith('path "h/*" { capabilities = ["list"] }\npath "h/{{user.team}}/*" { capabilities = ["read"] }'),
    request: { ...ANN, operation: 'list', path: 'h/x/' },
    expect: { outcome: 'condition_unknown' },
  },
  {
    section: '§5.4',
    says: 'self is the owner of the layer',
    text: `policy "p" { path "of/{{self.id}}" { capabilities = ["read"] } }
agent_type "t" { ceiling_policies = ["p"] }
agent "bot" {
  type = "t"
  policies = ["p"]
}`,
    request: { agent: 'bot', path: 'of/bot' },
    expect: {
      outcome: 'ceiling',
      layers: [
        { layer: 'agent_policies', principal: 'agent:bot', allowed: true, outcome: 'allowed' },
        { layer: 'type_ceiling', principal: 'agent_type:t', allowed: false, outcome: 'no_matching_rule' },
        { layer: 'ceiling', principal: 'agent:bot', allowed: true, outcome: 'allowed' },
      ],
    },
  },
  {
    section: '§5.4',
    says: 'what Vault would drop is unresolved in every form but bare policies',
    text: userWith('path "*" { capabilities = ["read"] }\npath "x-{{identity.entity.id}}/*" { capabilities = ["deny"] }'),
    request: { ...ANN, path: 'x-1/y' },
    expect: { outcome: 'explicit_deny' },
  },
  {
    section: '§5.4',
    says: 'and dropped for bare policies',
    text: userWith('path "*" { capabilities = ["read"] }\npath "x-{{identity.entity.id}}/*" { capabilities = ["deny"] }'),
    request: { policies: ['p'], path: 'x-1/y' },
    expect: { outcome: 'allowed' },
  },
];
