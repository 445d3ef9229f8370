// Whether an inputSchema is a sound JSON Schema: of draft 2020-12 or draft-07, true to its meta-schema, its references inside itself. Nothing of
// it is compiled or run: neither its patterns nor its formats, and an unknown keyword says nothing. What it means is schema-domain.ts's.

import type { JsonObject, JsonValue } from '@polc/runtime';
import { check07, check2020 } from './checks.js';

export type Draft = '2020-12' | '07';

export interface SchemaFault {
  /** JSON Pointer inside the schema. */
  readonly pointer: string;
  readonly words: string;
}

/** What ajv's code says of a document. */
export interface Check {
  (value: unknown): boolean;
  errors?: readonly CheckError[] | null;
}

interface CheckError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

const DRAFTS: ReadonlyMap<string, Draft> = new Map([
  ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
  ['http://json-schema.org/draft-07/schema', '07'],
]);

/** null for any other draft. */
export function draftOf(schema: JsonObject): Draft | null {
  if (!Object.hasOwn(schema, '$schema')) return '2020-12';
  const named = schema.$schema;
  return typeof named === 'string' ? (DRAFTS.get(named.replace(/#$/, '')) ?? null) : null;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

export function schemaFault(schema: JsonObject): SchemaFault | null {
  const draft = draftOf(schema);
  if (draft === null) return { pointer: '/$schema', words: 'it must name draft 2020-12 or draft-07 of JSON Schema, or be absent' };
  return checkFault((draft === '07' ? check07 : check2020) as Check, schema) ?? referenceFault(schema, draft);
}

export function checkFault(check: Check, value: unknown): SchemaFault | null {
  if (check(value)) return null;
  const error = check.errors?.[0];
  return error === undefined ? { pointer: '', words: 'it is not sound' } : { pointer: error.instancePath, words: `it ${inWords(error)}` };
}

function inWords({ keyword, params, message }: CheckError): string {
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) return `must be ${params.allowedValues.map((value) => JSON.stringify(value)).join(' or ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === 'type') return `must be of type ${String(params.type).split(',').join(' or ')}`;
  if (keyword === 'required') return `must have the member ${JSON.stringify(params.missingProperty)}`;
  return message ?? 'is not sound';
}

/** Keywords that hold one schema, a list of schemas, and schemas by name. A keyword that a draft does not know holds none in it. */
const ONE = 'additionalProperties propertyNames contains not if then else items additionalItems unevaluatedItems unevaluatedProperties contentSchema'.split(
  ' ',
);
const MANY = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const NAMED = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'];
const UNKNOWN_TO: Readonly<Record<Draft, readonly string[]>> = {
  '2020-12': ['additionalItems'],
  '07': ['prefixItems', 'unevaluatedItems', 'unevaluatedProperties', 'contentSchema', 'dependentSchemas'],
};

interface Place {
  readonly schema: JsonObject;
  readonly pointer: string;
}

function referenceFault(root: JsonObject, draft: Draft): SchemaFault | null {
  const places = schemasIn(root, draft);
  const schemas = new Set<JsonValue>(places.map(({ schema }) => schema));
  for (const { schema, pointer } of places) {
    // WHY: it would turn "#" in what lies below it into another place.
    if (schema !== root && Object.hasOwn(schema, '$id')) return { pointer, words: 'it has an "$id"; only the whole schema may have one' };
    if (!Object.hasOwn(schema, '$ref')) continue;
    const reference = schema.$ref as string;
    const target = resolve(root, reference);
    const cut = JSON.stringify(reference.length > 100 ? `${reference.slice(0, 100)}…` : reference);
    if (target === undefined) return { pointer, words: `its "$ref" ${cut} names no place inside the schema` };
    if (typeof target !== 'boolean' && !schemas.has(target)) return { pointer, words: `its "$ref" ${cut} names a place that holds no schema` };
  }
  return null;
}

function schemasIn(root: JsonObject, draft: Draft): Place[] {
  const unknown = UNKNOWN_TO[draft];
  const places: Place[] = [];
  const add = (value: JsonValue | undefined, pointer: string) => {
    if (isObject(value)) places.push({ schema: value, pointer });
  };
  add(root, '');
  // The list grows while it is walked.
  for (const { schema, pointer } of places) {
    const at = (keyword: string) => (Object.hasOwn(schema, keyword) && !unknown.includes(keyword) ? schema[keyword] : undefined);
    for (const keyword of ONE) add(at(keyword), `${pointer}/${keyword}`);
    for (const keyword of MANY) {
      const list = at(keyword);
      if (Array.isArray(list)) for (const [i, each] of list.entries()) add(each, `${pointer}/${keyword}/${i}`);
    }
    for (const keyword of NAMED) {
      const named = at(keyword);
      if (isObject(named)) for (const name of Object.keys(named)) add(named[name], `${pointer}/${keyword}/${escapePointer(name)}`);
    }
  }
  return places;
}

const escapePointer = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** What `#` or `#/…` names; undefined for everything else. */
export function resolve(root: JsonObject, reference: string): JsonValue | undefined {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let at: JsonValue | undefined = root;
  for (const part of reference.slice(2).split('/')) {
    const name = decodePart(part);
    if (name === null || typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as JsonObject)[name];
  }
  return at;
}

function decodePart(part: string): string | null {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return null;
  }
}
