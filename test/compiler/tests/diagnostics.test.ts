// What is said of tests that are wrong, and where.

import { check, compile } from '@polc/compiler';
import { describe, expect, it } from 'vitest';
import { POLICIES, readTests, said } from './sources.js';

const REQUEST = 'request { user = "alice"  operation = "read"  path = "a" }';
const EXPECT = 'expect { decision = "deny" }';

/** Text, then what is said of it. */
type Row = readonly [text: string, ...says: (string | ReturnType<typeof expect.stringMatching>)[]];

const ofTest = (body: string) => `test "t" { ${body} }`;

const TESTS: readonly Row[] = [
  [ofTest(REQUEST), 'missing-key: test "t": a test needs expect | write expect { decision = "allow" }'],
  [ofTest(EXPECT), 'missing-key: test "t": a test needs request | write request { … }'],
  [ofTest(`${REQUEST} expect { }`), 'missing-key: expect: expect says nothing | write decision = "allow" or "deny", or what else must be so'],
  [ofTest(`${REQUEST} ${EXPECT} givn { }`), 'unknown-key: givn: "givn" is not a key of a test | did you mean given?'],
  [ofTest(`${REQUEST} expect { outcome = "alowed" }`), 'invalid-value: "alowed": "alowed" is not a value of outcome | did you mean "allowed"?'],
  [ofTest(`${REQUEST} expect { decisoin = "deny" }`), 'unknown-key: decisoin: "decisoin" is not a key of expect | did you mean decision?'],
  [ofTest(`${REQUEST} expect { policy = "reviewin" }`), 'unknown-policy: "reviewin": no policy is called "reviewin" | did you mean "reviewing"?'],
  [
    ofTest(`${REQUEST} expect { guardrail = "not-at-nigth" }`),
    'unknown-guardrail: "not-at-nigth": no guardrail is called "not-at-nigth" | did you mean "not-at-night"?',
  ],
  [ofTest(`${REQUEST} expect { layer = "ceilings" }`), 'invalid-value: "ceilings": "ceilings" is not a value of layer | did you mean "ceiling"?'],
  [
    ofTest(`${REQUEST} expect { max_ttl = "soon" }`),
    'invalid-duration: "soon": max_ttl is not a duration | write seconds (300), days ("2d") or a duration such as "1h30m"',
  ],
  [ofTest(`${REQUEST} expect { uses = "2" }`), 'wrong-type: "2": uses must be a whole number, not a string | '],
  [
    ofTest(`${REQUEST} expect { decision = "allow"  outcome = "scope" }`),
    'contradictory-expectation: "scope": this can never be so beside decision = "allow" | "allow" means allowed with nothing outstanding, "deny" everything else',
  ],
  [
    ofTest(`${REQUEST} expect { decision = "deny"  outcome = "allowed" }`),
    'contradictory-expectation: "allowed": this can never be so beside decision = "deny" | "allow" means allowed with nothing outstanding, "deny" everything else',
  ],
  [
    ofTest(`${REQUEST} expect { decision = "allow"  approval = true }`),
    'contradictory-expectation: true: this can never be so beside decision = "allow" | "allow" means allowed with nothing outstanding, "deny" everything else',
  ],
  [
    ofTest(`request { agnet = "bot"  user = "alice"  operation = "read"  path = "a" } ${EXPECT}`),
    'unknown-key: agnet: "agnet" is not a key of a request | did you mean agent?',
  ],
  [ofTest(`request { user = "alice"  path = "a" } ${EXPECT}`), 'missing-key: request: a request needs operation | write operation = "read"'],
  [
    ofTest(`request { operation = "read"  path = "a" } ${EXPECT}`),
    'missing-key: request: a request needs one who asks | write agent = "…", user = "…" or policies = ["…"]',
  ],
  [ofTest(`request { user = "alice"  operation = 5  path = "a" } ${EXPECT}`), 'wrong-type: 5: operation must be a string, not a number | '],
  [
    ofTest(`request { user = 5  operation = "read"  path = "a" } ${EXPECT}`),
    'wrong-type: 5: user must be an id or an object, not a number | write user = { … }',
  ],
  [
    ofTest(`request { user = "alice"  operation = "read"  path = "a"  context = "x" } ${EXPECT}`),
    'wrong-type: "x": context must be an object, not a string | write context = { … }',
  ],
  [
    ofTest(`given { time = "yesterday" } ${REQUEST} ${EXPECT}`),
    'invalid-timestamp: "yesterday": time is not a timestamp | write RFC 3339, such as "2026-05-04T10:00:00Z", or milliseconds',
  ],
  [
    ofTest(`given { consent "alice-bto" { scopes = ["code-read"] } } ${REQUEST} ${EXPECT}`),
    'unknown-delegation: "alice-bto": no delegation is called "alice-bto" | did you mean "alice-bot"?',
  ],
  [
    ofTest(`given { consent "alice-bot" { scopes = ["code-raed"] } } ${REQUEST} ${EXPECT}`),
    'unknown-scope: "code-raed": no scope is called "code-raed" | did you mean "code-read"?',
  ],
  [ofTest(`given { consent "alice-bot" { } } ${REQUEST} ${EXPECT}`), 'missing-key: consent "alice-bot": a consent needs scopes | write scopes = ["…"]'],
  [ofTest(`given { consent { scopes = [] } } ${REQUEST} ${EXPECT}`), 'missing-label: consent: consent needs a name here | write consent "…" { … }'],
  [ofTest(`given { consent = 5 } ${REQUEST} ${EXPECT}`), 'wrong-type: consent: consent must be a block | write consent "…" { … }'],
  [ofTest(`given { agent "a b" { } } ${REQUEST} ${EXPECT}`), expect.stringMatching(/^invalid-id: "a b": /)],
  [
    ofTest(`given { agent "x" { policies = ["reviewin"] } } ${REQUEST} ${EXPECT}`),
    'unknown-policy: "reviewin": no policy is called "reviewin" | did you mean "reviewing"?',
  ],
  [ofTest(`given { user "x" { }  user "x" { } } ${REQUEST} ${EXPECT}`), 'duplicate-block: "x": the user "x" stands twice in this given | keep one of the two'],
  [ofTest(`given { approved { by = "carol" } } ${REQUEST} ${EXPECT}`), 'invalid-principal: "carol": "carol" is not user:ID | write "user:carol"'],
  [ofTest(`given { approved { } } ${REQUEST} ${EXPECT}`), 'missing-key: approved: approved needs by | write by = "user:…"'],
];

