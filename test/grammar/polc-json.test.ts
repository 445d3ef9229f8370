// The strict JSON form by example: each block beside its HCL, each fault with what is underlined. Long: a table.

import { type Document, format, makeSource, parse, print, printPolcJson } from '@polc/grammar';
import { describe, expect, it } from 'vitest';
import { withoutSpans } from '../arbitraries/document.js';

const json = (text: string) => parse(makeSource('a.polc.json', text));
const hcl = (text: string) => parse(makeSource('a.hcl', text));
const tree = (document: Document): unknown =>
  JSON.parse(JSON.stringify(withoutSpans({ ...document, syntax: 'hcl' }), (name, value) => (name === 'spaced' ? undefined : value)));

const PAIRS: readonly (readonly [name: string, json: string, hcl: string])[] = [
  ['nothing', '{}', ''],
  ['a policy', '{"policy": {"dev": {"path": {"secret/*": {"capabilities": ["read"]}}}}}', 'policy "dev" {\n path "secret/*" {\n capabilities = ["read"]\n}\n}'],
  ['blocks of several labels', '{"user": {"a": {}, "b": {}}}', 'user "a" {}\nuser "b" {}'],
  ['a label that stands twice', '{"policy": {"p": {"path": {"a": [{"x": 1}, {"x": 2}]}}}}', 'policy "p" {\n path "a" { x = 1 }\n path "a" { x = 2 }\n}'],
  ['a list at the level of the block', '{"user": [{"a": {}}, {"b": {}, "c": {}}, {"a": {}}]}', 'user "a" {}\nuser "b" {}\nuser "c" {}\nuser "a" {}'],
  ['labels that look like numbers, in their order', '{"user": {"2": {}, "1": {}, "": {}}}', 'user "2" {}\nuser "1" {}\nuser "" {}'],
  ['a block that lacks its label', '{"policy": {}}', 'policy {}'],
  ['a bare stanza', '{"name": "x", "path": {"a": {"policy": "read"}}}', 'name = "x"\npath "a" { policy = "read" }'],
  [
    'a stanza with all of its blocks',
    `{"policy": {"p": {"path": {"mcp/bank/transfer": {
      "capabilities": ["invoke"], "allowed_parameters": {"a": [], "b c": [1, true]},
      "parameters": {"amount": {"expr": "number(min: 0.01)"}, "kind": "gold", "count": -3, "flag": false, "repo": ["a", ["b", 1.5]], "none": []},
      "when": [{"time": {"zone": "UTC", "days": ["mon-fri"]}}, {"expr": "context.risk < 70 && user.mfa"}],
      "max_ttl": "5m", "approval": {"by": ["group:finance"]},
      "control_group": {"ttl": 5, "factor": {"f": {"identity": {"approvals": 1}}}}, "reason": "r"}}}}}`,
    `policy "p" {
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    allowed_parameters = { a = [], "b c" = [1, true] }
    parameters {
      amount = number(min: 0.01)
      kind = "gold"
      count = -3
      flag = false
      repo = ["a", ["b", 1.5]]
      none = []
    }
    when { time { zone = "UTC"  days = ["mon-fri"] } }
    when {
      expr = context.risk < 70 && user.mfa
    }
    max_ttl = "5m"
    approval { by = ["group:finance"] }
    control_group { ttl = 5  factor "f" { identity { approvals = 1 } } }
    reason = "r"
  }
}`,
  ],
  [
    'the members of a condition',
    `{"condition": {"c": {"location": {"cidrs": ["10.0.0.0/8"], "within": {"lat": 52.52, "lon": 13.40, "km": 50}}, "agent": {"types": ["x"]}, "user": {"mfa": true},
      "delegation": {"mode": "m"}, "purpose": ["p"], "target": {"k": "v"}, "session": {"k": 1}, "context": {"k": 2}, "expr": "!condition.other"}}}`,
    `condition "c" {
  location {
    cidrs = ["10.0.0.0/8"]
    within = { lat = 52.52, lon = 13.40, km = 50 }
  }
  agent { types = ["x"] }
  user { mfa = true }
  delegation { mode = "m" }
  purpose = ["p"]
  target { k = "v" }
  session { k = 1 }
  context { k = 2 }
  expr = !condition.other
}`,
  ],
  [
    'agents, their types, users, groups, delegations',
    `{"agent_type": {"t": {"ceiling_policies": ["a"], "uses": 1}},
      "agent": {"a": {"metadata": {"purpose": "x", "path": {"b": 1}}, "identity": {"spiffe": "s", "jwt": {"issuer": "i"}}, "ceiling": {"direct": true}, "ephemeral": {"uses": 1}}},
      "user": {"u": {"attributes": {"limit": 5}}}, "group": {"g": {"policies": []}}, "delegation": {"d": {"from": "user:u"}}, "scope": {"s": {"path": {"a": {}}}}}`,
    `agent_type "t" { ceiling_policies = ["a"]  uses = 1 }
agent "a" {
  metadata = { purpose = "x", path = { b = 1 } }
  identity { spiffe = "s"  jwt { issuer = "i" } }
  ceiling { direct = true }
  ephemeral { uses = 1 }
}
user "u" { attributes = { limit = 5 } }
group "g" { policies = [] }
delegation "d" { from = "user:u" }
scope "s" { path "a" {} }`,
  ],
  [
    'a guardrail',
    '{"guardrail": {"g": {"enforcement": "advisory", "on": {"paths": ["a"]}, "require": {"expr": "a"}, "forbid": [{"expr": "b"}, {"user": {}}], "approval": {}}}}',
    'guardrail "g" {\n enforcement = "advisory"\n on { paths = ["a"] }\n require {\n expr = a\n }\n forbid {\n expr = b\n }\n forbid { user {} }\n approval {}\n}',
  ],
  [
    'targets, tools and the schema',
    `{"target": {"t": {"paths": ["a"]}}, "tools": {"s": {"schema": "f.json"}}, "schema": {"operations": {"write": "update"}, "subjects": {"robot": "agent"},
      "user": {"groups": "trusted", "limit": {"type": "number"}}, "parameters": {"amount": {"type": "number"}, "kind": "string"}}}`,
    `target "t" { paths = ["a"] }
tools "s" { schema = "f.json" }
schema {
  operations = { write = "update" }
  subjects = { robot = "agent" }
  user { groups = "trusted"  limit { type = "number" } }
  parameters {
    amount { type = "number" }
    kind = "string"
  }
}`,
  ],
  [
    'tests, properties, invariants',
    `{"test": {"t": {"given": {"time": "x", "consent": {"d": {"scopes": ["s"]}}}, "request": {"parameters": {"repo": "frontend"}}, "expect": {"decision": "allow"}}},
      "property": {"p": {"for_all": {"path": "a", "expr": "x"}, "expect": {}}}, "invariant": {"i": {"never": {"path": "a", "expr": "!x"}}}}`,
    `test "t" {
  given { time = "x"  consent "d" { scopes = ["s"] } }
  request { parameters = { repo = "frontend" } }
  expect { decision = "allow" }
}
property "p" {
  for_all {
    path = "a"
    expr = x
  }
  expect {}
}
invariant "i" {
  never {
    path = "a"
    expr = !x
  }
}`,
  ],
  [
    'an expression over several lines, with escapes',
    '{"condition": {"c": {"expr": "\\u0061 ==\\n\\"b\\\\u0063\\""}}}',
    'condition "c" {\n expr = a == "b\\u0063"\n}',
  ],
  ['a word of blocks that holds none', '{"when": "x", "policy": 5, "agent": [{}, 1], "user": []}', 'when = "x"\npolicy = 5\nagent = [{}, 1]\nuser = []'],
  [
    'words that are no blocks',
    '{"polisy": {"a": {}}, "__proto__": {"constructor": 1}, "true": 1}',
    'polisy = { a = {} }\n__proto__ = { constructor = 1 }\n"true" = 1',
  ],
];

