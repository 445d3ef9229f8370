// 0.0.0.0/0 and ::/0 among the addresses of a condition.

import { blockLists } from '../cidr-lists.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { writtenConditions } from '../words-of.js';

export const cidrOfEverything: Rule = {
  id: 'cidr-of-everything',
  reach: 'file',
  severity: 'warning',
  summary: 'a block of addresses that holds every address',
  check(context) {
    for (const { file, condition } of writtenConditions(context.model)) {
      for (const blocks of blockLists(condition.expression)) {
        const every = blocks.find(({ block }) => block.endsWith('/0'));
        if (every === undefined) continue;
        const family = every.block.includes(':') ? 'IPv6' : 'IPv4';
        context.report({
          file,
          span: every.span,
          message: `${quoted(every.block)} holds every ${family} address: of these it restricts nothing`,
          help: 'name the networks that are meant, or leave the addresses out',
        });
      }
    }
  },
};
