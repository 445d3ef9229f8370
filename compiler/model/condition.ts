// Conditions and shapes as checked: what the author wrote, with sugar written out, and what it comes to.

import type { Expression, Span } from '@polc/grammar';
import type { Code, ObjectShape } from '@polc/runtime';

/** One `when`, `require`, `forbid` or `condition` block. */
export interface Condition {
  /** All members, joined by and. */
  readonly code: Code;
  /** The same as an expression, sugar written out. */
  readonly expression: Expression;
  /** The block. */
  readonly span: Span;
}

/** A `parameters` block. */
export interface Parameters {
  readonly shape: ObjectShape;
  /** Where each named parameter stands. */
  readonly spans: ReadonlyMap<string, Span>;
  readonly span: Span;
}
