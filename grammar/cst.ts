// Reading a concrete tree: its parts by name, in source order.

import type { CstNode, IToken } from './chevrotain.js';
import type { Span } from './source.js';

export const spanOf = (token: IToken): Span => ({ start: token.startOffset, end: token.startOffset + token.image.length });
export const child = (node: CstNode, name: string) => node.children[name]?.[0] as CstNode | undefined;
export const children = (node: CstNode, name: string) => (node.children[name] ?? []) as CstNode[];
export const token = (node: CstNode, name: string) => node.children[name]?.[0] as IToken | undefined;
export const tokens = (node: CstNode, ...names: string[]) =>
  (names.flatMap((name) => node.children[name] ?? []) as IToken[]).sort((a, b) => a.startOffset - b.startOffset);

/** The only token of a node that holds one. */
export function onlyToken(node: CstNode): IToken {
  // WHY a loop: Object.values was a seventh of the time of a parse (bench/parse).
  for (const name in node.children) return (node.children[name] as IToken[])[0] as IToken;
  throw new Error(`the rule ${node.name} holds no token`);
}
