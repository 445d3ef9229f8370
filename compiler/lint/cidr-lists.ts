// The blocks of addresses that conditions list, in their one spelling and with their places; and which of them lies in which.

import type { Expression, Span } from '@polc/grammar';
import { judgeBlock } from '@polc/runtime';
import { visitExpression } from './words-of.js';

export interface PlacedBlock {
  /** As `judgeBlock` spells it. */
  readonly block: string;
  readonly span: Span;
}

/** One list for each `cidr_contains`; what is no block has been refused. */
export function blockLists(expression: Expression): readonly (readonly PlacedBlock[])[] {
  const lists: PlacedBlock[][] = [];
  visitExpression(expression, (part) => {
    if (part.kind !== 'call' || part.name !== 'cidr_contains') return;
    const first = part.arguments[0]?.value;
    const texts = first?.kind === 'list' ? first.elements : first === undefined ? [] : [first];
    lists.push(
      texts.flatMap((text) => {
        if (text.kind !== 'literal' || typeof text.value !== 'string') return [];
        const judged = judgeBlock(text.value);
        return 'fault' in judged ? [] : [{ block: judged.canonical, span: text.span }];
      }),
    );
  });
  return lists;
}

/** Every address of the inner block is one of the outer. */
export function holds(outer: string, inner: string): boolean {
  const [a, b] = [bitsOf(outer), bitsOf(inner)];
  return a.length <= b.length && outer.includes(':') === inner.includes(':') && b.startsWith(a);
}

/** The bits of the prefix, as text. */
function bitsOf(block: string): string {
  const [address = '', length = '0'] = block.split('/');
  const groups = address.includes(':') ? groupsOf(address).map((group) => bits(group, 16)) : address.split('.').map((byte) => bits(Number(byte), 8));
  return groups.join('').slice(0, Number(length));
}

function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const front = read(head);
  const back = tail === undefined ? [] : read(tail);
  return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
}

function bits(value: number, width: number): string {
  return value.toString(2).padStart(width, '0');
}
