// Trees as Graphviz text: a cluster for each, from left to right.

import type { ShownTree } from '@polc/runtime';
import { type Box, boxesOf } from './boxes.js';
import { titleOf } from './rule-words.js';

/** Ends in a line end. */
export function treeDot(trees: readonly ShownTree[]): string {
  return [
    'digraph trees {',
    '  rankdir=LR;',
    '  node [shape=box, fontname="monospace", fontsize=10];',
    '  edge [fontname="monospace", fontsize=9];',
    ...trees.flatMap((tree, i) => [`  subgraph cluster_${i} {`, `    label=${text([titleOf(tree)])};`, ...boxLines(tree, `t${i}`), '  }']),
    '}',
    '',
  ].join('\n');
}

const LOOKS: Readonly<Record<Box['kind'], string>> = {
  step: '',
  differs: ', style=dashed',
  grants: ', color="#2563eb"',
  denies: ', color="#dc2626"',
};

function boxLines(tree: ShownTree, id: string): string[] {
  return [
    `    ${id} [label="", shape=point];`,
    ...boxesOf(tree).flatMap(({ parent, lines, kind, edge, wins, templated }, i) => [
      `    ${id}_${i} [label=${text(lines)}${LOOKS[kind]}${wins ? ', penwidth=3' : ''}];`,
      `    ${parent < 0 ? id : `${id}_${parent}`} -> ${id}_${i}${edge === null ? '' : ` [label=${text([edge])}${templated ? ', style=dotted' : ''}]`};`,
    ]),
  ];
}

/** Several lines stand to the left. WHY the ampersand: Graphviz takes HTML's entities for what they stand for. */
function text(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(/&/g, '&amp;').replace(/[\\"]/g, '\\$&'));
  return `"${escaped.length === 1 ? escaped[0] : escaped.map((line) => `${line}\\l`).join('')}"`;
}