describe('a block in strict JSON is the block in HCL', () => {
  it.each(PAIRS)('%s', (_, inJson, inHcl) => {
    const left = json(inJson);
    const right = hcl(inHcl);
    expect([...left.diagnostics, ...right.diagnostics]).toEqual([]);
    expect(tree(left.value)).toEqual(tree(right.value));
  });

  it.each(PAIRS)('and is printed as one that gives it again: %s', (_, inJson) => {
    const { value: document } = json(inJson);
    expect(tree(json(print(document)).value)).toEqual(tree(document));
    expect(printPolcJson(document)).toEqual({ value: print(document), diagnostics: [] });
    expect(format(makeSource('a.polc.json', print(document))).value).toBe(print(document));
  });
});

/** Between « and » stands what is underlined. */
const FAULTS: readonly (readonly [name: string, code: string, message: string, marked: string])[] = [
  ['a text that is empty', 'missing-value', 'ends too early', ' «»'],
  ['a document that is a list', 'unexpected-token', 'must be an object', '«[»{}]'],
  ['a document that is HCL', 'unexpected-token', 'must be an object', '«p»olicy "a" {}'],
  ['a key twice', 'duplicate-attribute', '"\\u0061" stands twice', '{"a": 1, «"\\u0061"»: 2}'],
  ['a label twice', 'duplicate-attribute', '"a" stands twice', '{"policy": {"a": {}, «"a"»: {}}}'],
  ['a comma before a brace', 'unexpected-comma', 'a comma stands before the closing brace', '{"a": 1,«}»'],
  ['a comma before a bracket', 'unexpected-comma', 'a comma stands before the closing bracket', '{"a": [1,«]»}'],
  ['a comma behind nothing', 'unexpected-comma', 'nothing stands before this comma', '{"a": [«,»1]}'],
  ['a comma that is missing', 'missing-comma', 'a comma is missing', '{"a": 1 «"»b": 2}'],
  ['a comment to the end of a line', 'comment-in-json', 'JSON has no comments', '{«// x»\n"a": 1}'],
  ['a comment in between', 'comment-in-json', 'JSON has no comments', '{"a": «/* x */» 1}'],
  ['a comment of HCL', 'comment-in-json', 'JSON has no comments', '{"a": 1 «# x»\n}'],
  ['NaN', 'bare-word', '"NaN" is no value', '{"a": «NaN»}'],
  ['a number that is not finite', 'malformed-number', '"-Infinity"', '{"a": «-Infinity»}'],
  ['a leading zero', 'malformed-number', '"01" is no number', '{"a": [«01»]}'],
  ['a leading plus', 'malformed-number', '"+1" is no number', '{"a": «+1»}'],
  ['a number without a fraction behind its point', 'malformed-number', '"1." is no number', '{"a": «1.»}'],
  ['a hexadecimal number', 'malformed-number', '"0x1" is no number', '{"a": «0x1»}'],
  ['null', 'unexpected-token', 'null is no value', '{"a": [«null»]}'],
  ['null for a parameter', 'unexpected-token', 'null is no value', '{"path": {"p": {"parameters": {"a": «null»}}}}'],
  ['text behind the end', 'unexpected-token', 'behind the end', '{} «{"a": 1}»'],
  ['a brace too many', 'unexpected-token', 'behind the end', '{"a": {}}«}»'],
  ['a brace that is missing', 'unclosed-brace', 'ends too early', '{"a": {"b": 1}«»'],
  ['a bracket that is missing', 'unclosed-list', 'ends too early', '{"a": [1«»'],
  ['a bracket for a brace', 'unexpected-token', 'cannot close this', '{"a": {«]»}'],
  ['a key without quotes', 'missing-key', 'a key in double quotes', '{«a»: 1}'],
  ['a key that is a number', 'missing-key', 'a key in double quotes', '{«1»: 1}'],
  ['a key in single quotes', 'wrong-quotes', 'double quotes', "{«'a'»: 1}"],
  ['a string in single quotes', 'wrong-quotes', 'double quotes', '{"a": «\'b\'»}'],
  ['an equals sign', 'missing-colon', 'a colon is missing', '{"a" «=» 1}'],
  ['a key alone', 'missing-colon', 'a colon is missing', '{"a"«}»'],
  ['a value that is missing', 'missing-value', 'a value is missing', '{"a": «}»'],
  ['a string that is not closed', 'unterminated-string', 'not closed', '{"a": «"b»\n}'],
  ['a tabulator in a string', 'illegal-character', 'U+0009', '{"a": "b«\t»"}'],
  ['an escape of HCL', 'invalid-escape', '"\\\\x" is not an escape of JSON', '{"a": "«\\x»41"}'],
  ['half of a character', 'invalid-escape', 'one half of a character', '{"a": "«\\ud83d»\\u0041"}'],
  ['the other half of a character', 'invalid-escape', 'one half of a character', '{"a": "«\\ude00»"}'],
  ['a character of no meaning', 'illegal-character', '"@"', '{"a": «@»}'],
  ['a blank that is none', 'illegal-character', 'no-break space', '{"a": «\u00a0»1}'],
  ['a block that holds no object', 'wrong-type', 'policy "dev" is a block', '{"policy": {"dev": «5»}}'],
  ['a block that holds an empty list', 'wrong-type', 'path "a" is a block', '{"policy": {"dev": {"path": {"a": «[]»}}}}'],
  ['an expression that is no string', 'invalid-expression', 'stands in a string', '{"condition": {"c": {"expr": «true»}}}'],
  ['an expression in an expression', 'invalid-expression', 'stands in a string', '{"condition": {"c": {"expr": «{"expr": "a"}»}}}'],
  ['an expression that is empty', 'invalid-expression', 'is missing', '{"condition": {"c": {"expr": «" "»}}}'],
  ['a fault in an expression', 'invalid-expression', 'does not fit here', '{"condition": {"c": {"expr": "a == «==» b"}}}'],
  ['a fault in an expression behind escapes', 'invalid-expression', '"=" gives a value', '{"condition": {"c": {"expr": "\\"\\u00e9\\" «=» b"}}}'],
  ['an expression that ends too early', 'invalid-expression', 'ends too early', '{"condition": {"c": {"expr": "a &«&»"}}}'],
  ['a bracket that closes nothing', 'invalid-expression', 'does not fit here', '{"condition": {"c": {"expr": "a«)»"}}}'],
  ['a comment in an expression', 'comment-in-json', 'no comments', '{"condition": {"c": {"expr": "a «# || b»"}}}'],
  ['an interpolation in an expression', 'invalid-expression', '"${"', '{"condition": {"c": {"expr": "a == \\"«${»b}\\""}}}'],
  ['an interpolation for a parameter', 'invalid-expression', '"${"', '{"path": {"p": {"parameters": {"a": «"${user.id}"»}}}}'],
  ['a map for a parameter', 'invalid-expression', 'an object here holds an expression', '{"path": {"p": {"parameters": {"a": «{"expr": "a", "b": 1}»}}}}'],
  ['an object in a list for a parameter', 'invalid-expression', 'a list holds no objects', '{"path": {"p": {"parameters": {"a": ["b", «{"expr": "c"}»]}}}}'],
  ['a number that is not exact, for a parameter', 'invalid-expression', '2^53', '{"path": {"p": {"parameters": {"a": «-9007199254740993»}}}}'],
];

