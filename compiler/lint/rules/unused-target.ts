// A target block whose attributes no stanza and no guardrail reads.

import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';
import { attributesRead } from '../words-of.js';

export const unusedTarget: Rule = {
  id: 'unused-target',
  reach: 'set',
  severity: 'warning',
  summary: 'a target of which no condition reads anything',
  check(context) {
    const { targets } = context.model.blocks;
    if (targets.length === 0) return;
    const read = attributesRead(context.model, 'target');
    for (const { record, file, span } of targets) {
      const names = Object.keys(record.attributes);
      if (names.some((name) => read.has(name))) continue;
      const what = names.length === 0 ? 'it has no attributes' : `no condition reads ${listed(names.map((name) => `target.${name}`))}`;
      context.report({
        file,
        span,
        message: `target ${quoted(record.name)} decides nothing: ${what}`,
        help: 'read it where it is meant, such as when { target { sensitivity = ["low"] } }, or remove it',
      });
    }
  },
};
