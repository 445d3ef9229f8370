// What vault-acl.md says and conformance/vault does not ask, in wording and texts of our own: a row a sentence, for every judge.

import type { Outcome, Request } from '@polc/runtime';

export interface Paragraph {
  readonly section: string;
  readonly says: string;
  /** Policy `p`, or several by name. */
  readonly policies: string | Readonly<Record<string, string>>;
  /** Of policy `p` to read `a`, unless it says otherwise. */
  readonly request: Partial<Request>;
  readonly outcome: Outcome;
  readonly expect?: Readonly<Record<string, unknown>>;
}

/** The policy where any will do. */
export const READ_A = 'path "a" { capabilities = ["read"] }';
