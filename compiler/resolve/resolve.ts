// What only the whole set shows: names declared twice or not at all, circles, identities that two agents share.

import type { Diagnostic, Severity } from '@polc/grammar';
import type { FileModel } from '../check/read-file.js';
import type { Model } from '../model/stanza.js';
import type { Census } from './census.js';
import { findDuplicateBlocks, findDuplicates } from './find-duplicates.js';
import { findGroupCycles } from './find-group-cycles.js';
import { findSameIdentities } from './find-same-identities.js';
import { resolveReferences } from './resolve-references.js';

/** `model` is that of the files, `census` has counted them, and `duplicates` is the weight of two policies of one name. */
export function resolve(model: Model, files: readonly FileModel[], census: Census, duplicates: Severity): Diagnostic[] {
  const { policies, blocks } = model;
  const references = () => files.flatMap((file) => file.references);
  return [
    ...(census.repeatsPolicies ? findDuplicates(policies, duplicates) : []),
    ...(census.repeatsBlocks ? findDuplicateBlocks(files.flatMap(({ declared }) => declared)) : []),
    ...(census.missesNames ? resolveReferences(references(), model) : []),
    ...(census.hasGroups ? findGroupCycles(blocks, references) : []),
    ...(census.repeatsIdentities ? findSameIdentities(blocks) : []),
  ];
}
