// All comments of a document, in source order, wherever the tree keeps them.

import type { Body, Comment, Document, Item, Value } from '@polc/grammar';

export function commentsOf({ body }: Document): readonly Comment[] {
  const found: Comment[] = [];
  ofBody(body, found);
  return found.sort((a, b) => a.span.start - b.span.start);
}

function ofBody({ items, dangling }: Body, found: Comment[]): void {
  for (const { leading, trailing, value } of items) {
    found.push(...leading);
    ofValue(value, found);
    if (trailing !== null) found.push(trailing);
  }
  found.push(...dangling);
}

function ofValue(value: Value, found: Comment[]): void {
  if (value.kind === 'object') ofBody(value.body, found);
  if (value.kind !== 'list') return;
  for (const { value: element, leading, trailing } of value.elements) {
    found.push(...leading);
    ofValue(element, found);
    if (trailing !== null) found.push(trailing);
  }
  found.push(...value.dangling);
}

/** Every item, at any depth, outer ones before inner ones, in source order. */
export function itemsOf({ body }: Document): readonly Item[] {
  const found: Item[] = [];
  const ofItems = (inner: Body): void => {
    for (const item of inner.items) {
      found.push(item);
      below(item.value);
    }
  };
  const below = (value: Value): void => {
    if (value.kind === 'object') ofItems(value.body);
    if (value.kind === 'list') for (const { value: element } of value.elements) below(element);
  };
  ofItems(body);
  return found;
}
