// HCL1's JSON form from a tree: items of several keys become nested objects again. Writes strict JSON wherever the tree can be said in it.
//
// Not sayable in strict JSON, though HCL1's reader takes it back: equal keys that do not stand next to each other (written twice), raw bytes
// in a string (`\xNN`). Not sayable at all, and never read from JSON: comments, expressions (they become strings), an item whose value is a
// list of objects only (the reader makes items of them).

import type { Body, Item, Value } from './ast.js';
import { printExpression } from './print-expression.js';
import { printJsonString } from './print-string.js';

export function printJson(body: Body): string {
  return `${printMembers(body.items, '')}\n`;
}

const STEP = '  ';

/** Runs of items that share their first key and hold objects become one key with a list of blocks. */
function printMembers(items: readonly Item[], indent: string, unflattened = false): string {
  if (items.length === 0) return '{}';
  const inner = indent + STEP;
  const members: string[] = [];
  for (let i = 0; i < items.length; ) {
    const first = items[i] as Item;
    let end = i + 1;
    while (holdsObject(first) && end < items.length && sameFirstKey(first, items[end] as Item)) end++;
    const run = items.slice(i, end);
    const asList = run.length > 1 || (unflattened && i === 0);
    members.push(`${inner}${first.keys[0]?.text}: ${asList ? printRun(run, inner) : printChain(first, 1, inner)}`);
    i = end;
  }
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function printRun(run: readonly Item[], indent: string): string {
  const inner = indent + STEP;
  return `[\n${run.map((item) => inner + printChain(item, 1, inner)).join(',\n')}\n${indent}]`;
}

/** The item's value inside one object for each of its keys from `from` on. */
function printChain(item: Item, from: number, indent: string): string {
  const key = item.keys[from];
  if (key === undefined) return printItemValue(item.value, indent);
  const inner = indent + STEP;
  return `{\n${inner}${key.text}: ${printChain(item, from + 1, inner)}\n${indent}}`;
}

/**
 * WHY a list of one: the reader flattens an object that holds only objects into its parent's keys. An object that the tree has kept whole
 * all the same stood in the source with a list in it; it gets one again.
 */
function printItemValue(value: Value, indent: string): string {
  if (value.kind !== 'object') return printValue(value, indent);
  return printMembers(value.body.items, indent, value.body.items.every(holdsObject));
}

function printValue(value: Value, indent: string): string {
  switch (value.kind) {
    case 'string':
      return printJsonString(value.value, 'as-bytes');
    case 'number':
      return value.text;
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'list':
      return printList(
        value.elements.map((element) => element.value),
        indent,
      );
    case 'object':
      return printMembers(value.body.items, indent);
    case 'expression':
      return printJsonString(printExpression(value.expression));
  }
}

function printList(values: readonly Value[], indent: string): string {
  if (values.every((value) => value.kind !== 'list' && value.kind !== 'object')) {
    return `[${values.map((value) => printValue(value, indent)).join(', ')}]`;
  }
  const inner = indent + STEP;
  return `[\n${values.map((value) => inner + printValue(value, inner)).join(',\n')}\n${indent}]`;
}

function holdsObject(item: Item): boolean {
  return item.value.kind === 'object';
}

function sameFirstKey(left: Item, right: Item): boolean {
  return holdsObject(right) && left.keys[0]?.value === right.keys[0]?.value && left.keys[0]?.text === right.keys[0]?.text;
}
