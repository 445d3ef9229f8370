// The checked model of Vault's part of the language: every name known, every value typed, every span kept. Lint reads here.

import type { Item, Span } from '@polc/grammar';
import type { ControlGroup, PatternKind, Requirement } from '@polc/runtime';
import type { Blocks } from './blocks.js';
import type { Condition, Parameters } from './condition.js';
import type { Tests } from './tests.js';
import type { ToolServer } from './tools.js';

/** The capabilities in the order of their bits, Vault's first; `deny` stands alone in a stanza that has it. */
export const CAPABILITIES = ['deny', 'create', 'read', 'update', 'delete', 'list', 'sudo', 'patch', 'subscribe', 'recover', 'invoke', 'delegate'] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** A value of a parameter list, as Vault decodes it. `never` equals no value a request can carry (Vault wraps it out of reach). */
export type ParameterValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'list'; readonly elements: readonly ParameterValue[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, value: ParameterValue])[] }
  | { readonly kind: 'never' };

/** One key of `allowed_parameters` or `denied_parameters`: no values means any value. `name` is folded to lower case. */
export interface ParameterRule {
  readonly name: string;
  readonly written: string;
  readonly span: Span;
  readonly values: readonly ParameterValue[];
  /** As long as `values`. */
  readonly valueSpans: readonly Span[];
}

/** A name with its place. */
export interface Named {
  readonly name: string;
  readonly span: Span;
}

/**
 * The pattern of a stanza (vault-acl.md §1.8). `text` is what is compared: one leading slash removed, and for a prefix its final `*` too;
 * a segment pattern keeps its final `*`.
 */
export interface Pattern {
  readonly written: string;
  readonly text: string;
  readonly kind: PatternKind;
  /** Holds `{{…}}`: rendered for each request, and `text` and `kind` are those of the text as written. */
  readonly templated: boolean;
  readonly span: Span;
}

export interface Stanza {
  /** The name of the policy it belongs to. */
  readonly policy: string;
  readonly file: string;
  readonly pattern: Pattern;
  /** In the order of CAPABILITIES; exactly `['deny']` for a deny. */
  readonly capabilities: readonly Capability[];
  /** The capability words as they stand in the list, with their places; empty where only `policy = "…"` speaks. */
  readonly written: readonly Named[];
  /** The legacy `policy = "read"`, if any. */
  readonly legacy: Named | null;
  /** null when the stanza has no such key or an empty map: both add nothing. */
  readonly allowed: readonly ParameterRule[] | null;
  readonly denied: readonly ParameterRule[] | null;
  readonly required: readonly Named[];
  /** Nanoseconds; 0 when unset, negative when written so (Vault then ignores it). */
  readonly minWrappingTtl: number;
  readonly maxWrappingTtl: number;
  readonly mfaMethods: readonly string[];
  readonly subscribeEventTypes: readonly string[];
  readonly controlGroup: ControlGroup | null;
  /** Shown on denial. */
  readonly reason: string | null;
  readonly parameters: Parameters | null;
  readonly when: readonly Condition[];
  /** Seconds; null when unset. */
  readonly maxTtl: number | null;
  readonly approval: Requirement | null;
  /** Has a key of polc other than `reason`: it does not merge (spec §5.1). */
  readonly standsAlone: boolean;
  /** Line of the stanza, from 1. */
  readonly line: number;
  /** The stanza's head, `path "…"`. */
  readonly head: Span;
  /** As written; null where nobody looks back at the text: lint is off. */
  readonly item: Item | null;
}

export interface Policy {
  /** Trimmed and lower-cased. */
  readonly name: string;
  readonly file: string;
  /** Where the name stands: the `name` attribute, the block's label, or the start of the file. */
  readonly span: Span;
  readonly stanzas: readonly Stanza[];
  /** Some pattern holds `{{…}}`. */
  readonly templated: boolean;
}

/** All that a source set says, in source order. */
export interface Model {
  readonly policies: readonly Policy[];
  readonly blocks: Blocks;
  /** Of the `tools` blocks, by name. */
  readonly tools: ReadonlyMap<string, ToolServer>;
  /** No bundle holds anything of them. */
  readonly tests: Tests;
}
