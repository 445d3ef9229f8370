// Two policies of one name: a warning when a whole repository is looked at, an error for everything that decides.

import type { Diagnostic, Severity } from '@polc/grammar';
import type { Policy } from '../model/stanza.js';

export function findDuplicates(policies: readonly Policy[], severity: Severity): Diagnostic[] {
  const first = new Map<string, Policy>();
  const diagnostics: Diagnostic[] = [];
  for (const policy of policies) {
    const earlier = first.get(policy.name);
    if (earlier === undefined) {
      first.set(policy.name, policy);
      continue;
    }
    diagnostics.push({
      code: 'duplicate-policy',
      severity,
      message: `the policy ${JSON.stringify(policy.name)} of ${policy.file} stands in ${earlier.file} too`,
      help: 'a name belongs to one policy: rename one, or check only the folder that is used together',
      file: policy.file,
      span: policy.span,
      related: [{ message: 'the other policy of this name', file: earlier.file, span: earlier.span }],
    });
  }
  return diagnostics;
}
