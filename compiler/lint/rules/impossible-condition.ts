// Conditions that no request meets, and parts of them: what condition-faults.ts has shown. Periods, literals and schemas of tools have rules of their own.

import type { Condition } from '../../model/condition.js';
import { conditionFaults } from '../condition-faults.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const impossibleCondition: Rule = {
  id: 'impossible-condition',
  reach: 'set',
  severity: 'warning',
  summary: 'a condition, or a part of one, that no request can make true',
  check(context) {
    const { model, conditions } = context;
    for (const stanza of allStanzas(model)) {
      const grants = `${quoted(stanza.pattern.written)} grants nothing`;
      for (const condition of stanza.when) report(context, stanza.file, condition, () => grants);
      const together = stanza.when.length === 0 ? null : conditionFaults(context).together(stanza);
      if (together !== null)
        context.report({
          file: stanza.file,
          span: together.span,
          message: `this cannot be met together with the rest: ${grants}`,
          help: 'all whens of a stanza and its parameters must hold at once: write alternatives as stanzas of their own',
          related: together.related,
        });
    }
    for (const { file, record } of model.blocks.guardrails) {
      for (const condition of record.require) report(context, file, condition, () => `guardrail ${quoted(record.name)} denies always`);
      for (const condition of record.forbid)
        report(context, file, condition, (unknown) => `guardrail ${quoted(record.name)} denies ${unknown ? 'only where it is unknown' : 'nothing'}`);
    }
    for (const { file, record } of conditions) report(context, file, record.condition, () => `condition ${quoted(record.name)} is of no use`);
  },
};

function report(context: RuleContext, file: string, condition: Condition, effect: (unknown: boolean) => string): void {
  for (const { kind, whole, span, against, unknown } of conditionFaults(context).of(condition)) {
    if (kind !== 'never') continue;
    const what =
      against === null ? (whole ? 'the condition is never true' : 'this part is never true') : 'this is never true together with what stands before it';
    context.report({
      file,
      span,
      message: whole ? `${what}: ${effect(unknown)}` : what,
      help: 'write || where either was meant, mend the values, or leave it out',
      ...(against === null ? {} : { related: [{ message: 'contradicts this', file, span: against }] }),
    });
  }
}
