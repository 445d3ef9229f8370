// A named condition that no stanza and no guardrail comes to, be it through other conditions. Tests of the set count as a use.

import type { Condition } from '../../model/condition.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';
import { conditionNamed, decidingConditions, testedConditions, visitExpression } from '../words-of.js';

export const unusedCondition: Rule = {
  id: 'unused-condition',
  reach: 'set',
  severity: 'warning',
  summary: 'a named condition that decides nothing',
  check(context) {
    const { conditions } = context.model.blocks;
    if (conditions.length === 0) return;
    const used = usedConditions(context);
    for (const { record, file, span } of conditions) {
      if (used.has(record.name)) continue;
      context.report({
        file,
        span,
        message: `no stanza and no guardrail asks for condition ${quoted(record.name)}`,
        help: `ask for it where it is meant: when { expr = condition.${record.name} }; or remove it`,
      });
    }
  },
};

function usedConditions(context: RuleContext): ReadonlySet<string> {
  const { model } = context;
  const named = new Map(model.blocks.conditions.map(({ record }) => [record.name, record.condition]));
  const used = new Set<string>();
  const pending = [...testedConditions(context)];
  for (const condition of decidingConditions(model)) pending.push(...namesIn(condition));
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    const condition = named.get(name);
    if (condition !== undefined) pending.push(...namesIn(condition));
  }
  return used;
}

function namesIn({ expression }: Condition): readonly string[] {
  const names: string[] = [];
  visitExpression(expression, (part) => {
    const name = conditionNamed(part);
    if (name !== null) names.push(name);
  });
  return names;
}
