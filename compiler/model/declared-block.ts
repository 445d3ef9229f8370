// A block that stands once a kind and id in a set, wherever it stands.

import type { Span } from '@polc/grammar';

export interface DeclaredBlock {
  readonly type: string;
  /** Empty for the schema. */
  readonly id: string;
  readonly file: string;
  /** The label; the type where there is none. */
  readonly span: Span;
}
