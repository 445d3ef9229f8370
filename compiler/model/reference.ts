// A name in one block of something that another block declares; whether it is declared is settled once every file is read.

import type { Span } from '@polc/grammar';

export type ReferenceKind = 'policy' | 'agent_type' | 'agent' | 'user' | 'group' | 'scope' | 'delegation' | 'guardrail' | 'policy_or_scope';

export interface Reference {
  readonly kind: ReferenceKind;
  /** As ids are compared: policies folded. */
  readonly name: string;
  readonly file: string;
  readonly span: Span;
}
