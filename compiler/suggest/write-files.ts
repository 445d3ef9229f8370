// A plan as texts: each stanza's own words with another pattern, fewer capabilities and fewer values, the evidence above it, everything else of the file as it
// stands. Formatted.

import { type Comment, format, hasErrors, type Item, makeSource } from '@polc/grammar';
import type { SourceText } from '../source-text.js';
import { evidenceOf, MARK } from './evidence-words.js';
import { type Edit, type NarrowedValue, narrowValues } from './narrow-values.js';
import type { Plan, Planned } from './plan.js';

export interface WrittenStanza extends Planned {
  readonly values: readonly NarrowedValue[];
}

export interface WrittenFile {
  readonly file: string;
  readonly before: string;
  /** null: what came out does not read as it should, and the file stays as it is. */
  readonly after: string | null;
  readonly stanzas: readonly WrittenStanza[];
}

export interface Target {
  readonly key: string;
  readonly item: Item;
}

/** `targets`: the stanzas of the file that the plan speaks of. */
export function writeFile(source: SourceText, targets: readonly Target[], plan: Plan, most: number): WrittenFile {
  const { text } = makeSource(source.file, source.text);
  const stanzas: WrittenStanza[] = [];
  const edits = targets.flatMap(({ key, item }) => {
    const planned = plan.get(key) as readonly Planned[];
    const written = planned.map((one): WrittenStanza => ({ ...one, values: one.narrowsValues ? narrowValues(one.stanza, one.uses, text, most) : [] }));
    stanzas.push(...written);
    return editsOf(item, written, text);
  });
  const { value, diagnostics } = format({ file: source.file, text: applied(text, edits) });
  return { file: source.file, before: text, after: value === undefined || hasErrors(diagnostics) ? null : value, stanzas };
}

function editsOf(item: Item, written: readonly WrittenStanza[], text: string): Edit[] {
  const { span, trailing } = item;
  const leading = item.leading.filter((comment) => comment.span.end <= span.start);
  if (written.length === 0) {
    const first = ownComments(leading, span.start, text)[0];
    return [{ span: { start: first?.span.start ?? span.start, end: trailing?.span.end ?? span.end }, text: '' }];
  }
  const old = leading.filter((comment) => comment.text.startsWith(MARK)).map((comment): Edit => ({ span: wholeLine(comment, text), text: '' }));
  const copies = written.map((one) => `${evidenceOf(one)}\n${copyOf(item, one, text)}`);
  const begins = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start).trim() === '';
  return [...old, { span, text: `${begins ? '' : '\n'}${copies.join('\n\n')}` }];
}

/** With the line end before it. */
function wholeLine({ span }: Comment, text: string): Edit['span'] {
  let { start } = span;
  while (start > 0 && ' \t\r'.includes(text[start - 1] as string)) start--;
  return { start: text[start - 1] === '\n' ? start - 1 : start, end: span.end };
}

/** Those that stand right above it, without a blank line between. */
function ownComments(leading: readonly Comment[], start: number, text: string): readonly Comment[] {
  let first = leading.length;
  for (let from = start; first > 0; first--) {
    const { span } = leading[first - 1] as Comment;
    if (/\n[ \t\r]*\n/.test(text.slice(span.end, from))) break;
    from = span.start;
  }
  return leading.slice(first);
}

function copyOf(item: Item, { pattern, stanza, capabilities, values, purpose }: WrittenStanza, text: string): string {
  if (purpose === 'hides' && capabilities?.includes('deny') === true) return `path ${JSON.stringify(pattern)} {\n  capabilities = ["deny"]\n}`;
  const label = item.keys[1];
  const edits: Edit[] = [...values.map(({ edit }) => edit)];
  if (label !== undefined && pattern !== stanza.pattern.written) edits.push({ span: label.span, text: JSON.stringify(pattern) });
  if (capabilities !== null && (stanza.legacy !== null || stanza.capabilities.length !== capabilities.length))
    edits.push(...capabilityEdits(item, capabilities));
  const { start, end } = item.span;
  return applied(
    text.slice(start, end),
    edits.map(({ span, text: words }) => ({ span: { start: span.start - start, end: span.end - start }, text: words })),
  );
}

/** The list stands once, where it or the legacy word stood first. */
function capabilityEdits(item: Item, capabilities: readonly string[]): Edit[] {
  if (item.value.kind !== 'object') return [];
  const found = item.value.body.items.filter(({ keys }) => keys[0]?.value === 'capabilities' || keys[0]?.value === 'policy');
  const list = `capabilities = [${capabilities.map((word) => JSON.stringify(word)).join(', ')}]`;
  return found.map(({ span }, i) => ({ span, text: i === 0 ? list : '' }));
}

function applied(text: string, edits: readonly Edit[]): string {
  let done = 0;
  const pieces = [...edits]
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span, text: words }) => {
      const piece = text.slice(done, span.start) + words;
      done = span.end;
      return piece;
    });
  return pieces.join('') + text.slice(done);
}
