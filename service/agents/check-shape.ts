// What is given to the registry against its schemas, and as facts that the runtime takes; with one line for what is wrong first.

import { checkFacts, type JsonObject, RuntimeError } from '@polc/runtime';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { RegistryError } from './registry-error.js';

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, unicodeRegExp: true });
const known = new Map<object, ValidateFunction>();

/** @throws RegistryError invalid */
export function checkShape<T>(schema: object, value: unknown): T {
  let validate = known.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    known.set(schema, validate);
  }
  if (validate(value)) return value as T;
  const [first] = validate.errors ?? [];
  throw new RegistryError('invalid', first === undefined ? 'it has the wrong form' : wordsFor(first), memberOf(first));
}

/** WHY: a record that the runtime would not take would take every other one with it. @throws RegistryError invalid */
export function checkFact(list: 'agents' | 'users' | 'groups' | 'delegations', fact: JsonObject): void {
  try {
    checkFacts({ [list]: [fact] });
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    // There is one record: its place says nothing.
    throw new RegistryError('invalid', error.message.replace(/^\w+\[0\](?: \(".*?"\))? /, ''));
  }
}

function memberOf(error: ErrorObject | undefined): string | null {
  if (error === undefined) return null;
  const place = error.instancePath.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const more = error.params.additionalProperty ?? error.params.missingProperty;
  return [place, more].filter((part) => typeof part === 'string' && part !== '').join('.') || null;
}

function wordsFor(error: ErrorObject): string {
  const member = memberOf(error);
  const name = member === null ? 'it' : JSON.stringify(member);
  switch (error.keyword) {
    case 'additionalProperties':
      return `${name} is no member of it`;
    case 'required':
      return `${name} is missing`;
    case 'enum':
      return `${name} is one of ${(error.params.allowedValues as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'pattern':
      return `${name} is not of the form that it must have`;
    default:
      return `${name} ${error.message ?? 'has the wrong form'}`;
  }
}
