// A `parameters` block to the shape of the request's data (grammar/spec.md §5.3).

import type { Item, Key, Span } from '@polc/grammar';
import type { Shape } from '@polc/runtime';
import type { Parameters } from '../model/condition.js';
import type { Reporter } from '../model/report.js';
import { readMember, type ShapeMember } from './shapes/members.js';

/** null after an error. */
export function compileParameters(items: readonly Item[], span: Span, report: Reporter): Parameters | null {
  const members: (readonly [name: string, optional: boolean, shape: Shape])[] = [];
  const keys = new Map<string, Key>();
  let extra: Shape | undefined;
  let sound = true;
  for (const item of items) {
    const [key, label] = item.keys;
    if (key === undefined) continue;
    const member = label === undefined ? readItem(item, key.value, report) : null;
    if (label !== undefined) report.error('extra-label', label.span, `${JSON.stringify(key.value)} takes no label`, `write ${key.text} = object({ … })`);
    const earlier = keys.get(key.value);
    if (earlier === undefined) keys.set(key.value, key);
    else refuseSecond(key, earlier, report);
    if (member === null || earlier !== undefined) sound = false;
    else if (key.value === '*') extra = member.shape;
    else members.push([key.value, member.optional, member.shape]);
  }
  if (!sound) return null;
  keys.delete('*');
  const spans = new Map([...keys].map(([name, key]) => [name, key.span]));
  return { shape: { kind: 'object', members, ...(extra === undefined ? {} : { extra }) }, spans, span };
}

function readItem({ value, keys }: Item, name: string, report: Reporter): ShapeMember | null {
  if (value.kind === 'expression') return readMember(name, value.expression, report);
  const help = value.kind === 'object' ? `write ${keys[0]?.text ?? name} = object({ … })` : 'write string, number(min: 0), or what else it may be';
  report.error('invalid-shape', value.span, `${JSON.stringify(name)} needs a shape`, help);
  return null;
}

/** Names are compared as read; of those written alike the parser speaks. */
function refuseSecond(key: Key, earlier: Key, report: Reporter): void {
  if (key.text === earlier.text) return;
  report.error('duplicate-attribute', key.span, `the parameter ${JSON.stringify(key.value)} stands twice here`, 'keep one', [
    { message: 'it stands here first', file: report.file, span: earlier.span },
  ]);
}
