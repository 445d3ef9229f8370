// Diagnostics that only repeat what has been said of the same fault: of a value that the parser refused, and of a block that lacks what the parser
// could not read.

import { type Diagnostic, type Document, hasErrors, type Item, type Span } from '@polc/grammar';

/** What is said of an item being absent. */
const OF_ABSENCE: ReadonlySet<string> = new Set(['missing-key', 'empty-condition', 'incomplete-clause']);

/** `later`, of one document, without the echoes of the parser's `errors`. */
export function withoutEchoes(later: readonly Diagnostic[], parsed: readonly Diagnostic[], { body }: Document): readonly Diagnostic[] {
  const errors = parsed.filter((each) => hasErrors([each])).map(({ span }) => span);
  if (errors.length === 0) return later;
  const refused = new Set(errors.map(keyOf));
  const holed = new Set<string>();
  if (later.some(({ code }) => OF_ABSENCE.has(code))) collectHoled(body.items, errors, holed);
  return later.filter(({ code, span }) => !refused.has(keyOf(span)) && !(OF_ABSENCE.has(code) && holed.has(keyOf(span))));
}

const keyOf = ({ start, end }: Span) => `${start} ${end}`;

/** The heads of blocks that hold an error, in each spelling that a diagnostic underlines: the word, the label, both. */
function collectHoled(items: readonly Item[], errors: readonly Span[], holed: Set<string>): void {
  for (const { keys, value, span } of items) {
    if (value.kind !== 'object') continue;
    const inner = errors.filter(({ start, end }) => start >= span.start && end <= span.end);
    const [first] = keys;
    if (inner.length === 0 || first === undefined) continue;
    for (const key of keys) {
      holed.add(keyOf(key.span));
      holed.add(keyOf({ start: first.span.start, end: key.span.end }));
    }
    collectHoled(value.body.items, inner, holed);
  }
}
