// A Vault policy's tree to its rules, or to what Vault refuses it for (vault-acl.md §1.3 to §1.8). Syntax, the choice between HCL and
// JSON, JSON's quirks and duplicate attributes (§1.1, §1.2, §1.4) are the parser's: a document it refused is refused whatever this says.

import type { Document, Item } from '@polc/grammar';
import { checkControlGroup, decodeControlGroup } from './decode-control-group.js';
import { decodeParameters, decodeString, decodeStrings, type Entry, entriesOf, findField } from './decode-fields.js';
import { decodeTtl, readTtl } from './decode-ttl.js';
import { readPattern, splitTemplate } from './patterns.js';
import type { OraclePattern, OracleRule } from './rule.js';

export interface DecodedPolicy {
  readonly errors: readonly string[];
  /** The rules of the stanzas without an error, in source order. */
  readonly rules: readonly OracleRule[];
  readonly name: string | null;
}

/** §1.5. */
const STANZA_KEYS = [
  'comment',
  'policy',
  'capabilities',
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
  'control_group',
  'subscribe_event_types',
];

/** spec.md §4: the keys and the capabilities that polc adds. */
const POLC_KEYS = ['reason', 'parameters', 'when', 'max_ttl', 'approval'];
const POLC_CAPABILITIES = ['invoke', 'delegate'];

/** Whose language a policy is read in: Vault's and nothing else, or polc's. */
export type Dialect = 'vault' | 'polc';

/** §1.6. */
const CAPABILITIES = ['create', 'read', 'update', 'delete', 'list', 'sudo', 'deny', 'patch', 'subscribe', 'recover'];

/** §1.6, "Legacy". */
const LEGACY_POLICIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['read', ['read', 'list']],
  ['write', ['create', 'read', 'update', 'delete', 'list']],
  ['sudo', ['create', 'read', 'update', 'delete', 'list', 'sudo']],
]);

/** §1.3. */
export function decodePolicy(document: Document): DecodedPolicy {
  const errors: string[] = [];
  const rules: OracleRule[] = [];
  for (const item of document.body.items) {
    const key = item.keys[0]?.value ?? '';
    if (key === 'path') {
      const decoded = decodeStanza(item, 'vault');
      errors.push(...decoded.errors);
      if (decoded.rule !== null) rules.push(decoded.rule);
    } else if (key !== 'name') {
      errors.push(`invalid key "${key}"`);
    }
  }
  const name = decodeString(findField(entriesOf(document.body), 'name'), 'name', errors);
  return { errors, rules, name: name ?? null };
}

/** Of polc's keys this sees no more than that they may stand there. */
export function decodeStanza(item: Item, dialect: Dialect): { readonly errors: readonly string[]; readonly rule: OracleRule | null } {
  // §1.3: the first label is the pattern, further ones are ignored, and without any it is the word `path`.
  const written = item.keys[1]?.value ?? 'path';
  const errors: string[] = [];
  const template = splitTemplate(written);
  if (template === null) errors.push('unbalanced template braces');
  const pattern = readPattern(written);
  if (pattern === null) errors.push('"+*" is forbidden');
  if (item.value.kind !== 'object') {
    errors.push('the body is not an object');
    return { errors: inPath(written, errors), rule: null };
  }
  const entries = entriesOf(item.value.body);
  const known = dialect === 'polc' ? [...STANZA_KEYS, ...POLC_KEYS] : STANZA_KEYS;
  for (const { keys } of entries) {
    if (!known.includes(keys[0] ?? '')) errors.push(`invalid key "${keys[0]}"`);
  }
  const head = { written, pattern: pattern as OraclePattern, templated: template !== null && template.pieces.length > 0 };
  const rule = decodeBody(head, entries, dialect === 'polc' ? [...CAPABILITIES, ...POLC_CAPABILITIES] : CAPABILITIES, errors);
  return { errors: inPath(written, errors), rule: errors.length === 0 ? rule : null };
}

function inPath(written: string, errors: readonly string[]): string[] {
  return errors.map((error) => `path "${written}": ${error}`);
}

type Head = Pick<OracleRule, 'written' | 'pattern' | 'templated'>;

/** §1.5 to §1.7. The types of all keys are decoded before a `deny` ends the reading of the stanza (§1.6). */
function decodeBody(head: Head, entries: readonly Entry[], known: readonly string[], errors: string[]): OracleRule {
  const listed = decodeStrings(findField(entries, 'capabilities'), 'capabilities', errors);
  const legacy = decodeString(findField(entries, 'policy'), 'policy', errors) ?? '';
  const allowed = decodeParameters(findField(entries, 'allowed_parameters'), 'allowed_parameters', errors);
  const denied = decodeParameters(findField(entries, 'denied_parameters'), 'denied_parameters', errors);
  const required = decodeStrings(findField(entries, 'required_parameters'), 'required_parameters', errors);
  const mfaMethods = decodeStrings(findField(entries, 'mfa_methods'), 'mfa_methods', errors);
  const subscribeEventTypes = decodeStrings(findField(entries, 'subscribe_event_types'), 'subscribe_event_types', errors);
  const minimum = readTtl(findField(entries, 'min_wrapping_ttl'), 'min_wrapping_ttl', errors);
  const maximum = readTtl(findField(entries, 'max_wrapping_ttl'), 'max_wrapping_ttl', errors);
  const group = decodeControlGroup(findField(entries, 'control_group'), errors);

  const capabilities = readCapabilities(listed, legacy, known, errors);
  if (capabilities.includes('deny')) return denyRule(head);

  const minWrappingTtl = decodeTtl(minimum, 'min_wrapping_ttl', errors);
  const maxWrappingTtl = decodeTtl(maximum, 'max_wrapping_ttl', errors);
  if (minWrappingTtl !== 0n && maxWrappingTtl !== 0n && maxWrappingTtl < minWrappingTtl) {
    errors.push('max_wrapping_ttl cannot be less than min_wrapping_ttl');
  }
  const controlGroup = group === null ? null : checkControlGroup(group, capabilities, errors);
  return { ...head, capabilities, allowed, denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, subscribeEventTypes, controlGroup };
}

/** §1.6: the listed ones, then the legacy ones; `deny` ends the scan, and what stands behind it is not looked at. */
function readCapabilities(listed: readonly string[], legacy: string, known: readonly string[], errors: string[]): readonly string[] {
  if (legacy === 'deny') return ['deny'];
  const expansion = legacy === '' ? [] : LEGACY_POLICIES.get(legacy);
  if (expansion === undefined) errors.push(`invalid policy "${legacy}"`);
  const all = [...listed, ...(expansion ?? [])];
  for (const capability of all) {
    if (capability === 'deny') return ['deny'];
    if (!known.includes(capability)) errors.push(`invalid capability "${capability}"`);
  }
  return all;
}

/** §1.6: "the rule becomes exactly {deny}", nothing else is stored. */
function denyRule(head: Head): OracleRule {
  return {
    ...head,
    capabilities: ['deny'],
    allowed: new Map(),
    denied: new Map(),
    required: [],
    minWrappingTtl: 0n,
    maxWrappingTtl: 0n,
    mfaMethods: [],
    subscribeEventTypes: [],
    controlGroup: null,
  };
}
