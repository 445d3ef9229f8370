// The parameter lists of a stanza, one key at a time, for the lint rules that read their values.

import type { Span } from '@polc/grammar';
import type { ParameterRule, ParameterValue, Stanza } from '../model/stanza.js';

export type ParameterAttribute = 'allowed_parameters' | 'denied_parameters';

export interface ParameterEntry {
  readonly stanza: Stanza;
  readonly attribute: ParameterAttribute;
  readonly parameter: ParameterRule;
}

/** The keys of both maps, `*` among them. */
export function* parameterEntries(stanzas: readonly Stanza[]): Generator<ParameterEntry> {
  for (const stanza of stanzas) {
    for (const parameter of stanza.allowed ?? []) yield { stanza, attribute: 'allowed_parameters', parameter };
    for (const parameter of stanza.denied ?? []) yield { stanza, attribute: 'denied_parameters', parameter };
  }
}

export interface ValueEntry extends ParameterEntry {
  readonly value: ParameterValue;
  readonly span: Span;
}

/** The values of the named parameters. Those of `*` are never looked at and left out. */
export function* valueEntries(stanzas: readonly Stanza[]): Generator<ValueEntry> {
  for (const entry of parameterEntries(stanzas)) {
    if (entry.parameter.name === '*') continue;
    for (const [i, value] of entry.parameter.values.entries()) yield { ...entry, value, span: entry.parameter.valueSpans[i] ?? entry.parameter.span };
  }
}

/** Parameters that carry names of policies: Vault splits them at commas and folds the request's side to lower case. */
export const POLICY_PARAMETERS: ReadonlySet<string> = new Set(['policies', 'token_policies']);
