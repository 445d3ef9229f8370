// A text that stands twice in a list in which order and number mean nothing. Capabilities are duplicate-capability's.

import type { ListValue } from '@polc/grammar';
import { itemsOf } from '../comments.js';
import { removeElement } from '../list-edits.js';
import { sourceText } from '../places.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';

export const duplicateValue: Rule = {
  id: 'duplicate-value',
  reach: 'file',
  severity: 'info',
  summary: 'a value listed twice',
  check(context) {
    for (const document of context.documents) {
      for (const { keys, assigned, value } of itemsOf(document)) {
        const key = keys[0]?.value ?? '';
        if (!assigned) continue;
        if (value.kind === 'list' && SETS.has(key)) judge(context, document.file, value);
        if (value.kind !== 'object' || !MAPS.has(key)) continue;
        for (const { value: inner } of value.body.items) if (inner.kind === 'list') judge(context, document.file, inner);
      }
    }
  },
};

/** Lists of names, and of what a condition may be. */
const SETS: ReadonlySet<string> = new Set([
  ...['required_parameters', 'policies', 'ceiling_policies', 'groups', 'scopes', 'purposes', 'paths', 'agent_types', 'by'],
  ...['types', 'ids', 'owners', 'countries', 'regions', 'days', 'hours', 'mode', 'consent', 'purpose'],
]);
const MAPS: ReadonlySet<string> = new Set(['allowed_parameters', 'denied_parameters']);

function judge(context: RuleContext, file: string, { elements }: ListValue): void {
  const first = new Map<string, number>();
  for (const [i, { value, leading, trailing }] of elements.entries()) {
    if (value.kind !== 'string') continue;
    const earlier = first.get(value.value);
    if (earlier === undefined) {
      first.set(value.value, i);
      continue;
    }
    const commented = leading.length > 0 || trailing !== null;
    const edit = commented
      ? null
      : removeElement(
          sourceText(context.sources, file),
          elements.map((each) => each.value.span),
          i,
        );
    context.report({
      file,
      span: value.span,
      message: `${quoted(value.value)} is listed twice`,
      help: 'remove one of the two, or write what was meant in its place',
      related: [{ message: 'listed here first', file, span: (elements[earlier] as ListValue['elements'][number]).value.span }],
      fixes: edit === null ? [] : [{ title: `remove the second ${quoted(value.value)}`, edits: [edit], safe: true }],
    });
  }
}
