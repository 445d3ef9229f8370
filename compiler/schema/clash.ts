// Whether a shape and a domain share a value. A clash is certain: no value of the domain has the shape. No clash is no promise.

import type { ListShape, NumberShape, ObjectShape, Shape, StringShape } from '@polc/runtime';
import { type Domain, holds, isNever, lengthOf, numberHolds } from './domain.js';
import { commonNumber } from './domains.js';
import { matchesGlob } from './matches-glob.js';

/** Names of members; `[]` for the elements of a list. */
export type Path = readonly string[];

export interface Clash {
  readonly path: Path;
  /** What the tool takes there. */
  readonly wanted: Domain;
}

export function clashOf(shape: Shape, domain: Domain, path: Path): Clash | null {
  const here = { path, wanted: domain };
  switch (shape.kind) {
    case 'any':
      return isNever(domain) ? here : null;
    case 'null':
      return domain.null ? null : here;
    case 'boolean':
      return domain.true || domain.false ? null : here;
    case 'value':
      return shape.values.some((value) => holds(domain, value)) ? null : here;
    case 'string':
      return sharesText(shape, domain) ? null : here;
    case 'number':
      return sharesNumber(shape, domain) ? null : here;
    case 'list':
      return listClash(shape, domain, path);
    case 'object':
      return objectClash(shape, domain, path);
    case 'one_of':
      return shape.shapes.every((each) => clashOf(each, domain, path) !== null) ? here : null;
  }
}

function sharesText({ min_length: min = 0, max_length: max = Infinity, globs }: StringShape, { text }: Domain): boolean {
  if (text === null || text.min > max || text.max < min || min > max) return false;
  if (text.values === null) return true;
  return [...text.values].some((value) => {
    const length = lengthOf(value);
    return length >= min && length <= max && (globs === undefined || globs.some((glob) => matchesGlob(value, glob)));
  });
}

function sharesNumber(shape: NumberShape, { number }: Domain): boolean {
  if (number === null) return false;
  const { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = shape;
  const wanted = {
    min: Math.max(min, above),
    max: Math.min(max, below),
    above: above >= min && above > -Infinity,
    below: below <= max && below < Infinity,
    whole: shape.integer === true,
    values: null,
  };
  if (number.values !== null) return [...number.values].some((value) => numberHolds(wanted, value));
  return commonNumber([wanted, number]) !== null;
}

function listClash(shape: ListShape, domain: Domain, path: Path): Clash | null {
  const here = { path, wanted: domain };
  const { list } = domain;
  if (list === null) return here;
  const min = Math.max(list.min, shape.min_items ?? 0);
  if (min > Math.min(list.max, shape.max_items ?? Infinity)) return here;
  // Elements that every such list has; from `fixed` on they are alike.
  for (let i = 0; i < Math.min(min, list.fixed + 1); i++) {
    const clash = clashOf(shape.items ?? { kind: 'any' }, list.at(i), [...path, '[]']);
    if (clash !== null) return clash;
  }
  return null;
}

function objectClash(shape: ObjectShape, domain: Domain, path: Path): Clash | null {
  const { map } = domain;
  if (map === null) return { path, wanted: domain };
  const named = new Set(shape.members.map(([name]) => name));
  for (const [name, optional, member] of shape.members) {
    if (optional && !map.required.has(name)) continue;
    const clash = clashOf(member, map.at(name), [...path, name]);
    if (clash !== null) return clash;
  }
  for (const name of map.required) {
    if (named.has(name)) continue;
    const clash = shape.extra === undefined ? { path, wanted: domain } : clashOf(shape.extra, map.at(name), [...path, name]);
    if (clash !== null) return clash;
  }
  return null;
}
