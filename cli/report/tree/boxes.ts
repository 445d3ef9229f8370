// Trees as boxes with edges, what every drawing is made of; their lines short enough to be looked at. The text and JSON formats have all of it.

import type { ShownTree } from '@polc/runtime';
import { partsOf } from './parts.js';
import { edgeWords, leafWords, type RuleWords, templateWords } from './rule-words.js';

export interface Box {
  /** Its place among the boxes, which stand before what hangs on them; -1: the tree's start. */
  readonly parent: number;
  readonly lines: readonly string[];
  /** Of a node that leads on, `step`, or `differs` where a walk for the path ends in it. */
  readonly kind: 'step' | 'differs' | 'grants' | 'denies';
  /** What leads to it; null: its own line says so. */
  readonly edge: string | null;
  readonly wins: boolean;
  readonly templated: boolean;
}

const WIDEST = 76;
const MOST_LINES = 16;

export function boxesOf(tree: ShownTree): Box[] {
  const parts = partsOf(tree).map(({ parent, node, leaf }): Box => {
    if (leaf !== null) return ruleBox(parent, leafWords(leaf), leaf.open ? 'any rest (*)' : 'end', leaf.wins);
    const words = node.plus ? 'one segment (+)' : shortened(edgeWords(node.edge, false));
    return { parent, lines: [words], kind: node.reached ? 'step' : 'differs', edge: null, wins: false, templated: false };
  });
  return [...parts, ...tree.templated.map((each) => ({ ...ruleBox(-1, templateWords(each), 'template', each.wins), templated: true }))];
}

/** Pattern, capabilities, then tests and places. */
function ruleBox(parent: number, { pattern, capabilities, denies, alternatives }: RuleWords, edge: string, wins: boolean): Box {
  const rest = alternatives.flatMap(({ head, tests, places }) => [...(head === null ? [] : [head]), ...tests, ...places]);
  const shown = rest.length <= MOST_LINES ? rest : [...rest.slice(0, MOST_LINES - 1), `… ${rest.length - MOST_LINES + 1} more lines`];
  const lines = [pattern, `${capabilities}${wins ? '  ◄ wins' : ''}`, ...shown].map(shortened);
  return { parent, lines, kind: denies ? 'denies' : 'grants', edge, wins, templated: false };
}

function shortened(line: string): string {
  const characters = Array.from(line);
  return characters.length <= WIDEST ? line : `${characters.slice(0, WIDEST - 1).join('')}…`;
}
