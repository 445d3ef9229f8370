// A parsed file, told apart: one of polc's blocks, sorted out, or a Vault file. What stands in them is read-file.ts's.

import type { Document, Source } from '@polc/grammar';
import type { Reporter } from '../model/report.js';
import { type Block, isPolcBlock, readBlocks } from './block.js';

export interface Input {
  readonly document: Document;
  readonly source: Source;
  /** The name under which a Vault file is stored, where the caller knows it. */
  readonly name: string | undefined;
  /** A file of tests, and of nothing else. */
  readonly testsOnly: boolean;
  readonly report: Reporter;
}

export interface Sorted extends Input {
  /** null for a Vault file. */
  readonly blocks: readonly Block[] | null;
}

export function sortFile(input: Input): Sorted {
  const { document, report, testsOnly } = input;
  if (testsOnly && document.syntax === 'json') {
    report.error('not-a-test', { start: 0, end: 1 }, "a file of tests is not written in Vault's JSON", 'call it *.test.polc.json: that is JSON as polc has it');
    return { ...input, blocks: [] };
  }
  return { ...input, blocks: testsOnly || isPolcFile(document) ? readBlocks(document.body.items, report, testsOnly) : null };
}

/** Blocks make a file polc's; its own JSON form is nothing else. */
function isPolcFile({ syntax, body }: Document): boolean {
  return syntax === 'polc-json' || (syntax === 'hcl' && body.items.some(isPolcBlock));
}
