// Trees as a Mermaid flowchart: a subgraph for each.

import type { ShownTree } from '@polc/runtime';
import { boxesOf } from './boxes.js';
import { titleOf } from './rule-words.js';

/** What Mermaid draws unless it is told otherwise (maxEdges, maxTextSize). */
const MOST_EDGES = 500;
const MOST_CHARACTERS = 50_000;

/** Ends in a line end; null where Mermaid would refuse to draw it. */
export function treeMermaid(trees: readonly ShownTree[]): string | null {
  const drawn = trees.map((tree) => boxesOf(tree));
  if (drawn.reduce((sum, boxes) => sum + boxes.length, 0) > MOST_EDGES) return null;
  const lines = [
    'flowchart LR',
    ...trees.flatMap((tree, i) => [`  subgraph s${i}[${text([titleOf(tree)])}]`, ...boxLines(drawn[i] as ReturnType<typeof boxesOf>, `t${i}`), '  end']),
    '  classDef step text-align:left',
    '  classDef differs stroke-dasharray:4',
    '  classDef grants stroke:#2563eb,text-align:left',
    '  classDef denies stroke:#dc2626,text-align:left',
    '  classDef wins stroke-width:3px',
  ];
  const all = `${lines.join('\n')}\n`;
  return all.length > MOST_CHARACTERS ? null : all;
}

function boxLines(boxes: ReturnType<typeof boxesOf>, id: string): string[] {
  return [
    `    ${id}((" "))`,
    ...boxes.flatMap(({ parent, lines, kind, edge, wins, templated }, i) => [
      `    ${id}_${i}[${text(lines)}]`,
      `    class ${id}_${i} ${kind}`,
      ...(wins ? [`    class ${id}_${i} wins`] : []),
      `    ${parent < 0 ? id : `${id}_${parent}`} ${templated ? '-.->' : '-->'}${edge === null ? '' : `|${text([edge])}|`} ${id}_${i}`,
    ]),
  ];
}

/** WHY all but the plainest characters as codes: Mermaid reads Markdown, HTML and words of its own in what stands between quotes. */
const SPECIAL = /(?![\p{L}\p{N} ,.:/()_→◄…=]|(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])).|\n/gu;

function text(lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(SPECIAL, (character) => `#${character.codePointAt(0)};`));
  return `"${escaped.join('<br/>')}"`;
}
