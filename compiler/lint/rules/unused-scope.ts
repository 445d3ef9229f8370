// A scope that no delegation names, where delegations are declared beside it.

import { folderOf } from '../block-places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const unusedScope: Rule = {
  id: 'unused-scope',
  reach: 'set',
  severity: 'info',
  summary: 'a scope that no delegation covers anything by',
  check(context) {
    const { scopes, delegations } = context.model.blocks;
    const folders = new Set(delegations.map(({ file }) => folderOf(file)));
    const named = new Set(delegations.flatMap(({ record }) => record.scopes));
    for (const { name, file, span } of scopes) {
      if (named.has(name) || !folders.has(folderOf(file))) continue;
      context.report({
        file,
        span,
        message: `no delegation has the scope ${quoted(name)}, so nobody can consent to it`,
        help: 'name it in the scopes of a delegation, or remove it; one for delegations of the registry may stay, ignored with that reason',
      });
    }
  },
};
