// The digest by which an approval names the requirement that it meets (grammar/spec.md §10.5).

import { digestOf, type Requirement } from '@polc/runtime';

export function requirementDigest({ by, count, kind, name, self, within }: Omit<Requirement, 'digest'>): string {
  return digestOf({ by, count, kind, name, self, within });
}
