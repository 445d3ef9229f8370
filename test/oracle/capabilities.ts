// Vault's view of a path, sys/capabilities (vault-acl.md §6).

import { compareBytes } from './go-strings.js';
import type { MergedRule } from './rule.js';
import { selectRule } from './select-rule.js';

/** "Rule lookup exactly as for operation `list` on the path as given"; nothing, deny or no capability is `["deny"]`. */
export function capabilitiesOf(rules: readonly MergedRule[], path: string): readonly string[] {
  const held = new Set(selectRule(rules, 'list', path)?.capabilities);
  return held.size === 0 || held.has('deny') ? ['deny'] : [...held].sort(compareBytes);
}
