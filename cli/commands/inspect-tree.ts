// `polc inspect --tree`: the decision trees of policies or of a principal, or what a request for one path walks of them.

import { type Engine, type ShownTree, treesOf } from '@polc/runtime';
import { Failure } from '../failure.js';
import { print } from '../host/output.js';
import { coloursOf } from '../report/colours.js';
import { counted } from '../report/counted.js';
import { leafCount } from '../report/tree/parts.js';
import { treeDot } from '../report/tree/tree-dot.js';
import { treeJson } from '../report/tree/tree-json.js';
import { treeMermaid } from '../report/tree/tree-mermaid.js';
import { treeSvg } from '../report/tree/tree-svg.js';
import { treeText } from '../report/tree/tree-text.js';
import { givenPrincipal, type NamedPrincipal, type Principal, policiesOfPrincipal, WHO } from './principal.js';

export const DRAWINGS = ['dot', 'mermaid', 'svg'] as const;
export type TreeFormat = 'text' | 'json' | (typeof DRAWINGS)[number];

/** What an SVG shows that somebody can still find his way in. */
const MOST_DRAWN = 500;

export async function showTrees(engine: Engine, { path, ...named }: NamedPrincipal & { readonly path?: string }, format: TreeFormat): Promise<void> {
  const principal = givenPrincipal(named, 'inspect --tree takes at most');
  if (principal !== null) await policiesOfPrincipal(principal, engine.contents);
  const owner = principal === null ? null : ownerOf(principal);
  if (path !== undefined) refuseMalformed(engine, owner ?? { policies: [] }, path);
  const trees = treesOf(engine, owner, path ?? null);
  if (trees === null) throw new Failure('usage', `inspect --tree takes at most ${WHO}`);
  print(write(trees, engine.revision, path ?? null, format));
}

type Owner = NonNullable<Parameters<typeof treesOf>[1]>;

function ownerOf(principal: Principal): Owner {
  if (principal.kind === 'policies') return { policies: principal.names };
  return principal.kind === 'agent' ? { agent: principal.id } : { user: { id: principal.id } };
}

function refuseMalformed(engine: Engine, owner: Owner, path: string): void {
  const { outcome, message } = engine.decide({ ...owner, operation: 'read', path });
  if (outcome === 'malformed_request') throw new Failure('usage', `${path}: ${message}`);
}

function write(trees: readonly ShownTree[], revision: string, path: string | null, format: TreeFormat): string {
  switch (format) {
    case 'text':
      return treeText(trees, path, coloursOf(process.stdout));
    case 'json':
      return treeJson(trees, revision, path);
    case 'dot':
      return treeDot(trees);
    case 'mermaid':
      return treeMermaid(trees) ?? tooLarge(trees, 'Mermaid draws no more than 500 edges and 50,000 characters');
    case 'svg':
      return leafCount(trees) > MOST_DRAWN ? tooLarge(trees, `an SVG shows no more than ${MOST_DRAWN} patterns`) : treeSvg(trees);
  }
}

function tooLarge(trees: readonly ShownTree[], limit: string): never {
  const drawing = `a drawing of ${counted(leafCount(trees), 'pattern')} would be too large`;
  throw new Failure('usage', `${drawing}: ${limit}; narrow it by --policy or --path, or take --format text, json or dot`);
}
