// Random HCL documents as trees: every kind of value, nested blocks, comments wherever they can stand, keys and strings of the nasty kind.
// Built without looking at any printer or parser; each value that a text must spell (numbers, heredocs, quoted keys) comes with its spelling. Long: one grammar of trees, each kind of value beside the others.

import type { Body, Comment, Document, Element, Item, Key, Value } from '@polc/grammar';
import fc from 'fast-check';
import { expressions } from './expression.js';
import { NOWHERE } from './spans.js';
import { hclStrings, identifiers, quotedKeys } from './text.js';

export { withoutSpans } from './spans.js';

/** What may stand in a body: anything; nothing of polc's own; `expr = …`; that and bare words; nothing but expressions behind `=`. */
type Dialect = 'body' | 'plain' | 'condition' | 'region' | 'parameters';

const MAX_DEPTH = 3;

// ---- Comments

const commentTexts = fc.oneof(
  fc.constantFrom(
    '',
    ' plain',
    ' trailing blanks \t',
    '!',
    '# twice',
    ' "quoted" ${x',
    ' /* not a block',
    ' ä語😀',
    ' \u00a0',
    ' a\rb',
    ' = { [ <<EOT',
    '\u2028',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 6 }).map((text) => text.replace(/[\r\n]/g, ' ')),
);
const lineComments = fc.tuple(fc.constantFrom('#', '//'), commentTexts).map(([marker, text]) => comment(marker + text));
const blockTexts = commentTexts.map((text) => text.replaceAll('*/', '* /'));
const shortComments = fc.oneof(
  { weight: 3, arbitrary: lineComments },
  blockTexts.map((text) => comment(`/*${text}*/`)),
);
const longComments = fc.tuple(blockTexts, blockTexts).map(([first, second]) => comment(`/*${first}  \n\n   ${second}\r\n*/`));
const leadingComments = rarely(fc.array(fc.oneof({ weight: 3, arbitrary: shortComments }, longComments), { minLength: 1, maxLength: 2 }), []);
const trailingComments = rarely(shortComments, null);

function comment(text: string): Comment {
  return { text, span: NOWHERE };
}

function rarely<T, U>(some: fc.Arbitrary<T>, none: U): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 5, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: some });
}

// ---- Scalars

type NumberFields = { readonly text: string; readonly value: number; readonly integer: boolean; readonly fault?: 'range' };

const numberFields: fc.Arbitrary<NumberFields> = fc.oneof(
  fc.maxSafeInteger().map((value) => ({ text: String(value), value, integer: true })),
  fc.nat(0xffff).map((value) => ({ text: `0x${value.toString(16)}`, value, integer: true })),
  fc.nat(0xffff).map((value) => ({ text: `0${value.toString(8)}`, value, integer: true })),
  fc
    .tuple(fc.constantFrom('', '-'), fc.nat(999), fc.constantFrom('.0', '.', '.25', 'e3', 'E-3', '.5e+2', 'e0'))
    .map(([sign, whole, rest]) => ({ text: `${sign}${whole}${rest}`, value: Number(`${sign}${whole}${rest}`), integer: false })),
  fc.constantFrom<NumberFields>(
    { text: '9223372036854775807', value: 2 ** 63, integer: true },
    { text: '9223372036854775808', value: 2 ** 63, integer: true, fault: 'range' },
    { text: '-9223372036854775808', value: -(2 ** 63), integer: true },
    { text: '1e999', value: Number.POSITIVE_INFINITY, integer: false, fault: 'range' },
  ),
);

const heredocLines = fc.array(
  fc.constantFrom('', 'a', '  b', '\tc', 'EO', 'EOT ', 'EOT2', 'x EOT', '"', '${', '# no comment', '  trailing  ', '\\n', '*/', 'ä'),
  { maxLength: 3 },
);
const heredocs = fc.oneof(
  heredocLines.map((lines) => heredoc('<<EOT', lines, 'EOT', lines)),
  heredocLines.map((lines) =>
    heredoc(
      '<<-EOT',
      lines.map((line) => `   ${line}`),
      '   EOT',
      lines,
    ),
  ),
  // One line stands to the left of the marker: nothing is stripped.
  heredocLines.map((lines) => heredoc('<<-EOT', ['left', ...lines], '  EOT', ['left', ...lines])),
);

function heredoc(head: string, lines: readonly string[], tail: string, value: readonly string[]): Value {
  const whole = [head, ...lines, tail, ''].join('\n');
  return { kind: 'string', value: value.map((line) => `${line}\n`).join(''), heredoc: whole, span: NOWHERE };
}

