// What would make a guardrail let a request pass: its conditions as it wants them, or its author.

import type { Case } from '../decide/case.js';
import type { LoadedGuardrail } from '../load-blocks.js';
import { both, byAuthor, type EditSet, either, NO_WAY } from './edits.js';
import { waysToMakeAll } from './repair-condition.js';

export function waysOfGuardrail(guardrail: LoadedGuardrail, one: Case): readonly EditSet[] {
  const { require, forbid, name, file, line } = guardrail;
  one.unknowns = null;
  const bare = require.length === 0 && forbid.length === 0;
  const met = both(waysToMakeAll(require, true, one), waysToMakeAll(forbid, false, one));
  return either(bare ? NO_WAY : met, [byAuthor(`change the guardrail ${JSON.stringify(name)} at ${file}:${line}`)]);
}
