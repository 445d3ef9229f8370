// What is given to the registry against its schemas, and as facts that the runtime takes; with one line for what is wrong first.

import { checkFacts, type JsonObject, RuntimeError } from '@polc/runtime';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { RegistryError } from './registry-error.js';

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, unicodeRegExp: true });
const known = new Map<object, ValidateFunction>();

/** @throws RegistryError invalid */
export function checkShape<T>(schema: object, value: unknown): T {
  let validate = known.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    known.set(schema, validate);
  }
  if (validate(value)) return value as T;
  const { message, member } = shapeFault(validate.errors ?? [], 'it');
  throw new RegistryError('invalid', message, member);
}

/** WHY: a record that the runtime would not take would take every other one with it. @throws RegistryError invalid */
export function checkFact(list: 'agents' | 'users' | 'groups' | 'delegations', fact: JsonObject): void {
  try {
    checkFacts({ [list]: [fact] });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    // There is one record: its place says nothing.
    throw new RegistryError('invalid', error.message.replace(/^\w+\[0\](?: \(".*?"\))?/, `the ${list.slice(0, -1)}`));
  }
}

type SchemaError = Pick<ErrorObject, 'keyword' | 'instancePath' | 'params'>;

export interface ShapeFault {
  /** One line. */
  readonly message: string;
  /** From the top, with dots; null for the whole. */
  readonly member: string | null;
}

/** What is wrong first. WHY not in the words of the validator: these are for whoever writes schemas. `whole`: what it is that was given. */
export function shapeFault(errors: readonly SchemaError[], whole: string): ShapeFault {
  // The last is of the outermost: those before it are what its alternatives, or the name of a member, did not fit.
  const error = errors.at(-1);
  if (error === undefined) return { message: `${whole} has the wrong form`, member: null };
  const member = memberOf(error);
  return { message: wordsFor(error, member === null ? whole : JSON.stringify(member)), member };
}

const LONGEST_NAME = 200;

/** Bounded: whoever asks has chosen it. */
function memberOf({ instancePath, params }: SchemaError): string | null {
  const place = instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const more = params.additionalProperty ?? params.missingProperty ?? params.propertyName;
  const member = [place, more].filter((part) => typeof part === 'string' && part !== '').join('.');
  return member.length <= LONGEST_NAME ? member || null : `${member.slice(0, LONGEST_NAME)}…`;
}

function wordsFor({ keyword, params }: SchemaError, name: string): string {
  const { limit = 0, allowedValues = [], type } = params as { readonly limit?: number; readonly allowedValues?: readonly unknown[]; readonly type?: unknown };
  switch (keyword) {
    case 'additionalProperties':
      return `${name} is no member of it`;
    case 'propertyNames':
      return `${name} has a name that no member of it can have`;
    case 'required':
      return `${name} is missing`;
    case 'enum':
      return `${name} is one of ${allowedValues.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'type':
      return `${name} is ${[type].flat().map(typeWords).join(' or ')}`;
    case 'oneOf':
      return `${name} has none of the forms that it can have, or several`;
    default:
      return BOUNDS[keyword]?.(name, limit) ?? `${name} is not of the form that it must have`;
  }
}

const BOUNDS: Readonly<Record<string, (name: string, limit: number) => string>> = {
  minimum: (name, limit) => `${name} is not below ${limit}`,
  maximum: (name, limit) => `${name} is not above ${limit}`,
  minLength: (name, limit) => `${name} has at least ${counted(limit, 'character')}`,
  maxLength: (name, limit) => `${name} has at most ${counted(limit, 'character')}`,
  minItems: (name, limit) => `${name} has at least ${counted(limit, 'element')}`,
  maxItems: (name, limit) => `${name} has at most ${counted(limit, 'element')}`,
  uniqueItems: (name) => `${name} has no element twice`,
  minProperties: (name, limit) => `${name} has at least ${counted(limit, 'member')}`,
  maxProperties: (name, limit) => `${name} has at most ${counted(limit, 'member')}`,
};

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

const TYPES: Readonly<Record<string, string>> = { object: 'an object', array: 'a list', integer: 'a whole number', null: 'null' };
const typeWords = (type: unknown) => TYPES[String(type)] ?? `a ${String(type)}`;
