// The canonical form, by example: each text here is as `format` leaves it.

import { type Document, type Expression, format, makeSource, parse, print } from '@polc/grammar';
import { describe, expect, it } from 'vitest';

const CANONICAL: readonly (readonly [name: string, text: string])[] = [
  ['an empty document', ''],
  ['a comment alone', '# nothing here yet\n'],
  [
    'a policy with its comments',
    `# Reviews code, changes nothing.

# The repositories it may see.
path "secret/data/code-repos/*" {
  # KV v2
  capabilities = ["read", "list"]

  allowed_parameters = {
    "repo" = ["frontend", "backend"]
    # any version
    "version" = []
  }
}

path "auth/token/lookup-self" {
  capabilities = ["read"]
} # of itself

# end
`,
  ],
  [
    'attributes aligned as far as they run together',
    `path "a" {
  policy             = "read"
  capabilities       = ["sudo"]
  allowed_parameters = {}
  denied_parameters = {
    "a" = []
  }
  min_wrapping_ttl = 1
  # what follows a comment starts anew
  max_wrapping_ttl = "1h"
  mfa_methods      = []

  required_parameters = ["a"]
}
`,
  ],
  [
    'lists that fit, and a list that does not',
    `x = ["aaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "ccccccccccccccccccccccccc"]
y = [
  "aaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
  "cccccccccccccccccccccccccc",
]
z = [[1, 2], { a = 1, "b" = [] }, {}, []]
`,
  ],
  [
    'lists that hold a comment or a heredoc',
    `x = [
  # first
  "a", # of two
  "b",
  // nothing more
]
y = [
  <<EOT
  as it is
EOT
  ,
  "b",
]
z = [
  {
    # inside
    a = 1
  },
]
`,
  ],
  [
    'a heredoc where it stands',
    `path "a" {
  comment = <<-EOT
      indented,
        and more
    EOT
  policy = "read"
}
`,
  ],
  ['blocks that are empty, with labels of all kinds', 'path {}\n\npath "a" {}\n\npath secret-foo.bar "b" {}\n'],
  ['names apart from blocks', 'name = "x"\n\npath "a" {}\n'],
  [
    'block comments as they were drawn',
    `/*
   * a box
 */
path "a" {}
`,
  ],
  [
    'escapes of its own choosing',
    `a = "\\"\\\\\\n\\t\\r\\a\\b\\f\\v\\u0000\\u001b\\u007f\\ufeff\\u202e"
b = "ä😀 \\xff $ { } $$ %{"
c = "\\u0024{ ${'${"quoted"} ${a{b}c}'}"
`,
  ],
  ['numbers as they were written', 'a = 010\nb = 0x1F\nc = -2.50\nd = 1E3\n'],
  [
    'expressions, with the parentheses that they need',
    `policy "p" {
  path "a" {
    when {
      expr = (a || b) && !c && d == (e < 1) && -x * (y - (z - 1)) + 2 in [1, 2] # so be it
    }
    when {
      expr = f(x, min: 1)[0].name["content-type"] == { a = 1, "b c" = true }
    }
    parameters {
      amount    = number(min: 0.01, max: 500)
      recipient = string(glob: "*@corp.example")
    }
  }
}
`,
  ],
];

describe('the canonical form', () => {
  it.each(CANONICAL)('holds %s', (_, text) => {
    expect(format(makeSource('a.hcl', text))).toEqual({ value: text, diagnostics: [] });
  });

  it.each(CANONICAL)('comes back from the tree alone but for blank lines between comments: %s', (_, text) => {
    const printed = print(parse(makeSource('a.hcl', text)).value);
    expect(printed.replace(/\n\n/g, '\n')).toBe(text.replace(/\n\n/g, '\n'));
  });
});

describe('printing a tree that no text gave', () => {
  const span = { start: 0, end: 0 };
  const key = { value: 'a', text: 'a', quoted: false, span };
  const item = { kind: 'item' as const, keys: [key], assigned: true, leading: [], spaced: false, span };
  const comment = { text: '# c', span };
  const document = (value: Document['body']['items'][number]): Document => ({
    kind: 'document',
    file: '',
    syntax: 'hcl',
    body: { items: [value], dangling: [], span },
  });

  it('keeps a comment behind a heredoc, below it', () => {
    const value = { kind: 'string' as const, value: 'x\n', heredoc: '<<EOT\nx\nEOT\n', span };
    expect(print(document({ ...item, value, trailing: comment }))).toBe('a = <<EOT\nx\nEOT\n# c\n');
  });

  it('writes a half of a character that is no byte as U+FFFD', () => {
    const value = { kind: 'string' as const, value: '\ud800\udfff\ud800x', span };
    expect(print(document({ ...item, value, trailing: null }))).toBe('a = "\u{103ff}\ufffdx"\n');
  });
});

describe('a tree as deep as its text is long', () => {
  const span = { start: 0, end: 0 };
  const root: Expression = { kind: 'reference', names: ['a'], span };
  const deep = (grow: (inner: Expression) => Expression) => Array.from({ length: 20_000 }).reduce<Expression>(grow, root);

  it.each([
    ['indices', deep((target) => ({ kind: 'index', target, index: 0, span })), `a${'[0]'.repeat(20_000)}`],
    ['negations', deep((operand) => ({ kind: 'unary', operator: '!', operand, span })), `${'!'.repeat(20_000)}a`],
    ['operators', deep((left) => ({ kind: 'binary', operator: '&&', left, right: root, span })), `a${' && a'.repeat(20_000)}`],
  ])('is printed all the same: %s', (_, expression, expected) => {
    const key = { value: 'expr', text: 'expr', quoted: false, span };
    const value = { kind: 'expression' as const, expression, span };
    const item = { kind: 'item' as const, keys: [key], assigned: true, value, leading: [], trailing: null, spaced: false, span };
    expect(print({ kind: 'document', file: '', syntax: 'hcl', body: { items: [item], dangling: [], span } })).toBe(`expr = ${expected}\n`);
  });
});

describe('JSON from a tree', () => {
  it.each([
    ['{}', '{}\n'],
    ['{"path": {"a": {"capabilities": ["read"]}}}', '{\n  "path": {\n    "a": {\n      "capabilities": ["read"]\n    }\n  }\n}\n'],
    // Several items of one key are a list of blocks.
    ['{"p": {"a": {"x": 1}, "b": {}}}', '{\n  "p": [\n    {\n      "a": {\n        "x": 1\n      }\n    },\n    {\n      "b": {}\n    }\n  ]\n}\n'],
    // The inner list is what kept the object whole.
    ['{"a": {"b": [{"c": 1.50}]}}', '{\n  "a": {\n    "b": [\n      {\n        "c": 1.50\n      }\n    ]\n  }\n}\n'],
  ])('%s', (text, expected) => {
    expect(print(parse(makeSource('a.json', text)).value)).toBe(expected);
  });
});
