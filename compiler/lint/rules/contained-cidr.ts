// A block of addresses that another block of the same list holds as a whole.

import { blockLists, holds } from '../cidr-lists.js';
import { removeElement } from '../list-edits.js';
import { sourceText } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { writtenConditions } from '../words-of.js';

export const containedCidr: Rule = {
  id: 'contained-cidr',
  reach: 'file',
  severity: 'info',
  summary: 'a block of addresses inside another one of its list',
  check(context) {
    for (const { file, condition } of writtenConditions(context.model)) {
      for (const blocks of blockLists(condition.expression)) {
        for (const [i, inner] of blocks.entries()) {
          // Of two that are equal the second is too many.
          const outer = blocks.find((other, k) => k !== i && holds(other.block, inner.block) && (other.block !== inner.block || k < i));
          if (outer === undefined) continue;
          const edit = removeElement(
            sourceText(context.sources, file),
            blocks.map(({ span }) => span),
            i,
          );
          context.report({
            file,
            span: inner.span,
            message: `${quoted(inner.block)} lies in ${quoted(outer.block)} and adds nothing`,
            help: 'remove it, or narrow the other one if less is meant',
            related: [{ message: 'holds it', file, span: outer.span }],
            fixes: edit === null ? [] : [{ title: 'remove the inner block', edits: [edit], safe: true }],
          });
        }
      }
    }
  },
};