describe('strict JSON refuses', () => {
  it.each(FAULTS)('%s', (_, code, message, marked) => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('»') - 1;
    const { diagnostics } = json(marked.replace(/[«»]/g, ''));
    expect(diagnostics.map((found) => [found.code, found.severity, found.span])).toEqual([[code, 'error', { start, end }]]);
    expect(diagnostics[0]?.message).toContain(message);
  });

  it('every fault of a text that leaves no doubt about what was meant', () => {
    expect(json('{a: 01, "b": [1,], /* c */ "b": null}').diagnostics.map(({ code }) => code)).toEqual([
      'missing-key',
      'malformed-number',
      'unexpected-comma',
      'comment-in-json',
      'duplicate-attribute',
      'unexpected-token',
    ]);
  });

  it('brackets nested more than 200 deep, or 64 in an expression', () => {
    const nested = (count: number) => `{"a": ${'['.repeat(count - 1)}${']'.repeat(count - 1)}}`;
    expect(json(nested(200)).diagnostics).toEqual([]);
    expect(json(nested(201)).diagnostics.map(({ code, span }) => [code, span])).toEqual([['nesting-too-deep', { start: 205, end: 206 }]]);
    expect(json(nested(1_000_000)).diagnostics).toHaveLength(1);
    const expression = (count: number) => `{"condition": {"c": {"expr": "${'('.repeat(count)}a${')'.repeat(count)}"}}}`;
    expect(json(expression(64)).diagnostics).toEqual([]);
    expect(json(expression(65)).diagnostics.map(({ code, span }) => [code, span])).toEqual([['nesting-too-deep', { start: 94, end: 95 }]]);
  });

  it('at most 1,000 faults one by one', () => {
    const { diagnostics } = json(`{"a": [${Array.from({ length: 2000 }, () => 'x').join(',')}]}`);
    expect(diagnostics).toHaveLength(1001);
    expect(diagnostics.at(-1)?.code).toBe('too-many-faults');
  });
});

