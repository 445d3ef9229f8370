// `invoke` on a path of Vault's, of HTTP or of polc's own administration: these are read and written, not called.

import { mayBeKv } from '../kv2.js';
import { writtenSegments } from '../leading-path.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';
import { allStanzas } from '../words-of.js';

export const misplacedInvoke: Rule = {
  id: 'misplaced-invoke',
  reach: 'file',
  severity: 'warning',
  summary: 'invoke where nothing is called',
  check(context) {
    for (const { pattern, capabilities, written, file } of allStanzas(context.model)) {
      const at = written.find(({ name }) => name === 'invoke');
      const [root = '', word = ''] = writtenSegments(pattern);
      if (at === undefined || !capabilities.includes('invoke') || !(OTHERS.has(root) || isKv(root, word))) continue;
      context.report({
        file,
        span: at.span,
        message: `nothing is called at ${quoted(pattern.written)}: invoke is for tools, mcp/…, and agents, agents/…`,
        help: OTHERS.get(root) ?? 'write the capabilities of Vault: read, create, update, delete, list',
      });
    }
  },
};

const VAULTS = 'write the capabilities of Vault: read, create, update, delete, list';
const OTHERS: ReadonlyMap<string, string> = new Map([
  ...['sys', 'auth', 'identity', 'cubbyhole', 'secret'].map((root): [string, string] => [root, VAULTS]),
  ['http', 'GET is read, POST create, PUT update, DELETE delete'],
  ['polc', 'write create, read, update or delete'],
]);

function isKv(root: string, word: string): boolean {
  return mayBeKv(root) && !/[+*{]/.test(root) && (word === 'data' || word === 'metadata');
}
