// The shape of what a tool's JSON Schema takes, as far as shapes can say it: enough to draw arguments from, which the policy then judges.

import type { JsonObject, JsonValue, NumberShape, ObjectShape, Shape, StringShape } from '@polc/runtime';

const ANY: Shape = { kind: 'any' };
const MAX_DEPTH = 8;

/** Of a tool's arguments. */
export function shapeOfSchema(schema: JsonObject): ObjectShape {
  return objectShape(schema, 0);
}

const numberAt = (schema: JsonObject, key: string) => (typeof schema[key] === 'number' ? schema[key] : undefined);
const isObject = (value: JsonValue | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

function shapeOf(schema: JsonValue | undefined, depth: number): Shape {
  if (!isObject(schema) || depth > MAX_DEPTH) return ANY;
  if (Array.isArray(schema.enum)) return { kind: 'value', values: schema.enum as readonly JsonValue[] };
  if (schema.const !== undefined) return { kind: 'value', values: [schema.const] };
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) return { kind: 'one_of', shapes: alternatives.map((one: JsonValue) => shapeOf(one, depth + 1)) };
  const { type } = schema;
  if (Array.isArray(type)) return { kind: 'one_of', shapes: type.map((one: JsonValue) => ofType(schema, one, depth)) };
  return ofType(schema, type, depth);
}

function ofType(schema: JsonObject, type: JsonValue | undefined, depth: number): Shape {
  switch (type) {
    case 'null':
    case 'boolean':
      return { kind: type };
    case 'string':
      return stringShape(schema);
    case 'number':
    case 'integer':
      return numberShape(schema, type);
    case 'array': {
      const [min, max] = [numberAt(schema, 'minItems'), numberAt(schema, 'maxItems')];
      return {
        kind: 'list',
        items: shapeOf(schema.items, depth + 1),
        ...(min === undefined ? {} : { min_items: min }),
        ...(max === undefined ? {} : { max_items: max }),
      };
    }
    case 'object':
      return objectShape(schema, depth);
    default:
      return ANY;
  }
}

function stringShape(schema: JsonObject): StringShape {
  const [min, max] = [numberAt(schema, 'minLength'), numberAt(schema, 'maxLength')];
  return { kind: 'string', ...(min === undefined ? {} : { min_length: min }), ...(max === undefined ? {} : { max_length: max }) };
}

function numberShape(schema: JsonObject, type: 'number' | 'integer'): NumberShape {
  const keys = { minimum: 'min', maximum: 'max', exclusiveMinimum: 'above', exclusiveMaximum: 'below', multipleOf: 'multiple_of' } as const;
  const bounds = Object.entries(keys).flatMap(([key, name]) => {
    const value = numberAt(schema, key);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { kind: 'number', ...(type === 'integer' ? { integer: true } : {}), ...Object.fromEntries(bounds) };
}

function objectShape(schema: JsonObject, depth: number): ObjectShape {
  const required = Array.isArray(schema.required) ? (schema.required as readonly JsonValue[]) : [];
  const properties = isObject(schema.properties) ? schema.properties : {};
  return {
    kind: 'object',
    members: Object.entries(properties).map(([name, inner]) => [name, !required.includes(name), shapeOf(inner, depth + 1)] as const),
    ...(schema.additionalProperties === true ? { extra: ANY } : {}),
  };
}
