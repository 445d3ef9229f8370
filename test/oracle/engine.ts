// The oracle behind the shape of an engine, for `polc eval --engine reference`: policies by their files, and a decision with what the oracle
// knows of one. It has no words, no places and no layers; those members are there and empty.

import { type Document, makeSource, parse } from '@polc/grammar';
import type { Decision, Request } from '@polc/runtime';
import { toLower, trimSpace } from './go-strings.js';
import { oracleDecide, oracleParse } from './index.js';
import { refuseForm } from './request-form.js';

export interface EngineSource {
  readonly file: string;
  readonly text: string | Uint8Array;
}

/** Policies that compile. Throws where one says what only polc knows, which the oracle of Vault cannot judge. */
export function makeEngine(sources: readonly EngineSource[], options: { readonly allowRoot: boolean }): { decide(request: Request): Decision } {
  const policies = new Map(sources.flatMap(policiesOf));
  for (const [name, document] of policies) {
    const [error] = oracleParse(document).errors;
    if (error !== undefined) throw new Error(`policy "${name}": ${error}`);
  }
  return { decide: (request) => decide(policies, request, options) };
}

/** A polc file has a policy a block; a Vault file is one, called by its `name`, else by the file's base name. */
function policiesOf({ file, text }: EngineSource): [name: string, document: Document][] {
  const document = parse(makeSource(file, text)).value;
  const blocks = document.body.items.filter((item) => !item.assigned && item.keys[0]?.value === 'policy');
  if (document.syntax === 'json' || blocks.length === 0) return [[fold(oracleParse(document).name ?? baseName(file)), document]];
  return blocks.flatMap(({ keys, value }) => (value.kind === 'object' ? [[fold(keys[1]?.value ?? ''), { ...document, body: value.body }]] : []));
}

function baseName(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.(hcl|polc\.json|json)$/i, '');
}

/** language.md §1: "trimmed and lower-cased". */
function fold(name: string): string {
  return toLower(trimSpace(name));
}

function decide(policies: ReadonlyMap<string, Document>, request: Request, options: { readonly allowRoot: boolean }): Decision {
  const { allowed, outcome, capabilities, root_privs, granting, mfa_methods, control_group } = oracleDecide(policies, request, options);
  return {
    allowed,
    outcome,
    message: '',
    layers: [],
    rules: [],
    obligations: { max_ttl: null, uses: null, approval: null, mfa: false },
    advice: [],
    missing: [],
    capabilities,
    // contracts.md: "bare policies only".
    vault: refuseForm(request) === null ? { root_privs, granting, mfa_methods, control_group, subscribe_event_types: [] } : null,
    revision: 'reference',
    facts_revision: null,
  };
}
