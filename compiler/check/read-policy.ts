// Policies and scopes: a name and its stanzas, be it a whole Vault file or a block.

import type { Document, Item, Span } from '@polc/grammar';
import { foldName } from '@polc/runtime';
import { quote } from '../expression/wording.js';
import type { Scope } from '../model/blocks.js';
import type { Reporter } from '../model/report.js';
import type { Policy, Stanza } from '../model/stanza.js';
import type { Block } from './block.js';
import { checkStanza } from './check-stanza.js';
import type { CheckContext } from './context.js';
import { decodeString, field } from './decode.js';
import { ID_RULE, isId } from './ids.js';
import { unknownTopLevel } from './words.js';

/** Names that Vault keeps for itself. */
const RESERVED = new Set(['root', 'response-wrapping']);

/** `given` is the name under which the policy is stored, where the caller knows it; it wins over what the file says. */
export function readVaultFile({ body: { items }, file, syntax }: Document, given: string | undefined, context: CheckContext): Policy {
  const { report } = context;
  for (const item of items) {
    const key = item.keys[0];
    if (key === undefined || key.value === 'name' || key.value === 'path') continue;
    const { message, help } = unknownTopLevel(key.value, syntax === 'json' ? 'json' : 'hcl');
    report.error('unknown-key', key.span, message, help);
  }
  const named = decodeString(field(items, 'name'), report);
  const span = named?.span ?? { start: 0, end: 0 };
  const name = foldName(given ?? named?.name ?? baseName(file));
  // Vault's rules for a stored policy's name (vault-acl.md §8).
  if (name === '' || name.split('/').some((segment) => segment === '.' || segment === '..'))
    report.error('invalid-policy-name', span, `${quote(name)} cannot be the name of a policy`, 'names are not empty and have no "." or ".." segments');
  else refuseReserved(name, span, report);
  return makePolicy(name, span, items, context);
}

export function readPolicy({ id, span, items }: Block, context: CheckContext): Policy {
  const { report } = context;
  const name = foldName(id);
  if (!isId(name)) report.error('invalid-policy-name', span, `${quote(name)} cannot be the name of a policy`, ID_RULE);
  else refuseReserved(name, span, report);
  refuseForeign('policy', items, report);
  return makePolicy(name, span, items, context);
}

export function readScope({ id, span, items }: Block, context: CheckContext): Scope {
  const { report } = context;
  refuseForeign('scope', items, report);
  const { stanzas, templated } = makePolicy(id, span, items, context);
  for (const { capabilities, written, legacy, head } of stanzas) {
    if (!capabilities.includes('deny')) continue;
    const at = written.find(({ name }) => name === 'deny')?.span ?? legacy?.span ?? head;
    report.error('deny-in-scope', at, 'a scope only grants: what it does not grant is not covered', 'leave the stanza out, or write a guardrail');
  }
  return { name: id, file: report.file, span, stanzas, templated };
}

/** Inside these blocks there are only paths. */
function refuseForeign(type: 'policy' | 'scope', items: readonly Item[], report: Reporter): void {
  for (const item of items) {
    const key = item.keys[0];
    if (key !== undefined && key.value !== 'path')
      report.error('unknown-key', key.span, `${quote(key.value)} has no place in a ${type} block`, 'it holds path "…" { … } stanzas');
  }
}

function makePolicy(name: string, span: Span, items: readonly Item[], context: CheckContext): Policy {
  const stanzas: Stanza[] = [];
  for (const item of items) {
    // WHY exact: the key was refused above when it is spelt in another case.
    if (item.keys[0]?.value !== 'path') continue;
    const stanza = checkStanza(item, name, context);
    if (stanza !== null) stanzas.push(stanza);
  }
  return { name, file: context.report.file, span, stanzas, templated: stanzas.some(({ pattern }) => pattern.templated) };
}

function refuseReserved(name: string, span: Span, report: Reporter): void {
  if (RESERVED.has(name)) report.error('reserved-policy-name', span, `the policy name ${JSON.stringify(name)} is Vault's own`, 'rename the file or the policy');
}

/** `policies/Dev.hcl` holds the policy `Dev`. */
export function baseName(file: string): string {
  const last = file.split(/[\\/]/).at(-1) as string;
  return last.replace(/\.(?:hcl|polc\.json|json)$/i, '') || last;
}
