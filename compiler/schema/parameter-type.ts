// The type that an expression may give to a parameter of a tool, after the tool's schema.

import type { Names } from '@polc/runtime';
import type { AttributeType } from '../model/blocks.js';
import type { Tool } from '../model/tools.js';
import type { ParameterType } from '../model/vocabulary.js';
import { type Domain, isNever, type ListDomain, type MapDomain } from './domain.js';
import { domainOfTool } from './schema-domain.js';

/** null where the tool certainly has no such parameter; `any` where values of several types may stand, or nobody can tell. */
export function parameterTypeOf(tool: Tool): ParameterType {
  return (names) => {
    const domain = domainAt(domainOfTool(tool), names);
    return domain === null ? null : typeOf(domain);
  };
}

/** The domain of what the names lead to; null when nothing can be there. */
export function domainAt(domain: Domain, names: Names): Domain | null {
  let at = domain;
  for (const name of names) {
    if (typeof name === 'number') {
      if (at.list === null || name >= at.list.max) return null;
      at = at.list.at(name);
    } else {
      if (at.map === null || !hasName(at.map, name)) return null;
      at = at.map.at(name);
    }
    if (isNever(at)) return null;
  }
  return at;
}

/** WHY `undeclared` is not had: servers pass over arguments they do not know, and a policy that speaks of one holds for nothing. */
export function hasName(map: MapDomain, name: string): boolean {
  const standing = map.standing(name);
  return standing !== 'refused' && standing !== 'undeclared';
}

/** Null is no type: reading it is unknown in any. */
function typeOf({ true: yes, false: no, text, number, list, map }: Domain): AttributeType {
  const types: AttributeType[] = [];
  if (yes || no) types.push('boolean');
  if (text !== null) types.push('string');
  if (number !== null) types.push('number');
  if (map !== null) types.push('map');
  if (list !== null) types.push(listType(list));
  const [only] = types;
  return types.length === 1 && only !== undefined ? only : 'any';
}

/** Elements with schemas of their own that are looked at; of longer tuples the type is just a list. */
const MAX_FIXED = 100;

function listType(list: ListDomain): AttributeType {
  if (list.fixed > MAX_FIXED) return 'list';
  const length = Math.min(list.fixed + 1, list.max);
  const types = new Set(Array.from({ length }, (_, i) => elementType(list.at(i))));
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : 'list';
}

function elementType({ null: none, true: yes, false: no, text, number, list, map }: Domain): AttributeType {
  if (none || yes || no || list !== null || map !== null || (text === null) === (number === null)) return 'list';
  return text !== null ? 'list(string)' : 'list(number)';
}
