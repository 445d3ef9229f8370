// What the reader of a stanza or block is given beside its items.

import type { LineIndex } from '@polc/grammar';
import type { Facts } from '@polc/runtime';
import type { Reference, ReferenceKind } from '../model/reference.js';
import type { Reporter } from '../model/report.js';
import type { ToolServer } from '../model/tools.js';
import type { Vocabulary } from '../model/vocabulary.js';
import type { Load } from './read-tools-block.js';

/** Of one file. */
export interface CheckContext {
  readonly report: Reporter;
  readonly lines: LineIndex;
  /** Vault's JSON form, whose reader takes objects of objects for labels. */
  readonly json: boolean;
  readonly vocabulary: Vocabulary;
  readonly tools: ReadonlyMap<string, ToolServer>;
  /** Names of other blocks, for resolve. */
  readonly references: Reference[];
  /** Stanzas keep their items, for lint. */
  readonly keepsItems: boolean;
  /** Files that tests name; null where nobody can read any. */
  readonly load: Load | null;
  /** Those that were read, by their names. */
  readonly factsFiles: Map<string, Facts>;
  /** Registered beside the files, so that tests may name it. */
  readonly known: (kind: ReferenceKind, name: string) => boolean;
}
