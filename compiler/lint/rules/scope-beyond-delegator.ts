// A pattern of a scope of which the one who delegates may do nothing: a delegation hands on no more than there is, so nobody can use it through this one.

import { attributeSpan } from '../block-places.js';
import { type Beyond, delegationRights } from '../delegation-rights.js';
import { relatedTo } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const scopeBeyondDelegator: Rule = {
  id: 'scope-beyond-delegator',
  reach: 'set',
  severity: 'info',
  summary: 'a scope of a delegation with a pattern of which who delegates may do nothing',
  check(context) {
    const scopes = new Map(context.model.blocks.scopes.map((scope) => [scope.name, scope]));
    for (const { delegation, allowsNothing, beyond } of delegationRights(context)) {
      if (allowsNothing) continue;
      const { record, file, span } = delegation;
      for (const [name, found] of byScope(beyond)) {
        const [{ pattern, operation, path }] = found;
        const stanza = scopes.get(name)?.stanzas.find((one) => `${one.pattern.kind} ${one.pattern.text}` === pattern);
        const others = found.length === 1 ? '' : `, nor anything at ${found.length - 1} more of its patterns`;
        context.report({
          file,
          span: attributeSpan(context, { file, span }, 'scopes'),
          message: `scope ${quoted(name)} reaches beyond the rights of ${quoted(record.from)}: it allows ${operation} of ${quoted(path)}, which ${quoted(record.from)} is denied whatever else the request says, as all that the scope allows there${others}`,
          help: 'nothing of that passes through the delegation: name a narrower scope, or grant it to who delegates',
          ...(stanza === undefined ? {} : { related: [relatedTo(stanza, 'the scope allows it here')] }),
        });
      }
    }
  },
};

type Found = readonly [Beyond, ...Beyond[]];

function byScope(beyond: readonly Beyond[]): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const one of beyond) {
    const there = found.get(one.scope);
    found.set(one.scope, there === undefined ? [one] : [...there, one]);
  }
  return found;
}
