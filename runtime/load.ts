// Sections to tables, every number checked once, so that nothing later need ask whether an index is in range.

import { check } from './errors.js';
import { ExpressionReader, type Matchers } from './expression/read-expression.js';
import { CAPABILITY_NAMES, KIND_EXACT, KIND_NAMES, MATCHER, NODE, NODE_WORDS, PATTERN_WORDS, type PatternKind, SECTION } from './format/layout.js';
import type { Sections } from './format/sections.js';
import { decodeText } from './format/text.js';
import { attributesOf, type LoadedBlocks, readBlocks } from './load-blocks.js';
import { DataReader } from './load-data.js';
import { type LoadedPolicy, PolicyReader } from './load-policies.js';
import { prepare, readAutomaton } from './match/automaton.js';
import { readZone } from './match/zone.js';

export interface LoadedPattern {
  readonly kind: PatternKind;
  readonly text: string;
}

export interface Tables {
  readonly revision: string;
  readonly compiler: string;
  readonly keyId: string | null;
  readonly patterns: readonly LoadedPattern[];
  /** Numbers from here on are exact patterns; below, numbers ascend with rank. */
  readonly firstExact: number;
  readonly nodes: Int32Array;
  readonly labels: Uint16Array;
  readonly policies: readonly LoadedPolicy[];
  readonly policyByName: ReadonlyMap<string, number>;
  /** Scopes stand among the policies and have names of their own. */
  readonly scopeByName: ReadonlyMap<string, number>;
  readonly blocks: LoadedBlocks;
  readonly matchers: Matchers;
}

export function loadTables(sections: Sections): Tables {
  const strings = readStrings(sections.bytes(SECTION.strings));
  const { patterns, firstExact } = readPatterns(sections.words(SECTION.patterns), strings);
  const labelBytes = sections.bytes(SECTION.labels);
  check(labelBytes.length % 2 === 0, 'label section');
  const labels = Uint16Array.from({ length: labelBytes.length / 2 }, (_, i) => (labelBytes[i * 2] as number) | ((labelBytes[i * 2 + 1] as number) << 8));
  const nodes = Int32Array.from(sections.words(SECTION.tree));
  checkTree(nodes, labels.length, patterns);
  const data = new DataReader(sections.words(SECTION.data), strings);
  const [root = 0] = sections.words(SECTION.blocks);
  const tree = data.plain(root);
  const matchers: Matchers = {
    ...readMatchers(sections.words(SECTION.automata), data),
    zones: readZones(sections.words(SECTION.zones), data),
    ...attributesOf(tree),
  };
  const expressions = new ExpressionReader(matchers);
  const policies = new PolicyReader(sections, data, expressions, patterns.length).policies();
  const named = (scope: boolean) => policies.flatMap((policy, i) => (policy.scope === scope ? [[policy.name, i] as const] : []));
  const policyByName = new Map(named(false));
  const scopeByName = new Map(named(true));
  check(policyByName.size + scopeByName.size === policies.length, 'policy table');
  const blocks = readBlocks(tree, expressions);
  const meta = sections.words(SECTION.meta);
  check(meta.length === 1 && (meta[0] as number) < strings.length, 'meta section');
  return {
    revision: sections.revision,
    keyId: sections.keyId,
    compiler: strings[meta[0] as number] as string,
    patterns,
    firstExact,
    nodes,
    labels,
    policies,
    policyByName,
    scopeByName,
    blocks,
    matchers,
  };
}

function readMatchers(words: Uint32Array, data: DataReader): Pick<Matchers, 'globs' | 'patterns'> {
  const globs: Mutable<Matchers['globs']> = new Map();
  const patterns: Mutable<Matchers['patterns']> = new Map();
  for (const { head, body } of records(words, 2))
    (head[0] === MATCHER.glob ? globs : patterns).set(data.string(head[1] as number), prepare(readAutomaton(body)));
  return { globs, patterns };
}

function readZones(words: Uint32Array, data: DataReader): Matchers['zones'] {
  const zones: Mutable<Matchers['zones']> = new Map();
  for (const { head, body } of records(words, 1)) {
    const name = data.string(head[0] as number);
    zones.set(name, readZone(Int32Array.from(body), name));
  }
  return zones;
}

