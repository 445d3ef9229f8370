// Mutations of a path stanza: its effect, its capabilities, its pattern, and what it asks for.

import type { Item, Value } from '@polc/grammar';
import { type Emit, replacing, withoutElement, withoutItem } from './change.js';
import { mutateBlock } from './mutate-items.js';
import { mutatedPatterns } from './mutate-pattern.js';

/** Those that are added to a stanza that has some of them. */
const FAMILY = ['create', 'read', 'update', 'delete', 'list'];

export function mutateStanza(stanza: Item, source: string, emit: Emit): void {
  const { keys, value } = stanza;
  const label = keys[1];
  if (value.kind !== 'object' || label === undefined) return;
  const granted = value.body.items.find(({ keys: [key] }) => key?.value === 'capabilities');
  const words = granted?.value.kind === 'list' ? granted.value.elements.map(({ value: each }) => each) : [];
  const denies = words.some(isDeny);
  const pattern = label.value;
  if (denies) emit({ kind: 'drop-deny', span: label.span, edits: withoutItem(source, stanza), description: `the deny on ${pattern} is gone` });
  else {
    emit({ kind: 'drop-stanza', span: label.span, edits: withoutItem(source, stanza), description: `the stanza on ${pattern} is gone` });
    const edits = replacing(value.span, '{ capabilities = ["deny"] }');
    emit({ kind: 'flip-effect', span: label.span, edits, description: `the stanza on ${pattern} denies` });
  }
  for (const { kind, pattern: other } of mutatedPatterns(pattern)) {
    emit({ kind, span: label.span, edits: replacing(label.span, JSON.stringify(other)), description: `${pattern} becomes ${other}` });
  }
  if (!denies) mutateCapabilities(words, emit);
  for (const item of value.body.items) if (item !== granted) mutateBlock(item, ['path'], source, emit);
}

function isDeny(value: Value): boolean {
  return value.kind === 'string' && value.value === 'deny';
}

function mutateCapabilities(words: readonly Value[], emit: Emit): void {
  const spans = words.map(({ span }) => span);
  const named = words.map((word) => (word.kind === 'string' ? word.value : ''));
  for (const [i, span] of spans.entries()) {
    const name = named[i] as string;
    emit({ kind: 'drop-capability', span, edits: withoutElement(spans, i), description: `${name} is gone from the capabilities` });
  }
  const last = spans.at(-1);
  if (last === undefined || !named.some((name) => FAMILY.includes(name))) return;
  for (const word of FAMILY.filter((each) => !named.includes(each))) {
    const behind = { start: last.end, end: last.end };
    emit({ kind: 'add-capability', span: last, edits: replacing(behind, `, ${JSON.stringify(word)}`), description: `${word} is granted too` });
  }
}
