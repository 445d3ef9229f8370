// What the parts of the expression compiler ask of one another.

import type { Expression, Span } from '@polc/grammar';
import type { Reporter } from '../model/report.js';
import type { Vocabulary } from '../model/vocabulary.js';
import type { Typed } from './typed.js';
import type { Type } from './types.js';

/** The variable of an `all` or `any`. */
export interface Variable {
  readonly name: string;
  readonly type: Type;
}

/** Something that costs much, to point at. */
export interface Expense {
  readonly cost: number;
  readonly span: Span;
  readonly says: string;
}

/** null always means that the fault has been reported, here or with the condition that is named. */
export interface Context {
  readonly vocabulary: Vocabulary;
  readonly report: Reporter;
  readonly variables: readonly Variable[];
  compile(expression: Expression): Typed | null;
  /** Compiles where a variable is known; its slot is their number before. */
  within(variable: Variable, body: Expression): Typed | null;
  /** The code of a named condition. */
  condition(name: string, span: Span): Typed | null;
  spend(expense: Expense): void;
}