const scalars: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: hclStrings.map((value): Value => ({ kind: 'string', value, span: NOWHERE })) },
  { weight: 2, arbitrary: numberFields.map((fields): Value => ({ kind: 'number', ...fields, span: NOWHERE })) },
  { weight: 1, arbitrary: fc.boolean().map((value): Value => ({ kind: 'boolean', value, span: NOWHERE })) },
);

// ---- Keys

const bareKeys = identifiers.map((text): Key => ({ value: text, text, quoted: false, span: NOWHERE }));
const keys: fc.Arbitrary<Key> = fc.oneof(
  { weight: 2, arbitrary: bareKeys },
  { weight: 1, arbitrary: quotedKeys.map(({ value, text }): Key => ({ value, text, quoted: true, span: NOWHERE })) },
);

function word(text: string): Key {
  return { value: text, text, quoted: false, span: NOWHERE };
}

// ---- Values, items, bodies

const elementArbitraries = (depth: number): fc.Arbitrary<Element> =>
  fc.record({ value: values(depth, 'plain'), leading: leadingComments, trailing: trailingComments }).map(belowHeredoc);

function values(depth: number, dialect: Dialect): fc.Arbitrary<Value> {
  const flat: fc.WeightedArbitrary<Value>[] = [
    { weight: 8, arbitrary: scalars },
    { weight: 1, arbitrary: heredocs },
  ];
  if (depth >= MAX_DEPTH) return fc.oneof(...flat);
  const lists = fc
    .record({ elements: fc.array(elementArbitraries(depth + 1), { maxLength: 4 }), dangling: leadingComments })
    .map(({ elements, dangling }): Value => ({ kind: 'list', elements, dangling, span: NOWHERE }));
  const objects = bodies(depth + 1, dialect === 'parameters' ? dialect : 'plain').map((body): Value => ({ kind: 'object', body, span: NOWHERE }));
  return fc.oneof(...flat, { weight: 3, arbitrary: lists }, { weight: 1, arbitrary: objects });
}

const bareWords = fc
  .constantFrom('any', 'none')
  .map((name): Value => ({ kind: 'expression', expression: { kind: 'reference', names: [name], span: NOWHERE }, span: NOWHERE }));

type Content = Pick<Item, 'keys' | 'assigned' | 'value'>;

function contents(depth: number, dialect: Dialect): fc.Arbitrary<Content> {
  const anyExpression = expressions.map((expression): Value => ({ kind: 'expression', expression, span: NOWHERE }));
  if (dialect === 'parameters') return fc.tuple(keys, anyExpression).map(([key, value]) => ({ keys: [key], assigned: true, value }));
  const assigned = fc
    .tuple(
      dialect === 'condition' || dialect === 'region' ? keys.filter((key) => key.text !== 'expr') : keys,
      dialect === 'region' ? fc.oneof({ weight: 3, arbitrary: values(depth, 'plain') }, { weight: 1, arbitrary: bareWords }) : values(depth, 'plain'),
    )
    .map(([key, value]) => ({ keys: [key], assigned: true, value }));
  const choices: fc.WeightedArbitrary<Content>[] = [{ weight: 4, arbitrary: assigned }];
  if (dialect === 'condition' || dialect === 'region')
    choices.push({ weight: 3, arbitrary: anyExpression.map((value) => ({ keys: [word('expr')], assigned: true, value })) });
  if (depth < MAX_DEPTH) {
    const block = (head: readonly Key[], inner: Dialect) =>
      bodies(depth + 1, inner).map((body) => ({ keys: head, assigned: false, value: { kind: 'object' as const, body, span: NOWHERE } }));
    const labelled = fc
      .tuple(keys, fc.array(keys, { maxLength: 2 }))
      .chain(([type, labels]) => block([type, ...labels], dialect === 'body' ? 'body' : 'plain'));
    choices.push({ weight: 2, arbitrary: labelled });
    if (dialect === 'body')
      choices.push({
        weight: 1,
        arbitrary: fc.oneof(
          ...['for_all', 'never', 'only_if', 'at_most'].map((region) => block([word(region)], 'region')),
          block([word('when')], 'condition'),
          block([word('parameters')], 'parameters'),
          block([word('allowed_parameters')], 'plain'),
        ),
      });
  }
  return fc.oneof(...choices);
}

const itemArbitraries = (depth: number, dialect: Dialect): fc.Arbitrary<Item> =>
  fc
    .record({ content: contents(depth, dialect), leading: leadingComments, trailing: trailingComments, spaced: fc.boolean() })
    .map(({ content, ...rest }): Item => belowHeredoc({ kind: 'item', ...content, ...rest, span: NOWHERE }));

