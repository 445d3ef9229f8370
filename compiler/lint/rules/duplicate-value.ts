// A text that stands twice in a list in which order and number mean nothing. Capabilities are duplicate-capability's.

import type { Item, ListValue } from '@polc/grammar';
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
    for (const { file, body } of context.documents) {
      for (const item of body.items) {
        const type = item.keys[0]?.value ?? '';
        if (!TESTS.has(type)) lookInto(context, file, [item], type === 'target');
      }
    }
  },
};

/** Through blocks, and not into what is data: there every value counts. */
function lookInto(context: RuleContext, file: string, items: readonly Item[], isTarget: boolean): void {
  for (const { keys, assigned, value } of items) {
    const key = keys[0]?.value ?? '';
    if (value.kind === 'list' && SETS.has(key) && (!isTarget || key === 'paths')) judge(context, file, value);
    if (value.kind !== 'object') continue;
    const { items: inner } = value.body;
    if (MAPS.has(key)) for (const { value: listed } of inner) if (listed.kind === 'list') judge(context, file, listed);
    if (!assigned && !MAPS.has(key) && !DATA.has(key)) lookInto(context, file, inner, isTarget);
  }
}

const TESTS: ReadonlySet<string> = new Set(['test', 'property', 'invariant', 'schema', 'tools']);
const DATA: ReadonlySet<string> = new Set(['attributes', 'metadata', 'parameters', 'identity']);
/** Lists of names, and of what a condition may be. */
const SETS: ReadonlySet<string> = new Set([
  ...['required_parameters', 'policies', 'ceiling_policies', 'groups', 'scopes', 'purposes', 'sessions', 'paths', 'agent_types', 'by'],
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
