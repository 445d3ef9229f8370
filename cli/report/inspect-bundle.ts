// A loaded bundle as plain data: revision, signature, sizes, and each policy's stanzas in the shape of the conformance files.

import { type BundleContents, type ControlGroup, classifyPattern, type LoadedStanza, layout, NEVER, type ParameterMap, type PolicyValue } from '@polc/runtime';
import { namesOf } from './patterns-of.js';

export interface Inspection {
  readonly revision: string;
  readonly compiler: string;
  readonly format_version: number;
  readonly bytes: number;
  /** null for an unsigned bundle. `verified` is null when nobody asked. */
  readonly signature: { readonly key_id: string; readonly verified: true | null } | null;
  readonly sections: readonly { readonly name: string; readonly bytes: number }[];
  readonly counts: { readonly policies: number; readonly stanzas: number; readonly patterns: number };
  readonly policies: readonly InspectedPolicy[];
}

export interface InspectedPolicy {
  readonly name: string;
  readonly file: string;
  readonly templated: boolean;
  readonly paths: readonly InspectedStanza[];
}

/** What is unset is absent. Durations are in seconds. */
export interface InspectedStanza {
  readonly path: string;
  readonly kind: string;
  readonly capabilities: readonly string[];
  readonly allowed_parameters?: unknown;
  readonly denied_parameters?: unknown;
  readonly required_parameters?: readonly string[];
  readonly min_wrapping_ttl_seconds?: number;
  readonly max_wrapping_ttl_seconds?: number;
  readonly mfa_methods?: readonly string[];
  readonly subscribe_event_types?: readonly string[];
  readonly control_group?: unknown;
  readonly reason?: string;
  readonly line: number;
}

export function inspectBundle(bundle: Uint8Array, { revision, compiler, keyId, policies, patterns }: BundleContents, verified: boolean): Inspection {
  return {
    revision,
    compiler,
    format_version: layout.FORMAT_VERSION,
    bytes: bundle.length,
    signature: keyId === null ? null : { key_id: keyId, verified: verified ? true : null },
    sections: sectionsOf(bundle),
    counts: { policies: policies.length, stanzas: policies.reduce((sum, { stanzas }) => sum + stanzas.length, 0), patterns: patterns.length },
    policies: policies.map(({ name, file, stanzas }) => ({
      name,
      file,
      templated: stanzas.some(({ template }) => template !== null),
      paths: stanzas.map(({ stanza }) => plainStanza(stanza)),
    })),
  };
}

/** INVARIANT: the bundle has been loaded, so its table is sound. */
function sectionsOf(bundle: Uint8Array): Inspection['sections'] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  return Array.from({ length: view.getUint32(8, true) }, (_, i) => {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    const name = String.fromCharCode(...bundle.subarray(entry, entry + 4));
    return { name, bytes: view.getUint32(entry + 8, true) };
  });
}

/** The order of members is that of the conformance files. */
function plainStanza(stanza: LoadedStanza): InspectedStanza {
  const { kind, text } = classifyPattern(stanza.written) ?? { kind: 'exact', text: stanza.written };
  const optional = {
    allowed_parameters: plainMap(stanza.allowed),
    denied_parameters: plainMap(stanza.denied),
    required_parameters: unlessEmpty(stanza.required),
    min_wrapping_ttl_seconds: unlessZero(stanza.minWrappingTtl / 1e9),
    max_wrapping_ttl_seconds: unlessZero(stanza.maxWrappingTtl / 1e9),
    mfa_methods: unlessEmpty(stanza.mfaMethods),
    subscribe_event_types: unlessEmpty(stanza.eventTypes),
    control_group: plainControlGroup(stanza.controlGroup),
    reason: stanza.reason ?? undefined,
  };
  const set = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { path: text, kind, capabilities: inVaultsOrder(stanza.capabilities), ...Object.fromEntries(set), line: stanza.line };
}

const VAULTS_ORDER = ['create', 'read', 'update', 'delete', 'list', 'sudo', 'deny', 'patch', 'subscribe', 'recover'];

function inVaultsOrder(bits: number): string[] {
  const names = namesOf(bits);
  return VAULTS_ORDER.filter((name) => names.includes(name));
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function unlessZero(seconds: number): number | undefined {
  return seconds === 0 ? undefined : seconds;
}

function plainMap(map: ParameterMap | null): unknown {
  return map === null ? undefined : Object.fromEntries([...map].map(([name, values]) => [name, values.map(plainValue)]));
}

/** What Vault wraps out of reach has no value to show: a bundle keeps of it only that nothing equals it. */
function plainValue(value: PolicyValue): unknown {
  if (value === NEVER) return { unmatchable: true };
  if (typeof value !== 'object') return value;
  if ('elements' in value) return value.elements.map(plainValue);
  return Object.fromEntries([...value.entries].map(([key, inner]) => [key, plainValue(inner)]));
}

function plainControlGroup(group: ControlGroup | null): unknown {
  return group === null ? undefined : { ttl_seconds: group.ttl, factors: group.factors };
}
