// The members of a condition and of its blocks: each known, each once.

import type { Item, Span } from '@polc/grammar';
import type { Reporter } from '../../model/report.js';
import { quote, suggest } from '../wording.js';

/** In source order. */
export type Members = ReadonlyMap<string, Item>;

/** `known` null takes any name; `name` is the block, `span` its keyword. */
export function readMembers(name: string, items: readonly Item[], known: readonly string[] | null, span: Span, report: Reporter): Members {
  const members = new Map<string, Item>();
  if (items.length === 0) report.error('empty-condition', span, `${name} is empty`, 'an empty clause decides nothing: fill it, or take it out');
  for (const item of items) {
    const [key, label] = item.keys;
    if (key === undefined) continue;
    const earlier = members.get(key.value);
    if (known !== null && !known.includes(key.value)) {
      report.error('unknown-key', key.span, `${quote(key.value)} is not a key of ${name}`, foreign(name, key.value) ?? suggest(key.value, known, 'its keys'));
    } else if (label !== undefined) report.error('extra-label', label.span, `${key.value} takes no label`, `write ${key.value} { … }, or ${key.value} = …`);
    else if (earlier !== undefined) refuseSecond(earlier, item, key.span, report);
    else members.set(key.value, item);
  }
  return members;
}

/** WHY not joined: two of one kind could be meant as either of them. The parser speaks of attributes that are written alike. */
function refuseSecond(earlier: Item, item: Item, span: Span, report: Reporter): void {
  const [first, second] = [earlier.keys[0], item.keys[0]];
  if (first === undefined || second === undefined || (earlier.assigned && item.assigned && first.text === second.text)) return;
  report.error(
    'duplicate-attribute',
    span,
    `${quote(second.value)} stands twice here`,
    'join the two: a list says "any of"; for "both" use one expr, or two blocks',
    [{ message: 'it stands here first', file: report.file, span: first.span }],
  );
}

function foreign(name: string, word: string): string | undefined {
  if (word === 'unless') return 'write expr = !(…)';
  if (name === 'time' && (word === 'timezone' || word === 'tz')) return 'did you mean zone?';
  return undefined;
}
