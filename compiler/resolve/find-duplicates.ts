// Two policies of one name: a warning when a whole repository is looked at, an error for everything that decides. Two blocks of one id are an error.

import type { Diagnostic, Severity } from '@polc/grammar';
import type { DeclaredBlock } from '../model/declared-block.js';
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

export function findDuplicateBlocks(declared: readonly DeclaredBlock[]): Diagnostic[] {
  const first = new Map<string, DeclaredBlock>();
  const diagnostics: Diagnostic[] = [];
  for (const each of declared) {
    const key = `${each.type} ${each.id}`;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, each);
      continue;
    }
    const what = each.id === '' ? 'schema' : `${each.type} ${JSON.stringify(each.id)}`;
    diagnostics.push({
      code: 'duplicate-block',
      severity: 'error',
      message: `the ${what} of ${each.file} stands in ${earlier.file} too`,
      help: each.id === '' ? 'a set has one schema: join the two' : 'an id is given once: rename one of the two, or remove it',
      file: each.file,
      span: each.span,
      related: [{ message: 'the other one', file: earlier.file, span: earlier.span }],
    });
  }
  return diagnostics;
}
