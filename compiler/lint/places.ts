// From the model back to the text: where in a file a word of a stanza stands, and the edits that change it.

import type { Edit, Item, ListValue, Related, Source, Span } from '@polc/grammar';
import type { Pattern, Stanza } from '../model/stanza.js';
import type { RuleContext } from './rule.js';

/** The items of a stanza's body under one key, in source order. */
export function itemsNamed({ item }: Stanza, key: string): readonly Item[] {
  return item?.value.kind === 'object' ? item.value.body.items.filter(({ keys }) => keys[0]?.value === key) : [];
}

/** The first key of that name, or the stanza's head where there is none. */
export function keySpan(stanza: Stanza, key: string): Span {
  return itemsNamed(stanza, key)[0]?.keys[0]?.span ?? stanza.head;
}

/** The lists that stand under one key of a stanza. */
export function listsNamed(stanza: Stanza, key: string): readonly ListValue[] {
  return itemsNamed(stanza, key)
    .map((item) => item.value)
    .filter((value) => value.kind === 'list');
}

export function relatedTo(stanza: Stanza, message: string): Related {
  return { message, file: stanza.file, span: stanza.head };
}

/** The part of the pattern from `start` to `end` (offsets into it as written); the whole where it is written with escapes. */
export function patternPart(context: RuleContext, { file, pattern }: Stanza, start: number, end: number): Span {
  const offset = plainOffset(context, file, pattern);
  return offset === null ? pattern.span : { start: offset + start, end: offset + end };
}

/** Changes a part of the pattern; null where escapes keep its characters from being found. `text` needs no escapes. */
export function editPattern(context: RuleContext, stanza: Stanza, start: number, end: number, text: string): Edit | null {
  const { file, pattern } = stanza;
  return plainOffset(context, file, pattern) === null ? null : { span: patternPart(context, stanza, start, end), text };
}

/** Where the pattern's text begins, if it is written as it reads. */
function plainOffset(context: RuleContext, file: string, pattern: Pattern): number | null {
  let offset = offsets.get(pattern);
  if (offset === undefined) {
    const { span, written } = pattern;
    offset = sourceText(context.sources, file).slice(span.start, span.end) === `"${written}"` ? span.start + 1 : null;
    offsets.set(pattern, offset);
  }
  return offset;
}

const offsets = new WeakMap<Pattern, number | null>();

export function sourceText(sources: readonly Source[], file: string): string {
  let texts = known.get(sources);
  if (texts === undefined) {
    texts = new Map(sources.map((source) => [source.file, source.text]));
    known.set(sources, texts);
  }
  return texts.get(file) ?? '';
}

const known = new WeakMap<readonly Source[], ReadonlyMap<string, string>>();