const CASES: readonly Row[] = [
  [
    ofTest(`for_each = { one = { p = "a" } }  request { user = "alice"  operation = "read"  path = "\${each.q}" } ${EXPECT}`),
    'unknown-case-value: "${each.q}": the case "one" has no "q" | it has p',
  ],
  [
    ofTest(`for_each = { one = { path = "a" } }  request { user = "alice"  operation = "read"  path = "\${each.paht}" } ${EXPECT}`),
    'unknown-case-value: "${each.paht}": the case "one" has no "paht" | did you mean ${each.path}?',
  ],
  [
    ofTest(`request { user = "alice"  operation = "read"  path = "x/\${each.p}" } ${EXPECT}`),
    'unknown-case-value: "x/${each.p}": "${each.p}" names a value of a case, and this test has no cases | add for_each = { … } or matrix { … }',
  ],
  [
    ofTest(`for_each = { one = { p = "a" } }  request { user = "alice"  operation = "read"  path = "\${eahc.p}" } ${EXPECT}`),
    'unknown-case-value: "${eahc.p}": "${eahc.p}" names no value of a case | did you mean ${each.p}?',
  ],
  [
    ofTest(`for_each = { one = { p = ["a"] } }  request { user = "alice"  operation = "read"  path = "x/\${each.p}" } ${EXPECT}`),
    'wrong-type: "x/${each.p}": "${each.p}" is a list, which cannot stand in a text | let it be the whole string, or name its parts',
  ],
  // The value of the case is underlined, and what all cases repeat is said once.
  [
    ofTest(`for_each = { one = { o = "allowd" }  two = { o = "scope" } }  ${REQUEST} expect { outcome = "\${each.o}" }`),
    'invalid-value: "allowd": "allowd" is not a value of outcome | did you mean "allowed"?',
  ],
  [
    ofTest(`matrix { p = ["a", "b"] }  ${REQUEST} expect { outcme = "\${each.p}" }`),
    'unknown-key: outcme: "outcme" is not a key of expect | did you mean outcome?',
  ],
  [ofTest(`for_each = { }  ${REQUEST} ${EXPECT}`), 'empty-list: for_each: for_each holds no case | a test of nothing would always pass: add one'],
  [ofTest(`for_each = []  ${REQUEST} ${EXPECT}`), 'empty-list: for_each: for_each holds no case | a test of nothing would always pass: add one'],
  [ofTest(`matrix { p = [] }  ${REQUEST} ${EXPECT}`), 'empty-list: []: p holds no case | a test of nothing would always pass: add one'],
  [ofTest(`matrix { p = "a" }  ${REQUEST} ${EXPECT}`), 'wrong-type: "a": p must be a list of values | a matrix is every combination of what its lists hold'],
  [
    ofTest(`for_each = "a"  ${REQUEST} ${EXPECT}`),
    'wrong-type: "a": for_each must be an object of cases or a list of objects | write for_each = { name = { key = "…" } }',
  ],
  [ofTest(`for_each = { a = 5 }  ${REQUEST} ${EXPECT}`), 'wrong-type: 5: the case "a" must be an object | write { key = "…" }'],
  [ofTest(`for_each = [5]  ${REQUEST} ${EXPECT}`), 'wrong-type: 5: an element of for_each must be an object | write { key = "…" }'],
  [
    ofTest(`for_each = { a = { } }  matrix { p = ["a"] }  ${REQUEST} ${EXPECT}`),
    'duplicate-attribute: matrix: a test has for_each or matrix, not both | put the combinations into for_each, or the cases into a test of their own',
  ],
  [
    ofTest(`matrix { ${['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name} = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]`).join('  ')} }  ${REQUEST} ${EXPECT}`),
    'too-many-cases: matrix: this matrix has more than 100,000 combinations | divide it into several tests',
  ],
];

const ofProperty = (region: string) => `property "p" { for_all { ${region} } ${EXPECT} }`;
const ofInvariant = (body: string) => `invariant "i" { ${body} }`;

const REGIONS: readonly Row[] = [
  [`property "p" { ${EXPECT} }`, 'missing-key: property "p": a property needs for_all | write for_all { … }'],
  ['property "p" { for_all { } }', 'missing-key: property "p": a property needs expect | write expect { decision = "deny" }'],
  ['property "p" { for_all { }  expect { policy = "reviewing" } }', 'unknown-key: policy: "policy" is not a key of expect | its keys are decision, outcome'],
  [`property "p" { for_all { } ${EXPECT} runs = 0 }`, 'number-out-of-range: 0: runs must be 1 or more, and no more than 2^53 | '],
  [ofProperty('agent = "bto"'), 'unknown-agent: "bto": no agent is called "bto" | did you mean "bot"?'],
  [
    ofProperty('agent = ["bot", "nobody-like-it"]'),
    expect.stringMatching(/^unknown-agent: "nobody-like-it": no agent .* \| declare it: agent "nobody-like-it"/),
  ],
  [ofProperty('agent_type = "carefull"'), 'unknown-agent-type: "carefull": no agent type is called "carefull" | did you mean "careful"?'],
  [ofProperty('user = "alicia"'), 'unknown-user: "alicia": no user is called "alicia" | did you mean "alice"?'],
  [ofProperty('delegation = "alice-bit"'), 'unknown-delegation: "alice-bit": no delegation is called "alice-bit" | did you mean "alice-bot"?'],
  [ofProperty('policies = ["reviewers"]'), 'unknown-policy: "reviewers": no policy is called "reviewers" | did you mean "reviewing"?'],
  [ofProperty('operation = "raed"'), 'unknown-operation: "raed": "raed" is not an operation | did you mean read?'],
  [ofProperty('operation = none'), 'wrong-type: none: operation must be any, a string or a list of strings, not none | '],
  [ofProperty('agent = 5'), 'wrong-type: 5: agent must be any, none, a string or a list of strings, not a number | '],
  [ofProperty('agent = []'), 'empty-list: []: agent names nothing | name something, or leave the key out'],
  [ofProperty('agent = anybody'), expect.stringMatching(/^bare-word: anybody: /), expect.stringMatching(/^unknown-agent: /)],
  [ofProperty('path = "a//b"'), 'unreachable-path: "a//b": no path of a request has an empty segment | write one "/" between two segments'],
  [ofProperty('path = "http/EXAMPLE.org/*"'), expect.stringMatching(/^unreachable-path: /)],
  [ofProperty('path = "a/{{agent.id}}"'), expect.stringMatching(/^template-misplaced: /)],
  [ofProperty('path = "a+*"'), expect.stringMatching(/^plus-star: /)],
  [ofProperty('expr = condition.clam'), 'unknown-condition: clam: there is no condition "clam" | did you mean calm?'],
  [
    ofProperty('expr = context.risk + 1'),
    'condition-not-boolean: context.risk + 1: a condition is true or false, not a number | compare it with something: == != < <= > >=',
  ],
  [ofProperty('time { zone = "Europe/Berlin" }'), expect.stringMatching(/^unknown-key: time: "time" is not a key of for_all/)],
  [
    ofProperty('policies = any  agent = "bot"'),
    'contradictory-region: agent: no request has both policies and agent | a request has one principal: take one of the two out',
  ],
  [ofProperty('agent = none  agent_type = any'), 'contradictory-region: agent_type: no request without an agent has agent_type | take agent = none out'],
  [
    ofProperty('agent = none  delegation = "alice-bot"'),
    'contradictory-region: delegation: no request without an agent has delegation | take agent = none out',
  ],
  [ofInvariant(''), 'missing-key: invariant "i": an invariant needs never, only_if or at_most | write never { … }: what must not be allowed'],
  [ofInvariant('nevr { }'), 'unknown-key: nevr: "nevr" is not a key of an invariant | did you mean never?'],
  [ofInvariant('only_if { agent = "bot" }'), 'missing-key: only_if: only_if needs expr | write expr = …: what must be true where it is allowed'],
  [
    ofInvariant('at_most { agent = "bot" }'),
    'missing-key: at_most: at_most needs scope or within | write within = ["POLICY"] or scope = "SCOPE": what is reached must be reached by it',
  ],
  [
    ofInvariant('at_most { scope = "code-read"  within = ["reviewing"] }'),
    'duplicate-attribute: within: at_most has scope or within, not both | write two at_most blocks',
  ],
  [ofInvariant('at_most { scope = "code-reed" }'), 'unknown-scope: "code-reed": no scope is called "code-reed" | did you mean "code-read"?'],
  [ofInvariant('at_most { within = ["reviewng"] }'), 'unknown-policy: "reviewng": no policy is called "reviewng" | did you mean "reviewing"?'],
  [ofInvariant('never { agent = "guest" }'), expect.stringMatching(/^unknown-agent: "guest"/)],
];

const FILES: readonly Row[] = [
  [
    'policy "x" { }',
    'not-a-test: policy: "policy" has no place in a file of tests | it holds test, property and invariant blocks; everything else stands in a policy file',
  ],
  [
    'path "x" { }',
    'not-a-test: path: "path" has no place in a file of tests | it holds test, property and invariant blocks; everything else stands in a policy file',
  ],
  ['tset "x" { }', 'not-a-test: tset: "tset" has no place in a file of tests | did you mean test?'],
  [`test { ${REQUEST} ${EXPECT} }`, 'missing-label: test: the name of a test is missing here | write test "…" { … }'],
  [`test "" { ${REQUEST} ${EXPECT} }`, 'invalid-id: "": the name of this test is empty | say in a sentence what is so'],
  [
    `test "t" { ${REQUEST} ${EXPECT} }\ntest "t" { ${REQUEST} ${EXPECT} }`,
    'duplicate-block: "t": the test "t" stands twice in this file | give each a name of its own',
  ],
];

describe.each([
  ['a test', TESTS],
  ['the cases of a test', CASES],
  ['a region', REGIONS],
  ['a file of tests', FILES],
])('%s', (_, rows) => {
  it.each(rows)('%s', (text, ...says) => {
    expect(said(text)).toEqual(says);
  });
});

describe('a test that stands beside policies', () => {
  it('is told by check and compile, and by nothing that reads the rest', () => {
    const text = `${POLICIES.text}test "t" { ${REQUEST} }`;
    for (const { diagnostics } of [check([{ file: 'p.hcl', text }]), compile([{ file: 'p.hcl', text }])])
      expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(['missing-key']);
  });

  it('is a file’s own: two files may have tests of one name', () => {
    const text = `test "t" { ${REQUEST} ${EXPECT} }`;
    expect(compile([POLICIES, { file: 'a.test.hcl', text, role: 'tests' }, { file: 'b.test.hcl', text, role: 'tests' }]).diagnostics).toEqual([]);
  });

  it('in Vault’s JSON is refused where a file of tests is meant', () => {
    expect(said('{"test": {"t": {}}}')).toEqual([
      expect.stringMatching(/^not-a-test: \{: a file of tests is not written in Vault's JSON \| call it \*\.test\.polc\.json/),
    ]);
  });
});

describe('the facts of a test', () => {
  const text = ofTest(`given { facts = "f.json" } ${REQUEST} ${EXPECT}`);
  it.each([
    [null, 'facts-file-missing: "f.json": there is no file "f.json" beside the test | save the facts there, or correct the name'],
    ['{"agents": [}', 'facts-not-json: "f.json": "f.json" is not JSON: '],
    ['{"agents": 5}', 'bad-facts: "f.json": "f.json" holds no facts: agents is a list | '],
    ['{"agens": []}', 'bad-facts: "f.json": "f.json" holds no facts: "agens" is not a member of facts | '],
    ['[]', 'bad-facts: "f.json": "f.json" holds no facts: facts are an object | '],
  ])('%s', (file, says) => {
    expect(said(text, { load: () => file })).toEqual([expect.stringContaining(says)]);
  });
});

describe('bare words in strict JSON', () => {
  const region = (members: object) => JSON.stringify({ property: { p: { for_all: members, expect: { decision: 'deny' } } } });
  const codes = (members: object) => readTests(region(members), {}, 'a.test.polc.json').diagnostics.map(({ code, message }) => `${code}: ${message}`);

  it('are any and none', () => {
    expect(codes({ agent: { expr: 'any' }, user: { expr: 'none' } })).toEqual([]);
  });

  it.each([[{ agent: { expr: 'some' } }], [{ agent: { expr: '!x' } }], [{ agent: { expr: 5 } }]])('%j is none', (members) => {
    expect(codes(members)).toEqual(['invalid-expression: an expression here is a bare word']);
  });

  it('are no objects of other members', () => {
    expect(codes({ agent: { expr: 'any', also: 1 } })).toEqual(['wrong-type: agent must be any, none, a string or a list of strings, not a block']);
  });
});
