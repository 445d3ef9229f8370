// What is judged behind a leaf or a template, for people: the ways in which it can allow, and the program where it has one.

import { showShape } from '../explain/shape.js';
import { showCode } from '../explain/show-code.js';
import type { Constants } from '../load-constants.js';
import type { Classified } from '../match/pattern.js';
import { type Alternative, type LoadedStanza, makeRule, type OwnTerms, type Rule, type Terms } from '../rule.js';
import type { View } from '../view.js';
import { type ShownProgram, showProgram } from './show-program.js';
import type { TreeLeaf } from './show-tree.js';

export interface ShownLeaf extends Pick<TreeLeaf, 'pattern' | 'number' | 'open'>, ShownRule {
  /** What is run of it at a request; null: its alternatives are asked as they are. */
  readonly program: ShownProgram | null;
}

export interface ShownTemplated extends ShownRule {
  readonly template: string;
}

export interface ShownRule {
  /** Bits; exactly DENY where a stanza denies. */
  readonly capabilities: number;
  /** A request for the path is judged by it. */
  readonly wins: boolean;
  readonly alternatives: readonly ShownAlternative[];
}

export interface ShownAlternative {
  readonly terms: Terms;
  readonly own: Pick<OwnTerms, 'maxTtl' | 'approval'> | null;
  /** As an author would write them. */
  readonly conditions: readonly string[];
  readonly shape: string | null;
  readonly stanzas: readonly LoadedStanza[];
}

export function keyOf({ kind, text }: Classified): string {
  return `${kind} ${text}`;
}

/** `winner`: the rule of a request, if there is one. */
export function showLeaf(
  { pattern, number, open, program }: TreeLeaf,
  stanzas: readonly LoadedStanza[],
  view: View,
  constants: Constants,
  winner: Rule | null,
) {
  const [start, end] = program;
  const textOf = (constant: number) => constants.texts[constants.ids[view.constantsOf(end / 4) + constant] as number] as string;
  const { capabilities, alternatives } = makeRule(pattern.kind, pattern.text, stanzas);
  return {
    ...{ pattern, number, open, capabilities },
    wins: winner !== null && keyOf(winner) === keyOf(pattern),
    program: end === start ? null : showProgram(view.labels, start, textOf),
    alternatives: alternatives.map(showAlternative),
  };
}

export function showTemplated(stanza: LoadedStanza, winner: Rule | null): ShownTemplated {
  const { capabilities, alternatives } = makeRule('exact', stanza.written, [stanza]);
  // What is unresolved takes part as a copy.
  const isIt = ({ policy, file, line, written }: LoadedStanza) =>
    policy === stanza.policy && file === stanza.file && line === stanza.line && written === stanza.written;
  return { template: stanza.written, capabilities, wins: winner?.stanzas.some(isIt) ?? false, alternatives: alternatives.map(showAlternative) };
}

function showAlternative({ own, stanzas, ...terms }: Alternative): ShownAlternative {
  return {
    terms,
    own: own === null ? null : { maxTtl: own.maxTtl, approval: own.approval },
    conditions: own?.when.map(({ source }) => showCode(source)) ?? [],
    shape: own?.parameters == null ? null : showShape(own.parameters),
    stanzas,
  };
}
