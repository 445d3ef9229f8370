// What the files of a set may all speak of: the schema, named conditions, the tools of servers. Read before any file is checked, and the one thing by
// which the meaning of a file hangs on others; whether names are declared anywhere is resolve's.

import type { Source } from '@polc/grammar';
import type { Facts } from '@polc/runtime';
import type { SchemaModel } from '../model/blocks.js';
import type { ToolServer } from '../model/tools.js';
import type { ConditionBlock, Vocabulary } from '../model/vocabulary.js';
import type { BlockType } from './block.js';
import { NO_SCHEMA, readSchema } from './read-schema.js';
import { type Load, readToolsBlock } from './read-tools-block.js';
import type { Sorted } from './sort-file.js';

/** What tests may speak of that stands in no policy file. */
export interface Beyond {
  /** null where nobody can read files. */
  readonly load: Load | null;
  readonly facts: Facts | null;
}

export interface SharedWords {
  readonly vocabulary: Vocabulary;
  readonly tools: ReadonlyMap<string, ToolServer>;
  readonly beyond: Beyond;
}

const DECLARING = ['schema', 'condition', 'tools'] as const satisfies readonly BlockType[];

/** Says something that other files may speak of. */
export function declaresWords({ blocks }: Sorted): boolean {
  return blocks?.some(({ type }) => (DECLARING as readonly BlockType[]).includes(type)) ?? false;
}

/** False where no reading of the text could find such a block: its key stands there as a word of its own, or with an escape that spells a letter. */
export function mayDeclareWords({ text }: Source): boolean {
  return (text.includes('\\') && /\\[xuU0-7]/.test(text)) || DECLARING.some((type) => text.includes(type) && AS_A_WORD[type].test(text));
}

const wordOf = (type: string) => new RegExp(`(?<![\\p{L}\\p{Nd}_.-])${type}(?![\\p{L}\\p{Nd}_.-]|\\/(?![/*]))`, 'u');

/** As the lexer has it: what an identifier holds ends no word. A slash that begins no comment ends an item, so that a segment of a path is none. */
const AS_A_WORD = { schema: wordOf('schema'), condition: wordOf('condition'), tools: wordOf('tools') };

/** Of several blocks of one id the first holds; the others are refused by resolve. */
export function readVocabulary(files: readonly Sorted[], load: Load, beyond: Beyond): SharedWords {
  let schema: SchemaModel | null = null;
  const conditions = new Map<string, ConditionBlock>();
  const tools = new Map<string, ToolServer>();
  for (const { blocks, report } of files) {
    for (const block of blocks ?? []) {
      const { type, id, span, items } = block;
      if (type === 'schema') {
        const read = readSchema(block, report);
        schema ??= read;
      } else if (type === 'condition' && !conditions.has(id)) conditions.set(id, { name: id, file: report.file, span, items });
      else if (type === 'tools') {
        const server = readToolsBlock(block, load, report);
        if (server !== null && !tools.has(id)) tools.set(id, server);
      }
    }
  }
  return { vocabulary: { schema: schema ?? NO_SCHEMA, conditions, parameters: null }, tools, beyond };
}
