// A condition that nobody need meet: another stanza at the same pattern grants the same without one.

import type { Capability, Stanza } from '../../model/stanza.js';
import { isUnconditional, mergeStanzas } from '../merged.js';
import { keySpan, relatedTo } from '../places.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const bypassedCondition: Rule = {
  id: 'bypassed-condition',
  reach: 'file',
  severity: 'warning',
  summary: 'a condition beside a stanza of the same pattern that grants the same without it',
  check(context) {
    for (const { stanzas } of [...context.policies, ...context.model.blocks.scopes]) {
      for (const rule of mergeStanzas(stanzas)) {
        if (rule.deny || rule.stanzas.length === 1) continue;
        const opening = firstToOpen(rule.stanzas);
        for (const stanza of rule.stanzas) {
          const open = isUnconditional(stanza) ? undefined : opening.find((other) => shared(stanza, other).length > 0);
          if (open === undefined) continue;
          const key = ['when', 'parameters', 'approval'].find((each) => keySpan(stanza, each) !== stanza.head) as string;
          context.report({
            file: stanza.file,
            span: keySpan(stanza, key),
            message: `${key} is bypassed: another stanza on ${quoted(stanza.pattern.written)} grants ${listed(shared(stanza, open))} without it`,
            help: 'one stanza that allows suffices: take the capability out of the other one, give it the condition too, or write a guardrail',
            related: [relatedTo(open, 'grants it without the condition')],
          });
        }
      }
    }
  },
};

/** For each capability the first that grants it without a condition, in source order: there are few, however many stanzas the pattern has. */
function firstToOpen(stanzas: readonly Stanza[]): readonly Stanza[] {
  const granted = new Set<Capability>();
  return stanzas.filter((stanza) => {
    if (!isUnconditional(stanza) || stanza.capabilities.every((capability) => granted.has(capability))) return false;
    for (const capability of stanza.capabilities) granted.add(capability);
    return true;
  });
}

function shared(stanza: Stanza, other: Stanza) {
  return stanza.capabilities.filter((capability) => other.capabilities.includes(capability));
}