describe('strict JSON', () => {
  it('is read by the name of the file alone', () => {
    expect(json('{}').value.syntax).toBe('polc-json');
    expect(json('\0').value.syntax).toBe('polc-json');
    expect(parse(makeSource('a.json', '{}')).value.syntax).toBe('json');
    expect(parse(makeSource('polc.json', '{}')).value.syntax).toBe('json');
  });

  it('warns of a byte order mark, as everywhere', () => {
    const { value, diagnostics } = json('\ufeff{"name": "x"}');
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['byte-order-mark', 'warning']]);
    expect(value.body.items[0]?.keys[0]?.span).toEqual({ start: 2, end: 8 });
    expect(format(makeSource('a.polc.json', '\ufeff{"name":"x"}')).value).toBe('{\n  "name": "x"\n}\n');
  });

  it('knows where its expressions stand, through escapes', () => {
    const text = '{"condition": {"c": {"expr": "a == \\"\\u00e9\\" && bc"}}}';
    const places: string[] = [];
    JSON.stringify(json(text).value, (name, value) => {
      if (name === 'span') places.push(text.slice(value.start, value.end));
      return value;
    });
    expect(places).toEqual(expect.arrayContaining(['a', '\\"\\u00e9\\"', 'a == \\"\\u00e9\\"', 'bc', 'a == \\"\\u00e9\\" && bc']));
  });

  it('says of each block where it stands', () => {
    const text = '{"user": [{"a": {}}, {"b": [{}, {"x": 1}]}], "schema": [{}, {"y": 2}]}';
    const places = json(text).value.body.items.map(({ span }) => text.slice(span.start, span.end));
    expect(places).toEqual(['"a": {}', '{}', '{"x": 1}', '{}', '{"y": 2}']);
  });

  it('keeps its tokens as they are when it is formatted', () => {
    const text = '{"user":{"\\u0061":{"attributes":{"n":1.50,"m":1E3}}},"name":"x\\/y"}';
    expect(format(makeSource('a.polc.json', text)).value?.replace(/[ \n]/g, '')).toBe(text);
  });
});

