// `--facts`: who exists beside the files, as a snapshot (grammar/spec.md §9.1). Whether it is of that shape is the runtime's to say, when it is
// loaded (policy-set.ts).

import type { Facts } from '@polc/runtime';
import { readJsonDocument } from './json-document.js';
import { nameOfInput } from './read-input.js';

export interface GivenFacts {
  /** For messages. */
  readonly file: string;
  /** JSON of any kind until it is loaded. */
  readonly facts: Facts;
}

export async function readFacts(file: string): Promise<GivenFacts> {
  return { file: nameOfInput(file), facts: (await readJsonDocument(file)) as Facts };
}
