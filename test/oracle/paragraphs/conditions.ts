// Conditions and expressions: spec.md §7 and §8.

import { ANN, type Sentence, userWith } from './sentence.js';

type Answer = 'allowed' | 'condition_false' | 'condition_unknown';

const given = (says: string, members: string, context: unknown, outcome: Answer, section = '§7.1'): Sentence => ({
  section,
  says,
  text: userWith(`path "a" { capabilities = ["read"]\nwhen {\n${members}\n} }`),
  request: { ...ANN, context },
  expect: { outcome },
});

const expr = (says: string, text: string, context: unknown, outcome: Answer, section = '§7.4'): Sentence =>
  given(says, `expr = ${text}`, context, outcome, section);

const BERLIN_NIGHT = 'time { zone = "Europe/Berlin"\n days = ["fri"]\n hours = ["22:00-06:00"] }';

export const CONDITIONS: readonly Sentence[] = [
  given('a night belongs to the day of its start', BERLIN_NIGHT, { time: '2026-05-09T03:59:59Z' }, 'allowed'),
  given('and ends before its end', BERLIN_NIGHT, { time: '2026-05-09T04:00:00Z' }, 'condition_false'),
  given('the night before Friday is Thursday\u2019s', BERLIN_NIGHT, { time: '2026-05-08T03:00:00Z' }, 'condition_false'),
  given('after is inclusive', 'time { zone = "UTC"\n after = "2026-05-04T10:00:00Z" }', {}, 'allowed'),
  given('before is exclusive', 'time { zone = "UTC"\n before = "2026-05-04T10:00:00Z" }', {}, 'condition_false'),
  given('a malformed time is unknown', 'time { zone = "UTC"\n days = ["mon-sun"] }', { time: '2026-02-30T00:00:00Z' }, 'condition_unknown'),
  given('beyond the table the answer is unknown', 'time { zone = "UTC"\n days = ["mon-sun"] }', { time: '2060-01-01T00:00:00Z' }, 'condition_unknown'),
  given('a mapped address is its IPv4', 'location { cidrs = ["10.0.0.0/8"] }', { ip: '::ffff:10.1.2.3' }, 'allowed'),
  given('an IPv4 lies in no IPv6 block', 'location { cidrs = ["::/0"] }', { ip: '10.1.2.3' }, 'condition_false'),
  given('a malformed address is unknown', 'location { cidrs = ["10.0.0.0/8"] }', { ip: '10.01.2.3' }, 'condition_unknown'),
  given('the distance is on a sphere', 'location { within = { lat = 0, lon = 0, km = 111.2 } }', { lat: 0, lon: 1 }, 'allowed'),
  given('and no longer', 'location { within = { lat = 0, lon = 0, km = 111.19 } }', { lat: 1, lon: 0 }, 'condition_false'),
  given('a list is any of', 'location { countries = ["DE", "FR"] }\ncontext { risk = 3 }', { country: 'FR', risk: 3 }, 'allowed'),
  given('all members must be true', 'location { countries = ["DE"] }\ncontext { risk = [4] }', { country: 'DE', risk: 3 }, 'condition_false'),
  expr('a false operand makes an unknown one not matter', 'false && context.x', {}, 'condition_false', '§7.2'),
  expr('a true one likewise', 'context.x || true', {}, 'allowed', '§7.2'),
  expr('the opposite of unknown is unknown', '!context.x', {}, 'condition_unknown', '§7.2'),
  expr('null is unknown', 'context.x == context.x', { x: null }, 'condition_unknown', '§7.2'),
  expr('what is computed beyond 2^53 is unknown', 'context.x * 2 > 0', { x: 2 ** 53 }, 'condition_unknown', '§7.2'),
  expr('only own members are read', 'has(context.constructor)', {}, 'condition_false', '§7.3'),
  expr('a name and a string index are the same', 'context["x"].y[0] == 1', { x: { y: [1] } }, 'allowed', '§7.3'),
  expr('a built-in attribute of a wrong type is unknown', 'context.risk != 5', { risk: '5' }, 'condition_unknown', '§7.3'),
  expr('the context has the time of the clock', 'context.time == timestamp("2026-05-04T12:00:00+02:00")', {}, 'allowed', '§7.3'),
  expr('has tells missing from present', 'has(context.x) && !has(context.y)', { x: false }, 'allowed'),
  expr('equality is deep', 'context.x == { a = [1, "b"] }', { x: { a: [1, 'b'] } }, 'allowed'),
  expr('of two types it is unknown', 'context.x == 1', { x: '1' }, 'condition_unknown'),
  expr('strings are ordered by code point', 'context.x < context.y', { x: '\uffff', y: '\u{10000}' }, 'allowed'),
  expr('in is unknown where none is equal and a comparison was unknown', '1 in context.x', { x: [2, 'a'] }, 'condition_unknown'),
  expr('in is true where one is equal', '1 in context.x', { x: ['a', 1] }, 'allowed'),
  expr('over an empty list all is true', 'all(x, context.l, false)', { l: [] }, 'allowed'),
  expr('and any is false', 'any(x, context.l, true)', { l: [] }, 'condition_false'),
  expr('any with one true element is true', 'any(x, context.l, x == 1)', { l: ['a', 1] }, 'allowed'),
  expr('a list of more than 1,000 elements is unknown', 'any(x, context.l, x == 1)', { l: Array(1001).fill(1) }, 'condition_unknown', '§7.2'),
  expr('times and durations', 'context.time - duration("1h") < timestamp("2026-05-04T09:00:01Z")', {}, 'allowed'),
  expr('globs are of the whole text', 'glob(context.x, ["a?c", "z*"])', { x: 'a\u{1f600}c' }, 'allowed'),
  expr('and a question mark is one character', 'glob(context.x, "a?c")', { x: 'ac' }, 'condition_false'),
  expr('a dot is anything but a newline', 'matches(context.x, "a.c")', { x: 'a\u2028c' }, 'allowed'),
  expr('classes are ASCII', 'matches(context.x, "\\\\s")', { x: '\u00a0' }, 'condition_false'),
  expr('lower is ASCII', 'lower(context.x) == "Äb"', { x: 'ÄB' }, 'allowed'),
  expr('length counts code points', 'length(context.x) == 1', { x: '\u{1f600}' }, 'allowed'),
  {
    section: '§7.3',
    says: 'groups are also those that groups belong to',
    text: userWith('path "a" { capabilities = ["read"]\nwhen { user { groups = ["staff"] } } }')
      .replace('policies = ["p"]', 'policies = ["p"]\n groups = ["eng"]')
      .concat('group "eng" { groups = ["staff"] }\ngroup "staff" { }'),
    request: ANN,
    expect: { outcome: 'allowed' },
  },
  {
    section: '§7.3',
    says: 'a named condition stands for itself, and names what is unknown in it',
    text: userWith('path "a" { capabilities = ["read"]\nwhen { expr = !condition.c } }', 'condition "c" {\n purpose = ["x"]\n expr = has(context.x)\n}'),
    request: { ...ANN, context: { x: 1 } },
    expect: { outcome: 'condition_unknown', missing: ['request.purpose'] },
  },
  {
    section: '§8.1',
    says: 'targets and the request must agree',
    text: userWith('path "a" { capabilities = ["read"]\nwhen { target { sensitivity = "low" } } }', 'target "t" {\n paths = ["a*"]\n sensitivity = "low"\n}'),
    request: { ...ANN, target: { sensitivity: 'high' } },
    expect: { outcome: 'condition_unknown', missing: ['target.sensitivity'] },
  },
  {
    section: '§8.1',
    says: 'a declared attribute is what its source says',
    text: userWith(
      'path "a" { capabilities = ["read"]\nwhen { expr = user.limit > 5 } }',
      'schema { user { limit { type = "number"\n source = "registry" } } }',
    ),
    request: { user: { id: 'ann', limit: 9 } },
    expect: { outcome: 'condition_unknown', missing: ['user.limit'] },
  },
  {
    section: '§8',
    says: 'trusted groups of the request are the user\u2019s, for the policies too',
    text: 'policy "p" { path "a" { capabilities = ["read"]\nwhen { user { groups = ["top"] } } } }\nuser "ann" { }\ngroup "eng" {\n policies = ["p"]\n groups = ["top"]\n}\ngroup "top" { }\nschema { user { groups = "trusted" } }',
    request: { user: { id: 'ann', groups: ['eng'] } },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§8',
    says: 'groups that stand twice in the request must be the same, in any order',
    text: 'policy "p" { path "a" { capabilities = ["read"]\nwhen { user { groups = ["top"] } } } }\nuser "ann" { policies = ["p"] }\ngroup "top" { }\ngroup "eng" { }\nschema { user { groups = "trusted" } }',
    request: { user: { id: 'ann', groups: ['eng', 'top'] }, attributes: { groups: ['top', 'eng'] } },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§8',
    says: 'else nobody knows them',
    text: 'policy "p" { path "a" { capabilities = ["read"]\nwhen { user { groups = ["top"] } } } }\nuser "ann" { policies = ["p"] }\ngroup "top" { }\nschema { user { groups = "trusted" } }',
    request: { user: { id: 'ann', groups: ['top'] }, attributes: { groups: [] } },
    expect: { outcome: 'condition_unknown', missing: ['user.groups'] },
  },
  {
    section: '§7.4',
    says: 'below what has the wrong type nobody knows what is there',
    text: userWith('path "a" { capabilities = ["read"]\nwhen { expr = !has(context.tags[0]) } }', 'schema { context { tags = "list(string)" } }'),
    request: { ...ANN, context: { tags: null } },
    expect: { outcome: 'condition_unknown', missing: ['context.tags[0]'] },
  },
  {
    section: '§7.4',
    says: 'nor below a null',
    text: userWith('path "a" { capabilities = ["read"]\nwhen { expr = !has(context.map.a.b) } }'),
    request: { ...ANN, context: { map: { a: null } } },
    expect: { outcome: 'condition_unknown', missing: ['context.map.a.b'] },
  },
  {
    section: '§8',
    says: 'operations map words',
    text: userWith('path "a" { capabilities = ["update"]\nwhen { expr = request.operation == "update" } }', 'schema { operations = { write = "update" } }'),
    request: { ...ANN, operation: 'write' },
    expect: { outcome: 'allowed' },
  },
  {
    section: '§8',
    says: 'subjects are nothing to a decision',
    text: userWith('path "a" { capabilities = ["read"] }', 'schema { subjects = { user = "agent" } }'),
    request: ANN,
    expect: { outcome: 'allowed' },
  },
];
