// A loaded stanza as plain data, in the shape of the conformance files; polc's own keys behind Vault's.

import { type ControlGroup, classifyPattern, type LoadedStanza, NEVER, type ParameterMap, type PolicyValue, type ShownAlternative } from '@polc/runtime';
import { namesOf } from './patterns-of.js';

/** What is unset is absent. Durations are in seconds. */
export interface PlainStanza {
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
  readonly parameters?: unknown;
  /** How many conditions must be true. */
  readonly conditions?: number;
  readonly max_ttl_seconds?: number;
  readonly approval?: unknown;
  readonly line: number;
}

/** The order of members is that of the conformance files. */
export function plainStanza(stanza: LoadedStanza): PlainStanza {
  const { kind, text } = classifyPattern(stanza.written) ?? { kind: 'exact', text: stanza.written };
  const optional = {
    ...plainTerms(stanza),
    reason: stanza.reason ?? undefined,
    ...(stanza.own === null ? {} : plainOwnTerms(stanza.own)),
  };
  const set = Object.entries(optional).filter(([, value]) => value !== undefined);
  return { path: text, kind, capabilities: inVaultsOrder(stanza.capabilities), ...Object.fromEntries(set), line: stanza.line };
}

/** What a stanza, or merged ones, restrict; what is unset is undefined. */
export function plainTerms(terms: ShownAlternative['terms']) {
  return {
    allowed_parameters: plainMap(terms.allowed),
    denied_parameters: plainMap(terms.denied),
    required_parameters: unlessEmpty(terms.required),
    min_wrapping_ttl_seconds: unlessZero(terms.minWrappingTtl / 1e9),
    max_wrapping_ttl_seconds: unlessZero(terms.maxWrappingTtl / 1e9),
    mfa_methods: unlessEmpty(terms.mfaMethods),
    subscribe_event_types: unlessEmpty(terms.eventTypes),
    control_group: plainControlGroup(terms.controlGroup),
  };
}

const VAULTS_ORDER = ['create', 'read', 'update', 'delete', 'list', 'sudo', 'deny', 'patch', 'subscribe', 'recover', 'invoke', 'delegate'];

export function inVaultsOrder(bits: number): string[] {
  const names = namesOf(bits);
  return VAULTS_ORDER.filter((name) => names.includes(name));
}

type OwnTerms = NonNullable<LoadedStanza['own']>;
type ObjectShape = NonNullable<OwnTerms['parameters']>;
type AnyShape = NonNullable<ObjectShape['extra']>;

function plainOwnTerms({ parameters, when, maxTtl, approval }: OwnTerms) {
  return {
    parameters: parameters === null ? undefined : plainShape(parameters),
    conditions: unlessZero(when.length),
    max_ttl_seconds: maxTtl === Number.POSITIVE_INFINITY ? undefined : maxTtl,
    approval: approval ?? undefined,
  };
}

/** Without the automata, which the texts stand for. */
function plainShape(shape: AnyShape): unknown {
  switch (shape.kind) {
    case 'string': {
      const { globMatchers: _globs, patternMatchers: _patterns, ...rest } = shape;
      return rest;
    }
    case 'list':
      return shape.items === undefined ? shape : { ...shape, items: plainShape(shape.items) };
    case 'one_of':
      return { kind: 'one_of', shapes: shape.shapes.map(plainShape) };
    case 'object': {
      const members = [...shape.members].map(([name, member]) => [name, { optional: member.optional, shape: plainShape(member.shape) }]);
      return { kind: 'object', members: Object.fromEntries(members), ...(shape.extra === undefined ? {} : { extra: plainShape(shape.extra) }) };
    }
    default:
      return shape;
  }
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function unlessZero(number: number): number | undefined {
  return number === 0 ? undefined : number;
}

function plainMap(map: ParameterMap | null): Readonly<Record<string, readonly unknown[]>> | undefined {
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
