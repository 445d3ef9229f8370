// Trees for a terminal: box-drawing lines, quoted edges, `+` and `*`; below each leaf what is tested, and the stanzas that say so.

import type { ShownTree } from '@polc/runtime';
import type { Colours } from '../colours.js';
import { counted } from '../counted.js';
import { partsOf } from './parts.js';
import { edgeWords, leafWords, type RuleWords, templateWords, titleOf } from './rule-words.js';

/** Deeper down, lines lose their left end, else they would be as long as the tree is deep. */
const MOST_RAILS = 40;

/** `path`: the one that was asked about. Ends in a line end. */
export function treeText(trees: readonly ShownTree[], path: string | null, colours: Colours): string {
  const none = path === null ? 'no pattern' : 'no pattern matches this path';
  return `${trees.map((tree) => treeLines(tree, none, colours).join('\n')).join('\n\n') || 'there are no policies'}\n`;
}

function treeLines(tree: ShownTree, none: string, colours: Colours): string[] {
  const lines = [colours.bold(titleOf(tree))];
  const rails: string[] = [];
  const parts = partsOf(tree);
  parts.forEach(({ depth, last, node, leaf }) => {
    rails.length = depth;
    const before = indented(rails);
    rails.push(last ? '   ' : '│  ');
    const branch = `${before}${last ? '└─ ' : '├─ '}`;
    if (node !== null) {
      lines.push(`${branch}${edgeWords(node.edge, node.plus)}${node.reached ? '' : colours.dim('  the path goes on differently')}`);
      return;
    }
    const under = `${indented(rails)}   `;
    lines.push(`${branch}${leaf.open ? '*' : 'end'}  ${ruleHead(leafWords(leaf), leaf.wins, colours)}`, ...ruleLines(leafWords(leaf), under, colours));
  });
  if (parts.length === 0) lines.push(`   ${none}`);
  if (tree.templated.length === 0) return lines;
  lines.push(`templated, matched beside the tree: ${counted(tree.templated.length, 'stanza')}`);
  for (const templated of tree.templated) {
    const words = templateWords(templated);
    lines.push(`   ${ruleHead(words, templated.wins, colours)}`, ...ruleLines(words, '      ', colours));
  }
  return lines;
}

function indented(rails: readonly string[]): string {
  return rails.length <= MOST_RAILS ? rails.join('') : `…${rails.length - MOST_RAILS} ${rails.slice(-MOST_RAILS).join('')}`;
}

function ruleHead({ pattern, capabilities, denies }: RuleWords, wins: boolean, colours: Colours): string {
  const said = denies ? colours.red(capabilities) : colours.green(capabilities);
  return `${pattern}  ${said}${wins ? colours.bold('  ◄ wins') : ''}`;
}

function ruleLines({ alternatives }: RuleWords, indent: string, colours: Colours): string[] {
  return alternatives.flatMap(({ head, tests, places }) => {
    const inner = head === null ? indent : `${indent}  `;
    return [...(head === null ? [] : [`${indent}${head}`]), ...tests.map((line) => `${inner}${line}`), ...places.map((line) => `${inner}${colours.dim(line)}`)];
  });
}
