// What the reader of a stanza or block is given beside its items.

import type { LineIndex } from '@polc/grammar';
import type { Reference } from '../model/reference.js';
import type { Reporter } from '../model/report.js';
import type { ToolServer } from '../model/tools.js';
import type { Vocabulary } from '../model/vocabulary.js';

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
}
