// The blocks of a polc file, sorted out: their types, ids and bodies. What stands beside them is refused here; what is in them is their readers'.

import { type Item, type Key, type LineIndex, nearest, type Span } from '@polc/grammar';
import { quote } from '../expression/wording.js';
import type { Placed } from '../model/blocks.js';
import type { Reporter } from '../model/report.js';
import { checkId } from './ids.js';
import { POLC_BLOCKS, unknownTopLevel } from './words.js';

export type BlockType = (typeof POLC_BLOCKS)[number];

export interface Block {
  readonly type: BlockType;
  /** Empty for the schema, which has none. */
  readonly id: string;
  /** The label; the type where there is none. */
  readonly span: Span;
  /** Type and label. */
  readonly head: Span;
  readonly items: readonly Item[];
  readonly item: Item;
}

export function isPolcBlock(item: Item): boolean {
  return !item.assigned && (POLC_BLOCKS as readonly string[]).includes(item.keys[0]?.value ?? '');
}

/** They stand in files of their own, or beside what they test. */
const TESTS: readonly BlockType[] = ['test', 'property', 'invariant'];

export function isTest({ type }: Block): boolean {
  return TESTS.includes(type);
}

/** `testsOnly`: of a file of tests. */
export function readBlocks(items: readonly Item[], report: Reporter, testsOnly: boolean): Block[] {
  return items.flatMap((item) => {
    const [head] = item.keys as readonly [Key];
    if (testsOnly && !(TESTS as readonly string[]).includes(head.value)) {
      const near = nearest(head.value, TESTS);
      report.error(
        'not-a-test',
        head.span,
        `${quote(head.value)} has no place in a file of tests`,
        near === undefined ? 'it holds test, property and invariant blocks; everything else stands in a policy file' : `did you mean ${near}?`,
      );
      return [];
    }
    if (!isPolcBlock(item)) {
      refuseTopLevel(item, report);
      return [];
    }
    const block = readBlock(item, report);
    return block === null ? [] : [block];
  });
}

function readBlock(item: Item, report: Reporter): Block | null {
  const [key, label, extra] = item.keys as readonly [Key, Key?, Key?];
  const type = key.value as BlockType;
  if (item.value.kind !== 'object') return null;
  const { items } = item.value.body;
  if (type === 'schema') {
    if (label !== undefined) report.error('extra-label', label.span, 'the schema has no name', 'write schema { … }');
    return { type, id: '', span: key.span, head: key.span, items, item };
  }
  if (label === undefined) {
    report.error('missing-label', key.span, `${nameOf(type)} is missing here`, `write ${type} "…" { … }`);
    return null;
  }
  if (extra !== undefined) report.error('extra-label', extra.span, `${nameOf(type)} is one label`, 'remove the others');
  // The name of a policy is judged where it is folded; a test's is a sentence.
  if (type !== 'policy' && !TESTS.includes(type)) checkId(label.value, label.span, nameOf(type), report);
  return { type, id: label.value, span: label.span, head: { start: key.span.start, end: label.span.end }, items, item };
}

/** `the id of an agent`: records of principals have ids, everything else a name. */
function nameOf(type: BlockType): string {
  const id = type === 'agent' || type === 'user' || type === 'group' || type === 'delegation';
  return `the ${id ? 'id' : 'name'} of ${withArticle(type)}`;
}

function withArticle(type: BlockType): string {
  return `${/^[ai]/.test(type) ? 'an' : 'a'} ${type.replace('_', ' ')}`;
}

function refuseTopLevel(item: Item, report: Reporter): void {
  const [key] = item.keys as readonly [Key];
  if (key.value === 'path' || key.value === 'name') {
    report.error(
      'path-beside-blocks',
      key.span,
      `a bare ${key.value} cannot stand beside labelled blocks`,
      'put it into policy "name" { … }, or into a file of its own',
    );
  } else {
    const { message, help } = unknownTopLevel(key.value, 'blocks');
    report.error('unknown-key', key.span, message, help);
  }
}

export function placed<R>(record: R, { span, item }: Block, report: Reporter, lines: LineIndex): Placed<R> {
  return { record, file: report.file, span, extent: item.span, line: lines.line(item.span.start) };
}