/** Nothing can stand behind the closing marker of a heredoc. */
function belowHeredoc<T extends { readonly value: Value; readonly trailing: Comment | null }>(owner: T): T {
  return owner.value.kind === 'string' && owner.value.heredoc !== undefined ? { ...owner, trailing: null } : owner;
}

const memory = new Map<string, fc.Arbitrary<Body>>();

function bodies(depth: number, dialect: Dialect): fc.Arbitrary<Body> {
  const name = `${dialect} ${depth}`;
  const known = memory.get(name);
  if (known !== undefined) return known;
  const made = fc
    .record({ items: fc.array(itemArbitraries(depth, dialect), { maxLength: depth === 0 ? 5 : 3 }), dangling: leadingComments })
    .map(({ items, dangling }): Body => ({ items: withoutDuplicates(items), dangling, span: NOWHERE }));
  memory.set(name, made);
  return made;
}

/** An attribute may be set once, its key compared as written; blocks repeat freely. */
function withoutDuplicates(items: readonly Item[]): readonly Item[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = item.keys[0]?.text as string;
    if (!item.assigned) return true;
    return seen.has(text) ? false : seen.add(text);
  });
}

export const documents: fc.Arbitrary<Document> = bodies(0, 'body').map((body) => ({ kind: 'document', file: 'test.hcl', syntax: 'hcl', body }));

// ---- Documents of polc's own blocks, in the spelling that strict JSON gives back

/** Blocks that may stand in a body, by their word; labelled ones take one label. Attributes and objects that are values may stand in all of them. */
interface Room {
  readonly dialect: 'plain' | 'scalars' | 'condition' | 'region' | 'parameters';
  readonly blocks: Readonly<Record<string, { readonly labelled: boolean; readonly room: Room }>>;
}

const one = (room: Room) => ({ labelled: true, room });
const none = (room: Room) => ({ labelled: false, room });
const attributesOnly: Room = { dialect: 'plain', blocks: {} };
const conditionRoom: Room = {
  dialect: 'condition',
  blocks: Object.fromEntries(['time', 'location', 'agent', 'user', 'delegation', 'target', 'session', 'context'].map((name) => [name, none(attributesOnly)])),
};
const stanzaRoom: Room = {
  dialect: 'plain',
  blocks: {
    when: none(conditionRoom),
    parameters: none({ dialect: 'parameters', blocks: {} }),
    approval: none(attributesOnly),
    control_group: none({ dialect: 'plain', blocks: { factor: one({ dialect: 'plain', blocks: { identity: none(attributesOnly) } }) } }),
  },
};
const stanzasRoom: Room = { dialect: 'plain', blocks: { path: one(stanzaRoom) } };
const agentRoom: Room = {
  dialect: 'plain',
  blocks: {
    identity: none({ dialect: 'plain', blocks: { jwt: none(attributesOnly) } }),
    ceiling: none(attributesOnly),
    ephemeral: none(attributesOnly),
  },
};
const guardrailRoom: Room = {
  dialect: 'plain',
  blocks: { on: none(attributesOnly), require: none(conditionRoom), forbid: none(conditionRoom), approval: none(attributesOnly) },
};
const givenRoom: Room = {
  dialect: 'plain',
  blocks: { consent: one(attributesOnly), agent: one(agentRoom), user: one(attributesOnly), approved: none(attributesOnly) },
};
const regionRoom: Room = { dialect: 'region', blocks: {} };
/** Here every object declares an attribute. */
const declared: Room = { dialect: 'scalars', blocks: { risk: none(attributesOnly), limit: none(attributesOnly) } };
const documentRoom: Room = {
  dialect: 'plain',
  blocks: {
    path: one(stanzaRoom),
    policy: one(stanzasRoom),
    scope: one(stanzasRoom),
    agent_type: one(agentRoom),
    agent: one(agentRoom),
    user: one(attributesOnly),
    group: one(attributesOnly),
    delegation: one(attributesOnly),
    guardrail: one(guardrailRoom),
    condition: one(conditionRoom),
    target: one(attributesOnly),
    tools: one(attributesOnly),
    schema: none({ dialect: 'plain', blocks: { user: none(declared), context: none(declared) } }),
    test: one({
      dialect: 'plain',
      blocks: { given: none(givenRoom), matrix: none(attributesOnly), request: none(attributesOnly), expect: none(attributesOnly) },
    }),
    property: one({ dialect: 'plain', blocks: { given: none(givenRoom), for_all: none(regionRoom), expect: none(attributesOnly) } }),
    invariant: one({ dialect: 'plain', blocks: { never: none(regionRoom), only_if: none(regionRoom), at_most: none(regionRoom) } }),
  },
};

