// What all files of a set say, one behind the other. The parts stay the objects they are in their files.

import type { SchemaModel } from '../model/blocks.js';
import type { Model, Policy } from '../model/stanza.js';
import type { ToolServer } from '../model/tools.js';
import { type FileBlocks, type FileModel, noBlocks } from './read-file.js';

export function joinFiles(files: readonly FileModel[], schema: SchemaModel, tools: ReadonlyMap<string, ToolServer>): Model {
  const policies: Policy[] = [];
  const blocks = noBlocks();
  for (const file of files) {
    append(policies, file.policies);
    if (file.blocks === null) continue;
    for (const kind in blocks) append<unknown>(blocks[kind as keyof FileBlocks], file.blocks[kind as keyof FileBlocks]);
  }
  return { policies, blocks: { ...blocks, schema }, tools };
}

/** WHY a loop: arguments of a call are bounded, and a file may hold more blocks. */
function append<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}
