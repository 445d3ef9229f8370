// The approvals of a set, of stanzas and of guardrails, with the places of their keys.

import type { Span } from '@polc/grammar';
import type { Requirement } from '@polc/runtime';
import type { Stanza } from '../model/stanza.js';
import { attributeOf, attributeSpan } from './block-places.js';
import { itemsNamed } from './places.js';
import type { RuleContext } from './rule.js';
import { allStanzas } from './words-of.js';

export interface Approval {
  readonly file: string;
  readonly approval: Requirement;
  /** null for a guardrail's. */
  readonly stanza: Stanza | null;
  /** The key of that name, or the place of the approval. */
  spanOf(key: string): Span;
  /** The string in `by` that reads so. */
  spanOfApprover(by: string): Span;
}

export function* approvalsOf(context: RuleContext): Generator<Approval> {
  for (const stanza of allStanzas(context.model)) {
    const { approval, file } = stanza;
    if (approval === null) continue;
    const item = itemsNamed(stanza, 'approval')[0];
    const inner = (key: string) => (item?.value.kind === 'object' ? item.value.body.items.find(({ keys }) => keys[0]?.value === key) : undefined);
    const spanOf = (key: string) => inner(key)?.keys[0]?.span ?? item?.keys[0]?.span ?? stanza.head;
    yield { file, approval, stanza, spanOf, spanOfApprover: (by) => elementIn(inner('by')?.value, by) ?? spanOf('by') };
  }
  for (const guardrail of context.model.blocks.guardrails) {
    const { approval } = guardrail.record;
    if (approval === null) continue;
    const spanOf = (key: string) => attributeSpan(context, guardrail, 'approval', key);
    const list = () => attributeOf(context, guardrail, 'approval', 'by')?.value;
    yield { file: guardrail.file, approval, stanza: null, spanOf, spanOfApprover: (by) => elementIn(list(), by) ?? spanOf('by') };
  }
}

type Value = NonNullable<ReturnType<typeof attributeOf>>['value'];

function elementIn(value: Value | undefined, text: string): Span | undefined {
  if (value?.kind !== 'list') return undefined;
  return value.elements.find(({ value: element }) => element.kind === 'string' && element.value === text)?.value.span;
}
