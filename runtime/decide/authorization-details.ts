// RFC 9396 authorization details of a token, Vault's type `vault:path_access` (grammar/spec.md §10.4 `rar`): one that allows suffices, none may deny,
// and what is malformed denies.

import { CAPABILITY_NAMES, DENY } from '../format/layout.js';
import { policyValueOf } from '../load-terms.js';
import { toLower } from '../match/fold.js';
import { matchesPattern } from '../match/pattern.js';
import { renderTemplate, splitTemplate } from '../match/template.js';
import { isPlainObject } from '../plain.js';
import type { JsonObject, JsonValue } from '../request.js';
import { type LoadedStanza, makeRule, type ParameterMap, type Rule } from '../rule.js';
import type { Case } from './case.js';

const MEMBERS = ['type', 'path', 'capabilities', 'allowed_parameters', 'denied_parameters', 'required_parameters'];

/** The rules of the details that match the path; why not, when one of them denies, or is none that can be understood. */
export function rulesOfDetails(details: readonly JsonObject[], one: Case): Rule[] | 'explicit_deny' | 'rar_no_match' {
  const rules: Rule[] = [];
  let denies = false;
  for (const detail of details) {
    const stanza = stanzaOf(detail);
    const pieces = stanza === null ? null : splitTemplate(stanza.written);
    if (stanza === null || pieces === null) return 'rar_no_match';
    const rendered = renderTemplate(pieces, one, one.asked.path);
    if (rendered === null) continue;
    const { pattern } = rendered;
    if (pattern === null) return 'rar_no_match';
    if (!matchesPattern(pattern, one.asked.path)) continue;
    denies ||= (stanza.capabilities & DENY) !== 0;
    if (rendered.unresolved === null) rules.push(makeRule(pattern.kind, pattern.text, [stanza]));
  }
  return denies ? 'explicit_deny' : rules;
}

function stanzaOf(detail: JsonObject): LoadedStanza | null {
  const { type, path, capabilities, allowed_parameters: allowed, denied_parameters: denied, required_parameters: required = [] } = detail;
  if (type !== 'vault:path_access' || typeof path !== 'string' || !isTexts(capabilities) || !isTexts(required)) return null;
  if (!Object.keys(detail).every((name) => MEMBERS.includes(name))) return null;
  const bits = capabilities.map((name) => CAPABILITY_NAMES.indexOf(name as (typeof CAPABILITY_NAMES)[number]));
  const lists = [allowed, denied].map(parametersOf);
  if (bits.includes(-1) || lists.includes(undefined)) return null;
  const all = bits.reduce((sum, bit) => sum | (1 << bit), 0);
  return {
    ...{ policy: 'vault:path_access', file: '', line: 0, written: path, reason: null, own: null, unresolved: null },
    ...{ capabilities: all & DENY ? DENY : all, allowed: lists[0] ?? null, denied: lists[1] ?? null, required },
    ...{ minWrappingTtl: 0, maxWrappingTtl: 0, mfaMethods: [], eventTypes: [], controlGroup: null },
  };
}

function isTexts(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** null: no list. undefined: none that can be understood. Of two names that fold to one the first counts, as in a policy. */
function parametersOf(value: JsonValue | undefined): ParameterMap | null | undefined {
  if (value === undefined) return null;
  if (!isPlainObject(value)) return undefined;
  const entries = Object.entries(value as JsonObject).reverse();
  if (!entries.every(([, values]) => Array.isArray(values))) return undefined;
  return entries.length === 0 ? null : new Map(entries.map(([name, values]) => [toLower(name), (values as readonly JsonValue[]).map(policyValueOf)]));
}
