// HCL1 reads an object that holds only objects as nested blocks: `{"path": {"a": {…}}}` becomes `path "a" {…}`. The same here, by the same rule.

import type { Item, Value } from '../ast.js';

export function flatten(items: readonly Item[]): readonly Item[] {
  return items.flatMap(expand).map((item) => ({ ...item, value: inside(item.value) }));
}

function expand(item: Item): readonly Item[] {
  const { value } = item;
  if (value.kind === 'object') {
    const inner = value.body.items;
    if (inner.length === 0 || !inner.every((sub) => sub.value.kind === 'object')) return [item];
    return inner.flatMap((sub) => expand({ ...item, keys: [...item.keys, ...sub.keys], value: sub.value, span: sub.span }));
  }
  if (value.kind === 'list' && value.elements.length > 0 && value.elements.every((element) => element.value.kind === 'object')) {
    return value.elements.flatMap((element) => expand({ ...item, value: element.value }));
  }
  return [item];
}

function inside(value: Value): Value {
  if (value.kind === 'object') return { ...value, body: { ...value.body, items: flatten(value.body.items) } };
  if (value.kind === 'list') return { ...value, elements: value.elements.map((element) => ({ ...element, value: inside(element.value) })) };
  return value;
}
