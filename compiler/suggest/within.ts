// Whether one policy set grants nothing beyond another: the same survey as the difference, but what closes is not looked at further, and what opens needs no
// request that shows it to count. So it may find too much, never too little.

import type { LoadedStanza } from '@polc/runtime/anatomy';
import { grantsMore, type Verdict } from '../analysis/judge.js';
import { everyPolicy, type Subject, subjectOfPolicies, subjectsOf } from '../analysis/subjects.js';
import { type Piece, survey, type Undecided } from '../analysis/survey.js';
import type { World } from '../compare/world.js';

/** Requests of which some may get more than before. */
export interface Escape {
  readonly subject: Subject;
  readonly operations: readonly string[];
  readonly path: string;
  /** What is selected there, of either side. */
  readonly before: readonly LoadedStanza[];
  readonly after: readonly LoadedStanza[];
}

export interface Containment {
  readonly escapes: readonly Escape[];
  readonly undecided: readonly Undecided[];
  readonly subjects: readonly Subject[];
  readonly partial: boolean;
  readonly anyConsent: boolean;
}

/** `lists`: of bare policies, beside each policy by itself. */
export function within(before: World, after: World, lists: readonly (readonly string[])[]): Containment {
  const engines = [before.engine, after.engine];
  const { subjects, partial } = subjectsOf(engines);
  const asked = [...subjects, ...[...everyPolicy(engines).map((name) => [name]), ...lists].map(subjectOfPolicies)];
  const anyConsent = before.anyConsent || after.anyConsent;
  const options = { anyConsent, operations: null, paths: null, conditions: [], differing: true };
  const escapes: Escape[] = [];
  const visit = (piece: Piece) => {
    if (!escapesIn(piece)) return;
    const { subject, operations, path, anatomies } = piece;
    const [old, next] = anatomies.map(({ footings }) =>
      footings.flatMap(({ layers }) => layers.flatMap(({ lists: all }) => all.flatMap(({ rule }) => rule?.stanzas ?? []))),
    ) as [LoadedStanza[], LoadedStanza[]];
    escapes.push({ subject, operations, path, before: old, after: next });
  };
  const undecided = asked.flatMap((subject) => survey([before.reading, after.reading], subject, options, visit));
  return { escapes, undecided, subjects: asked, partial, anyConsent };
}

function escapesIn({ board, verdicts }: Piece): boolean {
  const [a, b] = verdicts as readonly [number, number];
  if (a === b) return false;
  let found = false;
  board.diagrams.combine(a, b, (left, right) => {
    found ||= isMore(right as Verdict, left as Verdict);
    return null;
  });
  return found;
}

/** Grants something that the other does not. What Vault adds to its answers is more unless it is the same, or less `sudo`. */
function isMore(one: Verdict, than: Verdict): boolean {
  if (one === null) return false;
  if (than === null) return true;
  return grantsMore(one, than) || (one.vault !== than.vault && one.vault !== than.vault.replace('[true', '[false'));
}
