// Names that a test speaks of: those that its given makes known are settled, the others must be declared by the set, which resolve looks up.

import type { Reference } from '../../model/reference.js';
import type { CheckContext } from '../context.js';
import type { ReadGiven } from './read-given.js';

/** Each place once: the cases of a test share theirs. */
export function settle(references: readonly Reference[], { knows }: ReadGiven, context: CheckContext, told: Set<string> = new Set()): void {
  for (const reference of references) {
    const { kind, name, span } = reference;
    if (knows(kind, name) || context.known(kind, name)) continue;
    const key = `${kind} ${name} ${span.start}`;
    if (told.has(key)) continue;
    told.add(key);
    context.references.push(reference);
  }
}
