// What an expression may speak of: declared attributes, named conditions, and the parameters of the tool that its stanza is about.

import type { Item, Span } from '@polc/grammar';
import type { Names } from '@polc/runtime';
import type { AttributeType, SchemaModel } from './blocks.js';

/** A `condition` block before it is checked; it is compiled where it is named. */
export interface ConditionBlock {
  readonly name: string;
  readonly file: string;
  readonly span: Span;
  readonly items: readonly Item[];
}

/** The type of a parameter of the tool; null: the tool has no such parameter. */
export type ParameterType = (names: Names) => AttributeType | null;

export interface Vocabulary {
  readonly schema: SchemaModel;
  readonly conditions: ReadonlyMap<string, ConditionBlock>;
  /** null where no tool's schema is known: every parameter may be of any type. */
  readonly parameters: ParameterType | null;
}