/** What needs quotes, as the printer writes it. */
const spelledKeys = fc
  .constantFrom(['b c', '"b c"'], ['', '""'], ['true', '"true"'], ['0', '"0"'], ['a/*', '"a/*"'], ['"', '"\\""'], ['\n', '"\\n"'], ['😀', '"😀"'])
  .map(([value, text]): Key => ({ value: value as string, text: text as string, quoted: true, span: NOWHERE }));
const labels = fc.oneof(
  spelledKeys,
  fc.constantFrom('a', 'b', 'secret/*', '__proto__', 'path', 'expr').map((value): Key => ({ value, text: `"${value}"`, quoted: true, span: NOWHERE })),
);

const sayableScalars = scalars.filter(
  (value) =>
    (value.kind !== 'string' || !/\p{Cs}/u.test(value.value)) && (value.kind !== 'number' || /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value.text)),
);
const bareItem = { kind: 'item' as const, leading: [], trailing: null, spaced: false, span: NOWHERE };
const objectOf = (items: readonly Item[]): Value => ({ kind: 'object', body: { items, dangling: [], span: NOWHERE }, span: NOWHERE });

const { sayable } = fc.letrec<{ sayable: Value }>((tie) => ({
  sayable: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    sayableScalars,
    fc
      .array(tie('sayable'), { maxLength: 3 })
      .map((found): Value => ({ kind: 'list', elements: found.map((value) => ({ value, leading: [], trailing: null })), dangling: [], span: NOWHERE })),
    fc
      .uniqueArray(fc.tuple(fc.oneof(bareKeys, spelledKeys), tie('sayable')), { maxLength: 2, selector: ([key]) => key.value })
      .map((found) => objectOf(found.map(([key, value]) => ({ ...bareItem, keys: [key], assigned: true, value })))),
  ),
}));

const holdsExpr = ({ dialect }: Room) => dialect === 'condition' || dialect === 'region';
/** An object of nothing but `expr` would be read as a bare word. */
const regionValues = fc.oneof(
  { weight: 1, arbitrary: bareWords },
  {
    weight: 3,
    arbitrary: sayable.filter((value) => value.kind !== 'object' || value.body.items.length !== 1 || value.body.items[0]?.keys[0]?.value !== 'expr'),
  },
);

const rooms = new Map<Room, fc.Arbitrary<readonly Item[]>>();

/** Members in any order, those of one word together. */
function roomItems(room: Room): fc.Arbitrary<readonly Item[]> {
  const known = rooms.get(room);
  if (known !== undefined) return known;
  const anyExpression = expressions.map((expression): Value => ({ kind: 'expression', expression, span: NOWHERE }));
  const attributeValues =
    room.dialect === 'parameters' ? anyExpression : room.dialect === 'scalars' ? sayableScalars : room.dialect === 'region' ? regionValues : sayable;
  const assigned = (key: Key, value: Value): readonly Item[] => [{ ...bareItem, keys: [key], assigned: true, value }];
  const attributes = fc
    .tuple(fc.oneof({ weight: 2, arbitrary: bareKeys }, spelledKeys), attributeValues)
    .filter(([key]) => !Object.hasOwn(room.blocks, key.value) && !(holdsExpr(room) && key.value === 'expr'))
    .map(([key, value]) => assigned(key, value));
  const blocks = Object.entries(room.blocks).map(([name, { labelled, room: inner }]) =>
    fc
      .array(fc.tuple(labels, fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: roomItems(inner) })), { minLength: 1, maxLength: 3 })
      .map((found) =>
        found.map(([label, items]): Item => ({ ...bareItem, keys: labelled ? [word(name), label] : [word(name)], assigned: false, value: objectOf(items) })),
      ),
  );
  const choices = [attributes, ...blocks, ...(holdsExpr(room) ? [anyExpression.map((value) => assigned(word('expr'), value))] : [])];
  const made = fc.uniqueArray(fc.oneof(...choices), { maxLength: 3, selector: (found) => found[0]?.keys[0]?.value }).map((found) => found.flat());
  rooms.set(room, made);
  return made;
}

/** Every block of the language with what may stand in it, without comments. */
export const polcDocuments: fc.Arbitrary<Document> = roomItems(documentRoom).map((items) => ({
  kind: 'document',
  file: 'test.hcl',
  syntax: 'hcl',
  body: { items, dangling: [], span: NOWHERE },
}));
