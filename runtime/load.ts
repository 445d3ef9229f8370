// Sections to tables: what decisions walk is checked once, so that nothing later need ask whether an index is in range.

import { check } from './errors.js';
import { ExpressionReader, type Matchers, readList } from './expression/read-expression.js';
import type { AgentRecord, UserRecord } from './facts/records.js';
import { Image } from './format/image.js';
import { CAPABILITY_NAMES, SECTION } from './format/layout.js';
import { type Section, type Sections, wordsOf } from './format/sections.js';
import { attributesOf, type LoadedBlocks, readBlocks } from './load-blocks.js';
import { Constants } from './load-constants.js';
import { type BundleBytes, LoadedPolicy } from './load-policies.js';
import { Records } from './load-records.js';
import { prepare, readAutomaton } from './match/automaton.js';
import { readZone } from './match/zone.js';
import { isPlainObject } from './plain.js';
import type { JsonValue } from './request.js';
import type { GeneratedSelectors } from './tree/generated.js';
import { TreeScratch } from './tree/read-tree.js';

export interface Tables {
  readonly sections: Sections;
  readonly constants: Constants;
  readonly compiler: string;
  /** Scopes among them. */
  readonly policies: readonly LoadedPolicy[];
  readonly policyByName: ReadonlyMap<string, number>;
  /** Scopes have names of their own. */
  readonly scopeByName: ReadonlyMap<string, number>;
  readonly agents: Records<AgentRecord>;
  readonly users: Records<UserRecord>;
  readonly blocks: LoadedBlocks;
  readonly matchers: Matchers;
  /** Empty but in an emitted module. */
  readonly generated: GeneratedSelectors;
}

/** `before`: the bundle that `sections` were compared with. */
export function loadTables(sections: Sections, before: Tables | null, generated: GeneratedSelectors): Tables {
  const { bytes } = sections;
  const words = wordsOf(bytes);
  const imageOf = ({ start, end }: Section) => new Image(bytes, start, end);
  const wordsOfSection = ({ start, end }: Section) => {
    check((end - start) % 4 === 0, 'section table');
    return words.subarray(start / 4, end / 4);
  };
  const blocksImage = imageOf(sections.one(SECTION.blocks));
  const tree = blocksImage.read(blocksImage.root);
  check(isPlainObject(tree) && typeof tree.compiler === 'string', 'blocks');
  const literals = imageOf(sections.one(SECTION.literals));
  const texts = readTextLists(literals.read(literals.root));
  const matchers: Matchers = {
    ...readMatchers(wordsOfSection(sections.one(SECTION.automata)), texts),
    zones: readZones(wordsOfSection(sections.one(SECTION.zones)), texts[2]),
    ...attributesOf(tree),
  };
  const constants = Constants.after(hasSameZones(sections) ? (before?.constants ?? null) : null, matchers.zones);
  const context = { constants, scratch: new TreeScratch(), expressions: new ExpressionReader(matchers), shapes: new Map() };
  const all: BundleBytes = { bytes, words, labels: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
  const known = before !== null && constants === before.constants ? policiesBySection(before) : null;
  const policies: LoadedPolicy[] = [];
  const policyByName = new Map<string, number>();
  const scopeByName = new Map<string, number>();
  for (const section of sections.all) {
    if (section.tag !== SECTION.policy) continue;
    const policy = new LoadedPolicy(all, section, context, known?.[section.before] ?? null);
    const names = policy.scope ? scopeByName : policyByName;
    check(!names.has(policy.name), 'policy table');
    names.set(policy.name, policies.length);
    policies.push(policy);
  }
  return {
    sections,
    constants,
    compiler: tree.compiler,
    policies,
    policyByName,
    scopeByName,
    agents: new Records('agents', imageOf(sections.one(SECTION.agents))),
    users: new Records('users', imageOf(sections.one(SECTION.users))),
    blocks: readBlocks(tree, context.expressions),
    matchers,
    generated,
  };
}

/** As the bundle before. */
function hasSameZones(sections: Sections): boolean {
  return [SECTION.literals, SECTION.zones].every((tag) => sections.one(tag).before >= 0);
}

/** By the place of their sections. */
function policiesBySection({ sections, policies }: Tables): (LoadedPolicy | undefined)[] {
  let next = 0;
  return sections.all.map(({ tag }) => (tag === SECTION.policy ? policies[next++] : undefined));
}

type TextLists = readonly [globs: readonly string[], patterns: readonly string[], zones: readonly string[]];

function readTextLists(value: JsonValue): TextLists {
  const lists = readList(value).map(readList);
  check(lists.length === 3 && lists.every((texts) => texts.every((text) => typeof text === 'string')), 'literals');
  return lists as unknown as TextLists;
}

function readMatchers(words: Int32Array, [globs, patterns]: TextLists): Pick<Matchers, 'globs' | 'patterns'> {
  const automata = records(words).map((body) => prepare(readAutomaton(new Uint32Array(body.buffer, body.byteOffset, body.length))));
  check(automata.length === globs.length + patterns.length, 'literals');
  const named = (texts: readonly string[], from: number) => new Map(texts.map((text, i) => [text, automata[from + i] as (typeof automata)[number]]));
  return { globs: named(globs, 0), patterns: named(patterns, globs.length) };
}

function readZones(words: Int32Array, names: readonly string[]): Matchers['zones'] {
  const zones = records(words);
  check(zones.length === names.length, 'literals');
  return new Map(names.map((name, i) => [name, readZone(zones[i] as Int32Array, name)]));
}

/** Each a count, and as many words. */
function records(words: Int32Array): Int32Array[] {
  const bodies: Int32Array[] = [];
  for (let at = 0; at < words.length; ) {
    const count = words[at] as number;
    check(count >= 0 && at + 1 + count <= words.length, 'record table');
    bodies.push(words.subarray(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return bodies;
}

export function capabilityNames(bits: number): string[] {
  return CAPABILITY_NAMES.filter((_, i) => bits & (1 << i));
}
