// The layer of a token's authorization details (spec.md §10.4, RFC 9396).

import type { JsonObject, JsonValue } from '@polc/runtime';
import { toLower } from '../go-strings.js';
import { matchesPath, readPattern } from '../patterns.js';
import type { OraclePattern, ParameterMap, PolicyValue } from '../rule.js';
import { judgeParameters, OPERATIONS_WITH_PARAMETERS } from '../verdict.js';
import { type Asked, stageOf } from './alternatives.js';
import type { Outcome } from './outcome.js';

const MEMBERS = ['type', 'path', 'capabilities', 'allowed_parameters', 'denied_parameters', 'required_parameters'];
const CAPABILITIES = ['create', 'read', 'update', 'delete', 'list', 'sudo', 'deny', 'patch', 'subscribe', 'recover', 'invoke', 'delegate'];

interface Detail {
  readonly pattern: OraclePattern;
  readonly capabilities: readonly string[];
  readonly allowed: ParameterMap;
  readonly denied: ParameterMap;
  readonly required: readonly string[];
}

/** "one whose path matches and whose capabilities and lists (§4.3) allow suffices; a matching `deny`, an unknown type or a malformed detail denies all". */
export function judgeDetails(given: readonly JsonObject[], needed: string | null, asked: Asked): Outcome {
  // §12: "no policy can grant this operation", nor can a detail.
  if (needed === null) return 'unknown_operation';
  const details = given.map(readDetail);
  if (details.includes(null)) return 'rar_no_match';
  const matching = details.filter((detail) => detail !== null && matchesPath(detail.pattern, asked.path)) as readonly Detail[];
  if (matching.some(({ capabilities }) => capabilities.includes('deny'))) return 'explicit_deny';
  const outcomes = matching.map((detail) => judgeDetail(detail, needed, asked));
  return outcomes.reduce((best, outcome) => (stageOf(outcome) > stageOf(best) ? outcome : best), 'no_matching_rule');
}

function judgeDetail(detail: Detail, needed: string, { operation, parameters }: Asked): Outcome {
  if (!detail.capabilities.includes(needed)) return 'capability_missing';
  return [...OPERATIONS_WITH_PARAMETERS, 'invoke', 'delegate'].includes(operation) ? judgeParameters(detail, parameters) : 'allowed';
}

/** null: of an unknown type, or malformed. */
function readDetail(given: JsonObject): Detail | null {
  const { type, path, capabilities, required_parameters: required = [] } = given;
  if (type !== 'vault:path_access' || !Object.keys(given).every((name) => MEMBERS.includes(name))) return null;
  const pattern = typeof path === 'string' ? readPattern(path) : null;
  const [allowed, denied] = [readLists(given.allowed_parameters), readLists(given.denied_parameters)];
  if (pattern === null || allowed === null || denied === null || !areTexts(capabilities) || !areTexts(required)) return null;
  if (!capabilities.every((capability) => CAPABILITIES.includes(capability))) return null;
  return { pattern, capabilities, allowed, denied, required };
}

function areTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** §4: "names fold to lower case". */
function readLists(given: JsonValue | undefined): ParameterMap | null {
  if (given === undefined) return new Map();
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const lists = new Map<string, readonly PolicyValue[]>();
  for (const [name, values] of Object.entries(given)) {
    if (!Array.isArray(values)) return null;
    if (!lists.has(toLower(name))) lists.set(toLower(name), values.map(policyValue));
  }
  return lists;
}

function policyValue(json: JsonValue): PolicyValue {
  if (json === null) return '';
  if (Array.isArray(json)) return json.map(policyValue);
  if (typeof json === 'object') return new Map(Object.entries(json as JsonObject).map(([name, member]) => [name, policyValue(member)]));
  return json as string | number | boolean;
}
