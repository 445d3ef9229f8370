// Paths that Vault opens only to those who have `sudo` there beside the operation's own capability.

import { isUnconditional } from '../merged.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const missingSudo: Rule = {
  id: 'missing-sudo',
  reach: 'set',
  severity: 'warning',
  summary: 'a root-protected path without sudo',
  check(context) {
    for (const { kind, text, templated, capabilities, deny, stanzas: merged } of context.patterns.rules) {
      if (
        !(text.startsWith('sys/') || text.startsWith('auth/')) ||
        deny ||
        templated ||
        capabilities.size === 0 ||
        capabilities.has('sudo') ||
        !merged.every(isUnconditional)
      )
        continue;
      if (!(kind === 'exact' && EXACT.has(text)) && !BELOW.some((folder) => text.startsWith(folder))) continue;
      const [stanza] = merged;
      if (stanza === undefined) continue;
      context.report({
        file: stanza.file,
        span: stanza.pattern.span,
        message: `Vault refuses ${quoted(stanza.pattern.written)} without sudo: the path is root-protected`,
        help: 'add "sudo" to the capabilities, if that much is meant',
      });
    }
  },
};

/** Of Vault's table of root-protected paths, those that are so in all of its versions. */
const EXACT: ReadonlySet<string> = new Set([
  'sys/seal',
  'sys/step-down',
  'sys/remount',
  'sys/raw',
  'sys/audit',
  'sys/rotate',
  'sys/config/cors',
  'auth/token/accessors',
  'auth/token/accessors/',
]);
const BELOW: readonly string[] = [
  ...['sys/raw/', 'sys/audit/', 'sys/auth/', 'sys/config/auditing/', 'sys/plugins/catalog/'],
  ...['sys/leases/lookup/', 'sys/leases/revoke-prefix/', 'sys/leases/revoke-force/'],
];
