// A leaf's program run test by test, each as a program of its own: what a test comes to stays the runner's to say (quick/run-program.ts).

import { ALLOWED, type AnswerCode, CONDITION_FALSE, CONDITION_UNKNOWN } from '../quick/answer-code.js';
import type { ProgramRunner } from '../quick/run-program.js';
import type { JsonObject, Request } from '../request.js';
import { ENDS, NO_LIST, NODE_HEAD } from '../tree/program.js';
import type { Tests } from './tests.js';

/** Adds to `tests`; answers what `runner.run` answers. */
export function countProgram(
  runner: ProgramRunner,
  labels: Int8Array,
  start: number,
  constantBase: number,
  parameters: JsonObject | null,
  request: Request,
  tests: Tests,
): AnswerCode {
  const byte = (at: number) => (labels[at] as number) & 255;
  const names = byte(start);
  let at = start + 1;
  for (let i = names === NO_LIST ? 0 : names; i > 0; i--) at += 2 + byte(at + 1);
  if (names !== NO_LIST && parameters !== null) {
    // The list alone: no tests behind it.
    const list = Int8Array.from([...labels.subarray(start, at), 0]);
    for (const name in parameters) {
      tests.parameters++;
      const listed = runner.run(list, 0, constantBase, Object.fromEntries([[name, parameters[name] ?? null]]), request);
      if (listed !== ALLOWED) return listed;
    }
  }
  const end = at + 1 + byte(at);
  const first = at + 1;
  if (end === first) return ALLOWED;
  for (let node = 0; ; ) {
    tests.conditions++;
    const operands = labels.subarray(first + node + NODE_HEAD, end);
    const alone = Int8Array.from([NO_LIST, 1, labels[first + node] as number, ENDS.true, ENDS.false, ENDS.unknown, ...operands]);
    const code = runner.run(alone, 0, constantBase, null, request);
    const next = byte(first + node + (code === ALLOWED ? 1 : code === CONDITION_FALSE ? 2 : 3));
    if (next >= ENDS.true) return next === ENDS.true ? ALLOWED : next === ENDS.false ? CONDITION_FALSE : CONDITION_UNKNOWN;
    node = next;
  }
}
