// What a JSON Schema accepts, as a domain. Schemas are read when they are asked for, each once, so that references in a circle end. Patterns,
// formats, `not`, `multipleOf`, `contains` and unknown keywords narrow nothing here.

import type { JsonObject, JsonValue } from '@polc/runtime';
import type { Tool } from '../model/tools.js';
import { ANY, type Domain, domainOfValue, type ListDomain, type MapDomain, NEVER, NULL, type NumberDomain, type Standing } from './domain.js';
import { commonNumber, Domains } from './domains.js';
import { type Draft, draftOf, isObject, resolve } from './sound-schema.js';

/** Schemas within a schema that hold of the same value. */
const MAX_DEPTH = 200;
const known = new WeakMap<Tool, Domain>();

/** Of the tool's arguments. INVARIANT: the schema is sound. */
export function domainOfTool(tool: Tool): Domain {
  const found = known.get(tool) ?? new SchemaReader(tool.inputSchema).domainOf(tool.inputSchema);
  known.set(tool, found);
  return found;
}

class SchemaReader {
  readonly #root: JsonObject;
  readonly #draft: Draft | null;
  readonly #domains = new Domains();
  /** null: being read. */
  readonly #read = new Map<JsonObject, Domain | null>();
  #depth = 0;

  constructor(root: JsonObject) {
    this.#root = root;
    this.#draft = draftOf(root);
  }

  domainOf(schema: JsonValue | undefined): Domain {
    if (schema === false) return NEVER;
    if (!isObject(schema)) return ANY;
    const found = this.#read.get(schema);
    if (found !== undefined) return found ?? ANY;
    if (this.#depth === MAX_DEPTH || !this.#domains.spend(1)) return ANY;
    this.#read.set(schema, null);
    this.#depth++;
    const domain = this.#domains.all(this.#parts(schema));
    this.#depth--;
    // OpenAPI's word, which many servers write.
    const whole = own(schema, 'nullable') === true ? this.#domains.any([domain, NULL]) : domain;
    this.#read.set(schema, whole);
    return whole;
  }

  /** What the schema says, all of which holds. */
  #parts(schema: JsonObject): Domain[] {
    const reference = own(schema, '$ref');
    const referred = typeof reference === 'string' ? [this.domainOf(resolve(this.#root, reference))] : [];
    if (referred.length > 0 && this.#draft === '07') return referred;
    const parts = [this.#asserted(schema), ...referred];
    if (Object.hasOwn(schema, 'const')) parts.push(domainOfValue(schema.const ?? null));
    const values = own(schema, 'enum');
    if (Array.isArray(values)) parts.push(this.#domains.any(values.map(domainOfValue)));
    for (const each of list(own(schema, 'allOf'))) parts.push(this.domainOf(each));
    for (const keyword of ['anyOf', 'oneOf']) {
      const alternatives = own(schema, keyword);
      if (Array.isArray(alternatives)) parts.push(this.#domains.any(alternatives.map((each: JsonValue) => this.domainOf(each))));
    }
    if (Object.hasOwn(schema, 'if')) {
      const then = this.#domains.all([this.domainOf(schema.if), this.domainOf(own(schema, 'then'))]);
      parts.push(this.#domains.any([then, this.domainOf(own(schema, 'else'))]));
    }
    const dependent = own(schema, this.#draft === '07' ? 'dependencies' : 'dependentSchemas');
    if (isObject(dependent)) for (const each of Object.values(dependent)) parts.push(this.#domains.any([ANY, this.domainOf(each)]));
    return parts;
  }

  #asserted(schema: JsonObject): Domain {
    const named = own(schema, 'type');
    const types = named === undefined ? null : new Set(Array.isArray(named) ? named : [named]);
    const may = (type: string) => types === null || types.has(type);
    return {
      null: may('null'),
      true: may('boolean'),
      false: may('boolean'),
      text: may('string') ? this.#text(schema) : null,
      number: may('number') ? numberOf(schema, false) : may('integer') ? numberOf(schema, true) : null,
      list: may('array') ? this.#list(schema) : null,
      map: may('object') ? this.#map(schema) : null,
    };
  }

  #text(schema: JsonObject): Domain['text'] {
    const [min, max] = [number(schema, 'minLength', 0), number(schema, 'maxLength', Infinity)];
    return min > max ? null : { min, max, values: null };
  }

  #list(schema: JsonObject): ListDomain | null {
    const [min, max] = [number(schema, 'minItems', 0), number(schema, 'maxItems', Infinity)];
    const items = own(schema, 'items');
    const tuple = this.#draft === '07' && Array.isArray(items);
    const fixed = tuple ? items : this.#draft === '07' ? [] : list(own(schema, 'prefixItems'));
    const rest = tuple ? own(schema, 'additionalItems') : items;
    return min > max ? null : { min, max, fixed: fixed.length, at: (i) => this.domainOf(i < fixed.length ? fixed[i] : rest) };
  }

  #map(schema: JsonObject): MapDomain {
    const properties = own(schema, 'properties');
    const patterned = own(schema, 'patternProperties');
    const open = isObject(patterned) && Object.keys(patterned).length > 0;
    const additional = own(schema, 'additionalProperties');
    const unevaluated = this.#draft === '07' ? undefined : own(schema, 'unevaluatedProperties');
    const required = new Set(list(own(schema, 'required')).filter((name) => typeof name === 'string'));
    const declares = (name: string) => isObject(properties) && Object.hasOwn(properties, name);
    const standing = (name: string): Standing => {
      if (declares(name)) return (properties as JsonObject)[name] === false ? 'refused' : 'declared';
      if (open) return 'open';
      if (additional === false) return 'refused';
      if (required.has(name)) return 'declared';
      if (additional !== undefined || (unevaluated !== undefined && unevaluated !== false)) return 'open';
      return properties !== undefined || unevaluated === false ? 'undeclared' : 'silent';
    };
    return {
      names: new Set([...(isObject(properties) ? Object.keys(properties) : []), ...required].filter((name) => standing(name) === 'declared')),
      required,
      at: (name) => (declares(name) ? this.domainOf((properties as JsonObject)[name]) : open ? ANY : this.domainOf(additional)),
      standing,
    };
  }
}

function numberOf(schema: JsonObject, whole: boolean): NumberDomain | null {
  const [min, above] = [number(schema, 'minimum', -Infinity), number(schema, 'exclusiveMinimum', -Infinity)];
  const [max, below] = [number(schema, 'maximum', Infinity), number(schema, 'exclusiveMaximum', Infinity)];
  return commonNumber([
    {
      min: Math.max(min, above),
      max: Math.min(max, below),
      above: above >= min && above > -Infinity,
      below: below <= max && below < Infinity,
      whole,
      values: null,
    },
  ]);
}

function own(schema: JsonObject, keyword: string): JsonValue | undefined {
  return Object.hasOwn(schema, keyword) ? schema[keyword] : undefined;
}

const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

function number(schema: JsonObject, keyword: string, absent: number): number {
  const value = own(schema, keyword);
  return typeof value === 'number' ? value : absent;
}