describe('HCL that becomes strict JSON', () => {
  const printed = (text: string) => printPolcJson(hcl(text).value);

  it('has its blocks grouped, its numbers decimal, its heredocs strings, its expressions literals where they are', () => {
    const { value, diagnostics } = printed(`user "a" { limit = 0x1f  octal = 010  half = .5  whole = -1. }
agent "x" { metadata { k = 1 } }
user "b" { text = <<EOT
line
EOT
}
user "a" {}
path "p" { parameters {
  a = [1, -2, "x", ["y"]]
  b = string(min_length: 1)
  c = "\\u0024{x}"
} }`);
    expect(diagnostics).toEqual([]);
    expect(JSON.parse(value as string)).toEqual({
      user: [{ a: { limit: 31, octal: 8, half: 0.5, whole: -1 }, b: { text: 'line\n' } }, { a: {} }],
      agent: { x: { metadata: { k: 1 } } },
      path: { p: { parameters: { a: [1, -2, 'x', ['y']], b: { expr: 'string(min_length: 1)' }, c: { expr: '"\\u0024{x}"' } } } },
    });
  });

  it('loses its comments, with a warning', () => {
    const { value, diagnostics } = printed('user "a" {\n  x = [1 /* one */]\n}\n# two');
    expect(value).toBe('{\n  "user": {\n    "a": {\n      "x": [1]\n    }\n  }\n}\n');
    expect(diagnostics.map(({ code, severity, span }) => [code, severity, span])).toEqual([['comments-dropped', 'warning', { start: 20, end: 29 }]]);
  });

  it.each([
    ['two labels', 'path "a" «"b"» {}', 'the label "b"'],
    ['a label of what is no block', 'foo «"b"» {}', 'the label "b" of what is no block'],
    ['a block of a word that has none, twice', 'metadata {}\n«metadata» {}', 'the second metadata'],
    ['a key in both spellings', 'x = [1]\n«"x"» = [2]', 'the second "x"'],
    ['a block that lacks its label and has a body', '«policy { x = 1 }»', 'a policy without a label'],
    ['a list of objects for a block', 'schema = «[{}]»', 'a list of objects'],
    ['an expression where JSON has none', 'foo { when {\n expr = «a»\n} }', 'an expression here'],
    ['a value where an expression belongs', 'condition "c" {\n "expr" = «"a"»\n}', 'a value where'],
    ['bytes that are no text', 'x = «"\\xff"»', 'a byte'],
  ])('is refused where JSON cannot say it: %s', (_, marked, message) => {
    const { value, diagnostics } = printed(marked.replace(/[«»]/g, ''));
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ code, severity, span }) => [code, severity, span])).toEqual([
      ['no-json-form', 'error', { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 }],
    ]);
    expect(diagnostics[0]?.message).toContain(message);
  });

  it('is refused when its labels would nest too deep in JSON', () => {
    const { value, diagnostics } = printed(`user "a" {\n x = ${'['.repeat(199)}${']'.repeat(199)}\n}`);
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['nesting-too-deep']);
  });
});

