// `polc fmt --expand`: every condition of a document with its sugar written out as one expression. Bodies with faults stay as they are.

import type { Body, Comment, Document, Element, Item, Key, Syntax, Value } from '@polc/grammar';
import { Reporter } from '../model/report.js';
import { writeOut } from './sugar/write-out.js';

export function expandDocument(document: Document): Document {
  return { ...document, body: expandBody(document.body, PLACES, document.syntax) };
}

/** Which blocks hold what: only where a condition can stand is one. Elsewhere, in Vault's own maps too, a key `when` is a name like another. */
interface Places {
  readonly [block: string]: Places | 'condition';
}

const STANZA: Places = { when: 'condition' };
const PLACES: Places = {
  path: STANZA,
  policy: { path: STANZA },
  scope: { path: STANZA },
  guardrail: { require: 'condition', forbid: 'condition' },
  condition: 'condition',
};

function expandBody(body: Body, places: Places, syntax: Syntax): Body {
  return { ...body, items: body.items.map((item) => expandItem(item, places, syntax)) };
}

function expandItem(item: Item, places: Places, syntax: Syntax): Item {
  const name = item.keys[0]?.value ?? '';
  const place = Object.hasOwn(places, name) ? places[name] : undefined;
  const { value } = item;
  if (place === undefined || value.kind !== 'object') return item;
  const body = place === 'condition' ? expandCondition(value.body, syntax) : expandBody(value.body, place, syntax);
  return { ...item, value: { ...value, body } };
}

function expandCondition(body: Body, syntax: Syntax): Body {
  const { items } = body;
  const [first] = items;
  if (first === undefined || (items.length === 1 && first.keys[0]?.value === 'expr')) return body;
  const expression = writeOut('condition', items, body.span, new Reporter(''));
  if (expression === null) return body;
  const span = { start: first.span.start, end: items.at(-1)?.span.end ?? first.span.end };
  const key: Key = { value: 'expr', text: syntax === 'json' ? '"expr"' : 'expr', quoted: syntax === 'json', span: first.keys[0]?.span ?? span };
  const item: Item = {
    ...{ kind: 'item', keys: [key], assigned: true, value: { kind: 'expression', expression, span: expression.span }, span },
    ...{ leading: commentsOf(body), trailing: null, spaced: false },
  };
  return { ...body, items: [item], dangling: [] };
}

/** All of them, in the order in which they stand. */
function commentsOf(body: Body): Comment[] {
  const found: Comment[] = [...body.dangling];
  for (const item of body.items) found.push(...around(item), ...commentsIn(item.value));
  return found.sort((a, b) => a.span.start - b.span.start);
}

function commentsIn(value: Value): Comment[] {
  if (value.kind === 'object') return commentsOf(value.body);
  return value.kind === 'list' ? [...value.dangling, ...value.elements.flatMap((element) => [...around(element), ...commentsIn(element.value)])] : [];
}

const around = ({ leading, trailing }: Item | Element): readonly Comment[] => (trailing === null ? leading : [...leading, trailing]);
