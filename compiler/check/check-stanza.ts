// One path stanza: its keys, their types and values, as Vault judges them (vault-acl.md §1.5–§1.8), all faults at once instead of the first.

import type { Item, Span } from '@polc/grammar';
import { toLower } from '@polc/runtime';
import type { Reporter } from '../model/report.js';
import { CAPABILITIES, type Capability, type Named, type ParameterRule, type Pattern, type Stanza } from '../model/stanza.js';
import { judgeStanza } from '../schema/judge-stanza.js';
import { decodeControlGroup } from './check-control-group.js';
import { checkPattern } from './check-pattern.js';
import { checkPolcKeys, isPolcKey, polcItems, refuseBesideDeny } from './check-polc-keys.js';
import type { CheckContext } from './context.js';
import { decodeDuration, decodeParameters, decodeString, decodeStrings, field, refuseOutOfRange } from './decode.js';
import { toolOf, typesOf } from './tool-of.js';
import { unreachable } from './unreachable-path.js';
import { isCapability, LEGACY, unknownCapability, unknownKey, VAULT_KEYS } from './words.js';

/** `item` has `path` as its first key. null when there is a fault that leaves no stanza. */
export function checkStanza(item: Item, policy: string, context: CheckContext): Stanza | null {
  const { report, lines, json, keepsItems } = context;
  const [keyword, label] = item.keys as readonly [Item['keys'][number], Item['keys'][number]?];
  const head: Span = { start: keyword.span.start, end: (label ?? keyword).span.end };
  // A path without a label is a stanza for the pattern "path", in Vault and here.
  const pattern = checkPattern(label?.value ?? 'path', (label ?? keyword).span, report);
  if (item.value.kind !== 'object') {
    report.error('path-not-a-block', item.value.span, 'a path needs a block of its own', 'write path "…" { capabilities = ["read"] }');
    return null;
  }
  const { items } = item.value.body;
  checkKeys(items, report);
  if (pattern !== null && !pattern.templated && /^http\/[^*+]/.test(pattern.text)) warnOfUnreachable(pattern, report);

  const legacy = decodeString(field(items, 'policy'), report);
  const written = decodeStrings(field(items, 'capabilities'), report);
  const allowed = decodeParameters(field(items, 'allowed_parameters'), report);
  const denied = decodeParameters(field(items, 'denied_parameters'), report);
  const required = decodeStrings(field(items, 'required_parameters'), report);
  const mfaMethods = decodeStrings(field(items, 'mfa_methods'), report);
  const eventTypes = decodeStrings(field(items, 'subscribe_event_types'), report);
  const controlGroup = decodeControlGroup(items, head, report);
  const minField = field(items, 'min_wrapping_ttl');
  const maxField = field(items, 'max_wrapping_ttl');
  for (const each of [minField, maxField]) refuseOutOfRange(each, report);
  const capabilities = resolveCapabilities(legacy, written, report);
  const own = polcItems(items, json);
  const denies = capabilities.includes('deny');
  if (denies) refuseBesideDeny(own, report);
  const tool = pattern === null ? null : toolOf(pattern, context);
  const vocabulary = tool === null ? context.vocabulary : { ...context.vocabulary, parameters: typesOf(tool) };
  const polc = checkPolcKeys(denies ? own.filter(({ keys }) => keys[0]?.value === 'reason') : own, `${policy}:${pattern?.written}`, head, vocabulary, report);
  if (pattern === null) return null;

  // WHY: at a deny Vault stops reading the stanza; nothing else in it is judged or kept.
  const min = denies ? null : decodeDuration(minField, report);
  const max = denies ? null : decodeDuration(maxField, report);
  if (min !== null && max !== null && min.value !== 0 && max.value !== 0 && max.value < min.value) {
    report.error('wrapping-limits-crossed', max.span, 'max_wrapping_ttl is less than min_wrapping_ttl', 'no request could satisfy both', [
      { message: 'the minimum', file: report.file, span: min.span },
    ]);
  }
  if (!denies) controlGroup?.judge(capabilities);
  // WHY member by member: an object of this size that is spread together is kept as a hash table, of ten times the size.
  const stanza: Stanza = {
    policy,
    file: report.file,
    pattern,
    capabilities,
    written,
    legacy,
    allowed: denies ? null : foldNames(allowed, report),
    denied: denies ? null : foldNames(denied, report),
    required: denies ? NONE : required,
    minWrappingTtl: min?.value ?? 0,
    maxWrappingTtl: max?.value ?? 0,
    mfaMethods: denies ? NONE : namesOf(mfaMethods),
    subscribeEventTypes: denies ? NONE : namesOf(eventTypes),
    controlGroup: denies ? null : (controlGroup?.group ?? null),
    reason: polc.reason,
    parameters: polc.parameters,
    when: polc.when,
    maxTtl: polc.maxTtl,
    approval: polc.approval,
    standsAlone: polc.standsAlone,
    line: lines.line(item.span.start),
    head,
    item: keepsItems ? item : null,
  };
  if (tool !== null && !denies) judgeStanza(stanza, tool, report);
  return stanza;
}

