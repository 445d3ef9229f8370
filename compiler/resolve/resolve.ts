// What only the whole set shows: names declared twice or not at all, circles, identities that two agents share.

import type { Diagnostic, Severity } from '@polc/grammar';
import type { DeclaredBlock } from '../model/declared-block.js';
import type { Reference } from '../model/reference.js';
import type { Model } from '../model/stanza.js';
import { findDuplicateBlocks, findDuplicates } from './find-duplicates.js';
import { findGroupCycles } from './find-group-cycles.js';
import { findSameIdentities } from './find-same-identities.js';
import { resolveReferences } from './resolve-references.js';

export interface Unresolved {
  readonly model: Model;
  readonly references: readonly Reference[];
  readonly declared: readonly DeclaredBlock[];
}

/** `duplicates` is the weight of two policies of one name. */
export function resolve({ model, references, declared }: Unresolved, duplicates: Severity): Diagnostic[] {
  const { policies, blocks } = model;
  return [
    ...findDuplicates(policies, duplicates),
    ...findDuplicateBlocks(declared),
    ...resolveReferences(references, model),
    ...findGroupCycles(blocks, references),
    ...findSameIdentities(blocks),
  ];
}
