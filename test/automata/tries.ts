// Compiling and matching in one line, and the time something takes.

import { type Automaton, accepts, prepare } from '@polc/runtime';
import { type Compiled, compileGlob, compileRegex } from '../../compiler/automata/compile.js';
import { writeAutomaton } from '../../compiler/automata/write-automaton.js';
import { stopwatch } from '../stopwatch.js';

export function automatonOf(compiled: Compiled): Automaton {
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  return compiled.automaton;
}

export const regex = (text: string): Automaton => automatonOf(compileRegex(text));
export const glob = (text: string): Automaton => automatonOf(compileGlob(text));
export const wordsOf = (automaton: Automaton): string => writeAutomaton(automaton).join();
export const matches = (automaton: Automaton, text: string): boolean => accepts(prepare(automaton), text);

/** Milliseconds of the quickest of a few tries, or of the first that is quick enough: what the work takes, not what else the machine does. */
export function quickest(work: () => void, enough: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 9 && best >= enough; i++) {
    const elapsed = stopwatch();
    work();
    best = Math.min(best, elapsed());
  }
  return best;
}
