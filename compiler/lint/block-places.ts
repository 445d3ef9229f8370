// From a block of the model back to its text: the items it was made of, and where a key of it stands.

import type { Document, Item, Span } from '@polc/grammar';
import type { RuleContext } from './rule.js';

interface Block {
  readonly file: string;
  readonly span: Span;
}

/** An item inside a block, by the keys that lead to it; undefined where it has none such. */
export function attributeOf(context: Pick<RuleContext, 'documents'>, block: Block, ...keys: readonly string[]): Item | undefined {
  let item = blocksOf(context.documents, block.file).get(block.span.start);
  for (const key of keys) {
    const items = item?.value.kind === 'object' ? item.value.body.items : [];
    item = items.find((each) => each.keys[0]?.value === key);
  }
  return item;
}

/** Where the key stands, or the block's label where it does not. */
export function attributeSpan(context: Pick<RuleContext, 'documents'>, block: Block, ...keys: readonly string[]): Span {
  return attributeOf(context, block, ...keys)?.keys[0]?.span ?? block.span;
}

/** The folder of a file: what is declared beside something is declared there. */
export function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** Whether the policy is a `policy` block, and no Vault file. */
export function isBlock(context: Pick<RuleContext, 'documents'>, block: Block): boolean {
  return blocksOf(context.documents, block.file).has(block.span.start);
}

type Blocks = ReadonlyMap<number, Item>;

const known = new WeakMap<readonly Document[], Map<string, Document>>();
const blocks = new WeakMap<Document, Blocks>();

/** Labelled blocks by where their labels begin. */
function blocksOf(documents: readonly Document[], file: string): Blocks {
  let byFile = known.get(documents);
  if (byFile === undefined) {
    byFile = new Map(documents.map((document) => [document.file, document]));
    known.set(documents, byFile);
  }
  const document = byFile.get(file);
  if (document === undefined) return NONE;
  let found = blocks.get(document);
  if (found === undefined) {
    const labelled = document.body.items.filter(({ assigned, keys }) => !assigned && keys[1] !== undefined && keys[0]?.value !== 'path');
    found = new Map(labelled.map((item) => [item.keys[1]?.span.start as number, item]));
    blocks.set(document, found);
  }
  return found;
}

const NONE: Blocks = new Map();
