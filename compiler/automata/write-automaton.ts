// An automaton's words, as runtime/match/automaton.ts reads them.

import { AUTOMATON_HEAD, AUTOMATON_HEAD_WORDS, type Automaton } from '@polc/runtime';

/** The same for the same language, when the automaton was compiled. */
export function writeAutomaton({ bounds, classOf, classCount, next, accepting }: Automaton): number[] {
  const head = new Array<number>(AUTOMATON_HEAD_WORDS).fill(0);
  head[AUTOMATON_HEAD.rangeCount] = bounds.length;
  head[AUTOMATON_HEAD.classCount] = classCount;
  head[AUTOMATON_HEAD.stateCount] = accepting.length;
  return [...head, ...bounds, ...classOf, ...accepting, ...next];
}
