// Conditions that are true of every request for which they are known, and parts of them: what condition-faults.ts has shown.

import type { Condition } from '../../model/condition.js';
import { conditionFaults } from '../condition-faults.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const vacuousCondition: Rule = {
  id: 'vacuous-condition',
  reach: 'set',
  severity: 'warning',
  summary: 'a condition, or a part of one, that is true whenever it is known',
  check(context) {
    const { model, conditions } = context;
    for (const { file, when } of allStanzas(model)) for (const condition of when) report(context, file, condition, () => '');
    for (const { file, record } of model.blocks.guardrails) {
      const denies = (what: string) => `: guardrail ${quoted(record.name)} denies ${what}`;
      for (const condition of record.require) report(context, file, condition, (unknown) => denies(unknown ? 'only where it is unknown' : 'nothing'));
      for (const condition of record.forbid) report(context, file, condition, () => denies('always'));
    }
    for (const { file, record } of conditions) report(context, file, record.condition, () => '');
  },
};

function report(context: RuleContext, file: string, condition: Condition, effect: (unknown: boolean) => string): void {
  for (const { kind, whole, span, unknown } of conditionFaults(context).of(condition)) {
    if (kind !== 'always') continue;
    const what = `${whole ? 'the condition' : 'this part'} is ${unknown ? 'true of every request for which it is known' : 'true of every request'}`;
    context.report({
      file,
      span,
      message: `${what}${whole ? effect(unknown) : ''}`,
      help: unknown ? 'where no more is asked than that a value is there, write has(…); else mend the values' : 'mend the values, or leave it out',
    });
  }
}
