// What all files of a set say, one behind the other. The parts stay the objects they are in their files.

import type { SchemaModel } from '../model/blocks.js';
import type { Model, Policy } from '../model/stanza.js';
import type { Tests } from '../model/tests.js';
import type { ToolServer } from '../model/tools.js';
import { type FileBlocks, type FileModel, noBlocks } from './read-file.js';
import { NO_TESTS } from './tests/read-tests.js';

export function joinFiles(files: readonly FileModel[], schema: SchemaModel, tools: ReadonlyMap<string, ToolServer>): Model {
  const policies: Policy[] = [];
  const blocks = noBlocks();
  const tests: Tests[] = [];
  for (const file of files) {
    if (file.tests !== NO_TESTS) tests.push(file.tests);
    append(policies, file.policies);
    if (file.blocks === null) continue;
    for (const kind in blocks) append<unknown>(blocks[kind as keyof FileBlocks], file.blocks[kind as keyof FileBlocks]);
  }
  return { policies, blocks: { ...blocks, schema }, tools, tests: tests.length === 0 ? NO_TESTS : joinTests(tests) };
}

function joinTests(all: readonly Tests[]): Tests {
  const joined = { tests: [], properties: [], invariants: [] } as { -readonly [K in keyof Tests]: Tests[K][number][] };
  for (const each of all) for (const kind in joined) append<unknown>(joined[kind as keyof Tests], each[kind as keyof Tests]);
  return joined;
}

/** WHY a loop: arguments of a call are bounded, and a file may hold more blocks. */
function append<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each);
}