describe('a rewritten tree', () => {
  const span = { start: 0, end: 0 };
  const expr = {
    kind: 'item' as const,
    keys: [{ value: 'expr', text: 'expr', quoted: false, span }],
    assigned: true,
    value: { kind: 'expression' as const, expression: { kind: 'reference' as const, names: ['user', 'mfa'], span }, span },
    leading: [],
    trailing: null,
    spaced: false,
    span,
  };
  /** `user { … }` of every `condition` becomes an expression. */
  const expanded = (document: Document): Document => ({
    ...document,
    body: {
      ...document.body,
      items: document.body.items.map((item) =>
        item.value.kind !== 'object'
          ? item
          : {
              ...item,
              value: {
                ...item.value,
                body: {
                  ...item.value.body,
                  items: item.value.body.items.map((inner) => (inner.keys[0]?.value === 'user' ? { ...expr, leading: inner.leading } : inner)),
                },
              },
            },
      ),
    },
  });

  it('is formatted in HCL, its new items without places, its old comments and blank lines kept', () => {
    const text = '# head\n\n# about c\ncondition "c" {\n  # who\n  user { mfa = true }\n\n  # where\n\n  purpose = ["x"] # why\n}\n';
    expect(format(makeSource('a.hcl', text), expanded)).toEqual({
      value: '# head\n\n# about c\ncondition "c" {\n  # who\n  expr = user.mfa\n\n  # where\n\n  purpose = ["x"] # why\n}\n',
      diagnostics: [],
    });
  });

  it('is formatted in strict JSON', () => {
    const text = '{"condition": {"c": {"user": {"mfa": true}, "purpose": ["x"]}}}';
    expect(JSON.parse(format(makeSource('a.polc.json', text), expanded).value as string)).toEqual({
      condition: { c: { expr: 'user.mfa', purpose: ['x'] } },
    });
  });

  it("is not asked for in Vault's JSON", () => {
    const text = '{"condition": {"c": {"purpose": ["x"], "user": {"mfa": true}}}}';
    expect(format(makeSource('a.json', text), expanded).value).toBe(format(makeSource('a.json', text)).value);
  });

  it('is refused when it would not be read back', () => {
    const twice = (document: Document): Document => ({ ...document, body: { ...document.body, items: [expr, expr] } });
    expect(format(makeSource('a.hcl', 'a = 1'), twice).diagnostics.map(({ code }) => code)).toEqual(['format-unstable']);
  });
});
