// Trees as one JSON document, nodes within nodes. Written piece by piece: JSON.stringify would run out of stack on patterns that nest too deep.

import type { ShownLeaf, ShownNode, ShownTemplated, ShownTree } from '@polc/runtime';
import { inVaultsOrder, plainTerms } from '../plain-stanza.js';
import { written } from './rule-words.js';

/** Deeper down, lines stand below each other. */
const MOST_INDENT = 40;

/** `path`: the one that was asked about. Ends in a line end. */
export function treeJson(trees: readonly ShownTree[], revision: string, path: string | null): string {
  const asked = path === null ? '' : `  "path": ${JSON.stringify(path)},\n`;
  return `{\n  "revision": ${JSON.stringify(revision)},\n${asked}  "trees": [${trees.map(plainTree).join(',')}\n  ]\n}\n`;
}

function plainTree({ layers, policies, unknown, nodes, templated }: ShownTree): string {
  const head = { layers, policies, ...(unknown === null ? {} : { unknown_policy: unknown }) };
  const members = Object.entries(head).map(([key, value]) => `      "${key}": ${JSON.stringify(value)}`);
  const tail = listOf(templated.map(plainTemplated), '      ');
  return `\n    {\n${members.join(',\n')},\n      "tree": ${plainNodes(nodes)},\n      "templated": ${tail}\n    }`;
}

/** The first of them, with all others in it. */
function plainNodes(nodes: readonly ShownNode[]): string {
  const out: string[] = [];
  const depths: number[] = [];
  let open = 0;
  nodes.forEach(({ parent, edge, reached, leaves }, i) => {
    const depth = parent < 0 ? 0 : (depths[parent] as number) + 1;
    depths.push(depth);
    for (; open > depth; open--) out.push(']}');
    if (out.length > 0) out.push(parent === i - 1 ? '' : ',', '\n', indent(depth));
    out.push(`{ "edge": ${JSON.stringify(edge)}, ${reached ? '' : '"reached": false, '}"leaves": ${listOf(leaves.map(plainLeaf), indent(depth))}, "nodes": [`);
    open = depth + 1;
  });
  for (; open > 0; open--) out.push(']}');
  return out.join('') || 'null';
}

function indent(depth: number): string {
  return ' '.repeat(6 + Math.min(depth * 2, MOST_INDENT));
}

function listOf(values: readonly object[], before: string): string {
  return values.length === 0 ? '[]' : `[${values.map((value) => `\n${before}  ${JSON.stringify(value)}`).join(',')}\n${before}]`;
}

function plainLeaf({ pattern, number, open, program, ...rule }: ShownLeaf): object {
  return { path: written(pattern), kind: pattern.kind, rank: number, ends: open ? '*' : 'end', ...plainRule(rule), program };
}

function plainTemplated({ template, ...rule }: ShownTemplated): object {
  return { template, ...plainRule(rule) };
}

function plainRule({ capabilities, wins, alternatives }: Pick<ShownLeaf, 'capabilities' | 'wins' | 'alternatives'>): object {
  return {
    capabilities: inVaultsOrder(capabilities),
    ...(wins ? { wins } : {}),
    alternatives: alternatives.map(({ terms, own, conditions, shape, stanzas }) => ({
      capabilities: inVaultsOrder(terms.capabilities),
      ...plainTerms(terms),
      ...(shape === null ? {} : { parameters: shape }),
      ...(conditions.length === 0 ? {} : { conditions }),
      ...(own === null || own.maxTtl === Number.POSITIVE_INFINITY ? {} : { max_ttl_seconds: own.maxTtl }),
      ...(own === null || own.approval === null ? {} : { approval: own.approval }),
      stanzas: stanzas.map(({ policy, file, line, written: path, reason }) => ({ policy, file, line, path, ...(reason === null ? {} : { reason }) })),
    })),
  };
}
