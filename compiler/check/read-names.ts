// Lists of names in blocks: what they name is noted for resolve.

import { foldName } from '@polc/runtime';
import type { Reference, ReferenceKind } from '../model/reference.js';
import type { Named } from '../model/stanza.js';
import type { CheckContext } from './context.js';

export function refer(kind: ReferenceKind, { name, span }: Named, { references, report }: CheckContext): string {
  const reference: Reference = { kind, name, file: report.file, span };
  references.push(reference);
  return name;
}

export function referAll(kind: ReferenceKind, names: readonly Named[] | undefined, context: CheckContext): readonly string[] | undefined {
  return names?.map((named) => refer(kind, named, context));
}

/** Policies that a principal holds or is bound by, folded; nobody holds root. */
export function policyNames(names: readonly Named[] | undefined, context: CheckContext): readonly string[] | undefined {
  return names?.flatMap(({ name, span }) => {
    const folded = foldName(name);
    if (folded !== 'root') return [refer('policy', { name: folded, span }, context)];
    context.report.error(
      'root-in-principal',
      span,
      'no principal holds the policy "root"',
      'name the policies that are needed; root exists for requests of bare policies only',
    );
    return [];
  });
}
