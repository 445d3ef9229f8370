// Conditions as texts, for the tests of expressions: parsed inside a stanza, compiled by a vocabulary of their own.

import { type Expression, type Item, makeSource, parse, type Span } from '@polc/grammar';
import type { Code } from '@polc/runtime';
import { compileCondition } from '../../../compiler/expression/compile-condition.js';
import type { AttributeType } from '../../../compiler/model/blocks.js';
import { Reporter } from '../../../compiler/model/report.js';
import type { ConditionBlock, Vocabulary } from '../../../compiler/model/vocabulary.js';

/** What stands before and behind a condition's members. */
const BEFORE = 'policy "p" {\n  path "x" {\n    when {\n';

export interface Parsed {
  readonly text: string;
  readonly items: readonly Item[];
  readonly head: Span;
}

export function parseWhen(members: string): Parsed {
  const text = `${BEFORE}${members}\n    }\n  }\n}\n`;
  return { text, ...blockOf(text, ['policy', 'path', 'when']) };
}

export function blockOf(text: string, keys: readonly string[]): { items: readonly Item[]; head: Span } {
  const { value, diagnostics } = parse(makeSource('p.hcl', text));
  if (diagnostics.length > 0) throw new Error(`${diagnostics[0]?.message}: ${text}`);
  let { items } = value.body;
  let head: Span = { start: 0, end: 0 };
  for (const key of keys) {
    const item = items.find((each) => each.keys[0]?.value === key);
    if (item?.value.kind !== 'object') throw new Error(`no block ${key} in ${text}`);
    items = item.value.body.items;
    head = item.keys[0]?.span ?? head;
  }
  return { items, head };
}

export interface Words {
  /** `context.ticket` to its type; its root is closed by it. */
  readonly declared?: Readonly<Record<string, AttributeType>>;
  /** Name to members. */
  readonly conditions?: Readonly<Record<string, string>>;
  readonly parameters?: Vocabulary['parameters'];
}

export function vocabularyOf({ declared = {}, conditions = {}, parameters = null }: Words = {}): Vocabulary {
  const attributes = new Map<string, Map<string, { type: AttributeType; source: null; span: Span }>>();
  for (const [path, type] of Object.entries(declared)) {
    const [root, name] = path.split('.') as [string, string];
    attributes.set(root, (attributes.get(root) ?? new Map()).set(name, { type, source: null, span: { start: 0, end: 0 } }));
  }
  const blocks = Object.entries(conditions).map(([name, members]): [string, ConditionBlock] => {
    const { items, head } = blockOf(`condition "${name}" {\n${members}\n}\n`, ['condition']);
    return [name, { name, file: `${name}.hcl`, span: head, items }];
  });
  return { schema: { operations: new Map(), subjects: new Map(), attributes, trustedGroups: false }, conditions: new Map(blocks), parameters };
}

export interface Compiled {
  readonly code: Code | null;
  readonly expression: Expression | null;
  readonly diagnostics: Reporter['diagnostics'];
  /** What each diagnostic underlines. */
  readonly underlined: readonly string[];
}

export function compileMembers(members: string, vocabulary: Vocabulary = vocabularyOf()): Compiled {
  const { text, items, head } = parseWhen(members);
  const report = new Reporter('p.hcl');
  const condition = compileCondition(items, head, vocabulary, report);
  return {
    ...{ code: condition?.code ?? null, expression: condition?.expression ?? null, diagnostics: report.diagnostics },
    underlined: report.diagnostics.map(({ span }) => text.slice(span.start, span.end)),
  };
}

/** The code of one expression that has no fault. */
export function codeOf(expression: string, vocabulary?: Vocabulary): Code {
  const { code, diagnostics } = compileMembers(`expr = ${expression}`, vocabulary);
  if (code === null) throw new Error(`${expression}: ${JSON.stringify(diagnostics)}`);
  return code;
}
