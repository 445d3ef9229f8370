// Every change of a document that a test of its policy should notice, in the order of the text.

import type { Document, Item, Value } from '@polc/grammar';
import { type Change, type Emit, replacing, withoutItem } from './change.js';
import { mutateBlock } from './mutate-items.js';
import { mutateStanza } from './mutate-stanza.js';

const HOLDERS = new Set(['policy', 'scope']);
/** What decides nothing, or is a test itself. */
const SKIPPED = new Set(['test', 'property', 'invariant', 'tools', 'schema', 'name']);

export function changesOf({ body }: Document, source: string): Change[] {
  const changes: Change[] = [];
  const emit: Emit = (change) => changes.push(change);
  for (const item of body.items) mutateTop(item, source, emit);
  return changes
    .map((change, i) => ({ change, i }))
    .sort((a, b) => a.change.span.start - b.change.span.start || a.i - b.i)
    .map(({ change }) => change);
}

function mutateTop(item: Item, source: string, emit: Emit): void {
  const type = item.keys[0]?.value ?? '';
  if (SKIPPED.has(type) || item.value.kind !== 'object') return;
  const { items } = item.value.body;
  if (type === 'path') mutateStanza(item, source, emit);
  else if (HOLDERS.has(type)) for (const stanza of items) mutateStanza(stanza, source, emit);
  else if (type === 'condition') mutateBlock(item, [], source, emit);
  else if (type === 'guardrail') mutateGuardrail(item, items, source, emit);
  else for (const inner of items) mutateBlock(inner, [type], source, emit);
}

function mutateGuardrail(guardrail: Item, items: readonly Item[], source: string, emit: Emit): void {
  const name = guardrail.keys[1]?.value ?? '';
  const head = guardrail.keys[1]?.span ?? guardrail.span;
  emit({ kind: 'drop-guardrail', span: head, edits: withoutItem(source, guardrail), description: `the guardrail ${name} is gone` });
  for (const item of items) {
    const key = item.keys[0]?.value;
    if (key === 'enforcement') lowerEnforcement(item.value, items, source, emit);
    else if (key === 'on' && item.value.kind === 'object') {
      for (const member of item.value.body.items) {
        const what = member.keys[0]?.value ?? '';
        emit({ kind: 'widen-guardrail', span: member.span, edits: withoutItem(source, member), description: `it no longer looks at ${what}` });
        mutateBlock(member, ['guardrail', 'on'], source, emit);
      }
    } else mutateBlock(item, ['guardrail'], source, emit);
  }
}

const LOWER: Readonly<Record<string, string>> = { 'hard-mandatory': 'soft-mandatory', 'soft-mandatory': 'advisory' };

/** One level; what only the level above may have goes, what the one below needs comes. */
function lowerEnforcement(value: Value, items: readonly Item[], source: string, emit: Emit): void {
  const level = value.kind === 'string' ? LOWER[value.value] : undefined;
  if (value.kind !== 'string' || level === undefined) return;
  const approval = items.find(({ keys: [key] }) => key?.value === 'approval');
  const more = level === 'soft-mandatory' ? ' approval { by = ["user:nobody"] }' : '';
  const edits = [
    ...replacing(value.span, `${JSON.stringify(level)}${more}`),
    ...(level === 'advisory' && approval !== undefined ? withoutItem(source, approval) : []),
  ];
  emit({ kind: 'lower-enforcement', span: value.span, edits, description: `${value.value} becomes ${level}` });
  if (level === 'soft-mandatory')
    emit({ kind: 'lower-enforcement', span: value.span, edits: replacing(value.span, '"advisory"'), description: `${value.value} becomes advisory` });
}
