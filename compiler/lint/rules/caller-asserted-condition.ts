// A condition that must hear something from the calling agent itself to allow: the agent can say whatever opens it (spec §8.1). The arguments of
// the request are what is asked for, not a claim, and are not meant here.

import { attributesOf } from '../../expression/walk.js';
import type { Blocks } from '../../model/blocks.js';
import type { Condition } from '../../model/condition.js';
import type { Stanza } from '../../model/stanza.js';
import { attributeName, openingStanzas, placeIn } from '../conditions.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const callerAssertedCondition: Rule = {
  id: 'caller-asserted-condition',
  reach: 'set',
  severity: 'warning',
  summary: 'a condition that opens by what the calling agent says of itself',
  check({ model, conditions, report }) {
    const { blocks } = model;
    for (const stanza of openingStanzas(model)) {
      // Whoever approves has seen what was claimed.
      if (stanza.approval !== null) continue;
      for (const condition of stanza.when) {
        const attributes = attributesIn(condition);
        for (const attribute of attributes) {
          const bound = () => attributes.includes('delegation.purposes') || isBoundScope(stanza, blocks);
          if (attribute === PURPOSE ? bound() : !isCallers(attribute, blocks)) continue;
          report({
            file: stanza.file,
            span: placeIn(condition, conditions, (part) => attributeName(part) === attribute),
            message: `${quoted(attribute)} is what the caller says of itself, and ${quoted(stanza.pattern.written)} opens by it`,
            help:
              attribute === PURPOSE
                ? 'bind it: give delegations purposes and write request.purpose in delegation.purposes; or only take away by it, in a guardrail'
                : 'what a caller asserts can only take away: use it in a guardrail, or have it from a source that can be trusted',
          });
        }
      }
    }
  },
};

function attributesIn(condition: Condition): readonly string[] {
  let attributes = known.get(condition);
  if (attributes === undefined) {
    attributes = attributesOf(condition.code);
    known.set(condition, attributes);
  }
  return attributes;
}

const known = new WeakMap<Condition, readonly string[]>();

const PURPOSE = 'request.purpose';

/** Declared as what the caller says. */
function isCallers(attribute: string, { schema }: Blocks): boolean {
  const [root = '', name = ''] = attribute.split('.');
  return root !== 'parameters' && schema.attributes.get(root)?.get(name)?.source === 'caller';
}

/** A scope is judged under a delegation only: where all that grant it have purposes, the request's is one of them. */
function isBoundScope(stanza: Stanza, { scopes, delegations }: Blocks): boolean {
  const scope = scopes.find(({ stanzas }) => stanzas.includes(stanza));
  const granting = scope === undefined ? [] : delegations.filter(({ record }) => record.scopes.includes(scope.name));
  return granting.length > 0 && granting.every(({ record }) => record.purposes !== undefined);
}
