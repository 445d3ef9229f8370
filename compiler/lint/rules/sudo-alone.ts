// sudo without a capability to go with it grants no operation.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const sudoAlone: Rule = {
  id: 'sudo-alone',
  reach: 'set',
  severity: 'warning',
  summary: 'sudo without another capability, which grants no operation',
  check(context) {
    for (const rule of context.patterns.rules) {
      if (rule.capabilities.size !== 1 || !rule.capabilities.has('sudo')) continue;
      for (const stanza of rule.stanzas) {
        const sudo = stanza.written.find(({ name }) => name === 'sudo');
        if (sudo === undefined) continue;
        context.report({
          file: stanza.file,
          span: sudo.span,
          message: `sudo alone grants nothing on ${quoted(stanza.pattern.written)}: every operation needs its own capability beside it`,
          help: 'add the capability of the operation, such as update or read',
        });
      }
    }
  },
};
