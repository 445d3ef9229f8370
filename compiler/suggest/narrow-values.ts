// Values of parameters, where a log shows a habit: few of them, each often. Shapes of a `parameters` block become lists of values, lists of
// `allowed_parameters` lose those that never came. What is demanded, refused or left open otherwise stays.

import type { Item, ListValue, Span } from '@polc/grammar';
import type { JsonValue } from '@polc/runtime';
import type { Stanza } from '../model/stanza.js';
import type { Use } from './evidence.js';

export interface NarrowedValue {
  readonly parameter: string;
  readonly values: readonly JsonValue[];
  readonly edit: Edit;
}

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/** How often a value must have come before it is taken for all that is needed. */
const OFTEN = 5;

/** `most`: how many values are still few; 0 turns it off. */
export function narrowValues(stanza: Stanza, uses: readonly Use[], text: string, most: number): NarrowedValue[] {
  if (stanza.item?.value.kind !== 'object' || most === 0) return [];
  return stanza.item.value.body.items.flatMap((item) => {
    const word = item.keys[0]?.value;
    if (item.value.kind !== 'object') return [];
    if (word === 'parameters') return item.value.body.items.flatMap((member) => narrowShape(member, uses, most));
    return word === 'allowed_parameters' ? item.value.body.items.flatMap((member) => narrowList(member, uses, text, most)) : [];
  });
}

function narrowShape({ keys, value }: Item, uses: readonly Use[], most: number): NarrowedValue[] {
  const name = keys[0]?.value;
  if (name === undefined || name === '*' || value.kind !== 'expression') return [];
  const { expression } = value;
  const came = uses.flatMap(({ parameters }) => (parameters !== null && Object.hasOwn(parameters, name) ? [parameters[name] as JsonValue] : []));
  const values = habits(came, most);
  if (values === null || !values.every(isPlain)) return [];
  const present = expression.kind === 'list' ? expression.elements.length : expression.kind === 'literal' ? 1 : Number.POSITIVE_INFINITY;
  if (values.length >= present) return [];
  const list = `[${values.map((one) => JSON.stringify(one)).join(', ')}]`;
  const isOptional = expression.kind === 'call' && expression.name === 'optional';
  return [{ parameter: name, values, edit: { span: value.span, text: isOptional ? `optional(${list})` : list } }];
}

/** Vault folds the values of these. */
const FOLDED: ReadonlySet<string> = new Set(['policies', 'token_policies']);

function narrowList({ keys, value }: Item, uses: readonly Use[], text: string, most: number): NarrowedValue[] {
  const name = keys[0]?.value.toLowerCase();
  if (name === undefined || name === '*' || FOLDED.has(name) || value.kind !== 'list') return [];
  const came = uses
    .filter(({ listed }) => listed)
    .flatMap(({ parameters }) => Object.entries(parameters ?? {}).flatMap(([key, one]) => (key.toLowerCase() === name ? [one] : [])));
  const values = habits(came, most);
  if (values === null || value.elements.some((element) => element.leading.length > 0 || element.trailing !== null)) return [];
  const kept = keptElements(value, values);
  if (kept === null || kept.length === 0 || kept.length === value.elements.length) return [];
  const list = `[${kept.map(({ value: { span } }) => text.slice(span.start, span.end)).join(', ')}]`;
  return [{ parameter: keys[0]?.value as string, values, edit: { span: value.span, text: list } }];
}

/** null where some value is not plainly one of the list. */
function keptElements({ elements }: ListValue, values: readonly JsonValue[]): ListValue['elements'] | null {
  const texts = elements.map(({ value }) => (value.kind === 'string' && value.heredoc === undefined && !value.value.includes('*') ? value.value : null));
  const isListed = values.every((one) => typeof one === 'string' && !one.includes(',') && texts.includes(one));
  return isListed ? elements.filter((_, i) => values.includes(texts[i] as string)) : null;
}

/** All values that came, where they are few and each came often. */
function habits(came: readonly JsonValue[], most: number): readonly JsonValue[] | null {
  const counts = new Map<string, number>();
  for (const one of came) counts.set(JSON.stringify(one), (counts.get(JSON.stringify(one)) ?? 0) + 1);
  if (counts.size === 0 || counts.size > most || [...counts.values()].some((count) => count < OFTEN)) return null;
  return [...counts.keys()].sort().map((one) => JSON.parse(one) as JsonValue);
}

/** A literal of an expression that means this value and no other. */
function isPlain(value: JsonValue): boolean {
  if (typeof value === 'string') return ![...value].some((one) => one < ' ' || one === '\u007f') && !value.includes('${');
  return typeof value === 'boolean' || (Number.isSafeInteger(value) && !Object.is(value, -0));
}