const NONE: readonly never[] = [];

function namesOf(named: readonly Named[]): readonly string[] {
  return named.length === 0 ? NONE : named.map(({ name }) => name);
}

/** Of HTTP paths only: what else is not normal is Vault's to take, and refused by polc when it is asked for. */
function warnOfUnreachable({ written, span }: Pattern, report: Reporter): void {
  const fault = unreachable(written);
  if (fault !== null) report.warning('unreachable-path', span, fault.message, fault.help);
}

function checkKeys(items: readonly Item[], report: Reporter): void {
  for (const { keys } of items) {
    const key = keys[0];
    if (key === undefined || (VAULT_KEYS as readonly string[]).includes(key.value) || isPolcKey(key.value)) continue;
    const { message, help } = unknownKey(key.value);
    report.error('unknown-key', key.span, message, help);
  }
}

/** In Vault's order: a deny ends the list, a wrong word before it is still wrong; the legacy keyword is appended, or replaces all by deny. */
function resolveCapabilities(legacy: Named | null, written: readonly Named[], report: Reporter): readonly Capability[] {
  let found = 0;
  const expansion = legacy === null ? [] : Object.hasOwn(LEGACY, legacy.name) ? LEGACY[legacy.name] : undefined;
  if (legacy !== null && expansion === undefined) {
    report.error(
      'invalid-policy-keyword',
      legacy.span,
      `${JSON.stringify(legacy.name)} is not a value of the legacy key policy`,
      'its values are read, write, sudo and deny; better write capabilities = […]',
    );
  }
  if (expansion?.includes('deny')) return DENY;
  for (const { name, span } of written) {
    if (name === 'deny') return DENY;
    if (isCapability(name)) found |= bitOf(name);
    else {
      const { message, help } = unknownCapability(name);
      report.error('invalid-capability', span, message, help);
    }
  }
  for (const capability of expansion ?? []) found |= bitOf(capability);
  let capabilities = combinations.get(found);
  if (capabilities === undefined) {
    capabilities = CAPABILITIES.filter((capability) => (found & bitOf(capability)) !== 0);
    combinations.set(found, capabilities);
  }
  return capabilities;
}

const DENY: readonly Capability[] = ['deny'];
const bitOf = (capability: Capability) => 1 << CAPABILITIES.indexOf(capability);
/** Each list once: a set of policies has as many stanzas as it likes, and few of these. */
const combinations = new Map<number, readonly Capability[]>();

/** Names fold to lower case. Of two that fold together Vault keeps one at random; polc keeps the first, and says so. */
function foldNames(rules: readonly ParameterRule[] | null, report: Reporter): ParameterRule[] | null {
  if (rules === null) return null;
  const byName = new Map<string, ParameterRule>();
  for (const rule of rules) {
    const name = toLower(rule.name);
    const first = byName.get(name);
    if (first === undefined) byName.set(name, name === rule.name ? rule : { ...rule, name });
    else {
      report.warning(
        'case-variant-parameter',
        rule.span,
        `${JSON.stringify(rule.written)} and ${JSON.stringify(first.written)} are one parameter: Vault keeps one of them at random`,
        'keep one',
        [{ message: 'polc keeps this one', file: report.file, span: first.span }],
      );
    }
  }
  return [...byName.values()];
}
