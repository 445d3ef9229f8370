// Parameter lists beside capabilities whose operations have no parameters checked.

import type { Capability, Stanza } from '../../model/stanza.js';
import { alternativesOf } from '../merged.js';
import { keySpan } from '../places.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

/** The capabilities of the operations whose parameters are checked: Vault's (vault-acl.md §5) and polc's (spec §5.1). */
const CHECKED: readonly Capability[] = ['create', 'read', 'update', 'patch', 'recover', 'invoke', 'delegate'];

export const parametersNotEnforced: Rule = {
  id: 'parameters-not-enforced',
  reach: 'set',
  severity: 'warning',
  summary: 'parameter lists beside capabilities for which Vault checks no parameters',
  check(context) {
    const listing = context.patterns.rules.filter(({ stanzas }) => stanzas.some(hasList));
    for (const { capabilities, stanzas } of listing.flatMap(alternativesOf)) {
      if (capabilities.size === 0 || CHECKED.some((capability) => capabilities.has(capability))) continue;
      for (const stanza of stanzas) {
        const keys = [
          stanza.allowed === null ? '' : 'allowed_parameters',
          stanza.denied === null ? '' : 'denied_parameters',
          stanza.required.length === 0 ? '' : 'required_parameters',
        ].filter((key) => key !== '');
        const first = keys[0];
        if (first === undefined) continue;
        context.report({
          file: stanza.file,
          span: keySpan(stanza, first),
          message: `${listed(keys)} on ${quoted(stanza.pattern.written)} ${keys.length === 1 ? 'is' : 'are'} never enforced: Vault checks no parameters of ${listed([...capabilities])}`,
          help: 'the lists are checked for create, update, patch, recover, read, invoke and delegate, and never hide fields of an answer: remove them',
        });
      }
    }
  },
};

function hasList({ allowed, denied, required }: Stanza): boolean {
  return allowed !== null || denied !== null || required.length > 0;
}