type Mutable<M> = M extends ReadonlyMap<infer K, infer V> ? Map<K, V> : never;

/** Records of a head, a count, and as many words. */
function* records(words: Uint32Array, headWords: number): Generator<{ readonly head: Uint32Array; readonly body: Uint32Array }> {
  for (let at = 0; at < words.length; ) {
    const start = at + headWords + 1;
    const end = start + (words[start - 1] ?? words.length);
    check(end <= words.length, 'record table');
    yield { head: words.subarray(at, start - 1), body: words.subarray(start, end) };
    at = end;
  }
}

function readStrings(bytes: Uint8Array): string[] {
  check(bytes.length >= 8, 'string section');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint32(0, true);
  const base = 4 * (count + 2);
  check(base <= bytes.length, 'string section');
  const strings: string[] = [];
  let start = view.getUint32(4, true);
  check(start === 0, 'string section');
  for (let i = 0; i < count; i++) {
    const end = view.getUint32(8 + i * 4, true);
    check(end >= start && base + end <= bytes.length, 'string section');
    const text = decodeText(bytes, base + start, base + end);
    check(text !== null, 'string section');
    strings.push(text);
    start = end;
  }
  return strings;
}

function readPatterns(words: Uint32Array, strings: readonly string[]): { patterns: LoadedPattern[]; firstExact: number } {
  const count = words[0] ?? -1;
  const exact = words[1] ?? -1;
  check(count >= 0 && exact >= 0 && exact <= count && words.length === 2 + count * PATTERN_WORDS, 'pattern table');
  const patterns: LoadedPattern[] = [];
  for (let i = 0; i < count; i++) {
    const text = strings[words[2 + i * PATTERN_WORDS] as number];
    const kind = words[3 + i * PATTERN_WORDS] as number;
    check(text !== undefined && kind <= KIND_EXACT && (kind === KIND_EXACT) === i >= count - exact, 'pattern table');
    patterns.push({ kind: KIND_NAMES[kind] as PatternKind, text });
  }
  return { patterns, firstExact: count - exact };
}

/** Children come after their parent, so that a walk ends; every index is in range and every pattern in a slot of its kind. */
function checkTree(nodes: Int32Array, labelCount: number, patterns: readonly LoadedPattern[]): void {
  const count = nodes.length / NODE_WORDS;
  check(Number.isInteger(count) && count >= 1, 'tree');
  const seen = new Uint8Array(count);
  const adopt = (child: number, parent: number) => {
    check(child > parent && child < count && seen[child] === 0, 'tree');
    seen[child] = 1;
  };
  for (let node = 0; node < count; node++) {
    const at = (word: number) => nodes[node * NODE_WORDS + word] as number;
    const start = at(NODE.labelStart);
    const length = at(NODE.labelLength);
    check(start >= 0 && length >= 0 && start + length <= labelCount, 'tree');
    const first = at(NODE.firstChild);
    const children = at(NODE.childCount);
    check(children >= 0 && (children === 0 || first > 0) && children <= count, 'tree');
    for (let i = 0; i < children; i++) {
      adopt(first + i, node);
      check((nodes[(first + i) * NODE_WORDS + NODE.labelLength] as number) > 0, 'tree');
    }
    if (at(NODE.plusChild) !== -1) {
      adopt(at(NODE.plusChild), node);
      check((nodes[at(NODE.plusChild) * NODE_WORDS + NODE.labelLength] as number) === 0, 'tree');
    }
    checkSlot(at(NODE.exact), 'exact', patterns);
    checkSlot(at(NODE.segment), 'segment', patterns);
    checkSlot(at(NODE.prefix), 'prefix', patterns);
    checkSlot(at(NODE.segmentPrefix), 'segment', patterns);
  }
}

function checkSlot(pattern: number, kind: PatternKind, patterns: readonly LoadedPattern[]): void {
  check(pattern === -1 || (pattern >= 0 && patterns[pattern]?.kind === kind), 'tree');
}

export function capabilityNames(bits: number): string[] {
  return CAPABILITY_NAMES.filter((_, i) => bits & (1 << i));
}
