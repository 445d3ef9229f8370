// A sentence of spec.md §5 to §10 and a request that it decides: a row a sentence.

import type { OracleAnswer } from '../index.js';

export interface Sentence {
  readonly section: string;
  readonly says: string;
  /** One polc file. */
  readonly text: string;
  readonly facts?: unknown;
  /** To read `a`, unless it says otherwise. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly expect: Partial<OracleAnswer>;
}

/** The engine's clock of every row. */
export const NOW = '2026-05-04T10:00:00Z';

/** A user with policy `p`, whose stanzas are given. */
export function userWith(stanzas: string, more = ''): string {
  return `policy "p" {\n${stanzas}\n}\nuser "ann" { policies = ["p"] }\n${more}`;
}

export const ANN = { user: { id: 'ann' } };
