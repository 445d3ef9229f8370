// Regular expressions and globs to automata, one a language: expressions that match the same texts give the same words. Bounded in time and
// size whatever the text.

import type { Automaton } from '@polc/runtime';
import { buildNfa } from './build-nfa.js';
import { determinize } from './determinize.js';
import { checkLength, type Fault, tooLarge } from './fault.js';
import { minimize } from './minimize.js';
import type { Node } from './node.js';
import { numberStates } from './number-states.js';
import { parseGlob } from './parse-glob.js';
import { parseRegex } from './parse-regex.js';
import { partition } from './partition.js';

export type Compiled = { readonly automaton: Automaton } | { readonly fault: Fault };

/** The syntax is at parseRegex. */
export function compileRegex(text: string): Compiled {
  const fault = checkLength(text);
  if (fault !== null) return { fault };
  const parsed = parseRegex(text);
  return 'fault' in parsed ? parsed : compileNode(parsed.node, text);
}

/** The syntax is at parseGlob. */
export function compileGlob(text: string): Compiled {
  const fault = checkLength(text);
  return fault === null ? compileNode(parseGlob(text), text) : { fault };
}

function compileNode(node: Node, text: string): Compiled {
  const nfa = buildNfa(node);
  if (nfa === null) return { fault: tooLarge(text) };
  const parts = partition(nfa.sets);
  const dfa = determinize(nfa, parts);
  if (dfa === null) return { fault: tooLarge(text) };
  return { automaton: numberStates(dfa, minimize(dfa), parts) };
}
