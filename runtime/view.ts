// The rules of one policy list: the decision tree over its patterns, and the stanzas behind each leaf. A list of one policy walks that policy's own
// tree where it stands in the bundle; for any other the stanzas are merged by pattern and a tree is built. And the bounded cache of views.

import { check } from './errors.js';
import { LIMITS } from './form.js';
import type { Tables } from './load.js';
import type { LoadedPolicy } from './load-policies.js';
import { toLower, trimSpace } from './match/fold.js';
import { type Classified, compareSpecificity } from './match/pattern.js';
import { type LoadedStanza, makeRule, type Rule, summaryOf } from './rule.js';
import type { WalkedTree } from './select.js';
import type { TreeArena } from './tree/arena.js';
import { buildTree } from './tree/build-tree.js';
import { GeneratedTree, type SelectLeaf } from './tree/generated.js';
import { LEAF, LEAF_CAPABILITIES } from './tree/layout.js';
import type { LeafTexts } from './tree/leaf-texts.js';
import { leavesOf, type PlacedTree } from './tree/read-tree.js';

export interface TemplatedStanza {
  /** Position in the list: the order in which stanzas merge. */
  readonly order: number;
  readonly template: readonly string[];
  readonly stanza: LoadedStanza;
}

/** A pattern of the list with its stanzas, in the list's order. */
interface Leaf {
  readonly pattern: Classified;
  readonly stanzas: readonly LoadedStanza[];
}

/** The same, with the program behind it in the tree of the first of its policies, and where that one's constants start as its last word. */
interface MergedLeaf extends Leaf {
  readonly stanzas: LoadedStanza[];
  readonly program: Uint8Array;
}

export class View implements WalkedTree {
  readonly words: Int32Array;
  readonly labels: Int8Array;
  readonly base: number;
  readonly length: number;
  texts: LeafTexts | null = null;
  readonly generated: GeneratedTree | null;
  /** -1: each program has its own as its last word. WHY there: it is wanted with the program (bench/decisions, w5). */
  readonly #constantBase: number;
  /** Numbers of the list's policies, in its order. */
  readonly policies: readonly number[];
  readonly templated: readonly TemplatedStanza[];
  /** Position in the list of each stanza; only where templates need it. */
  readonly order: ReadonlyMap<LoadedStanza, number>;
  /** null: they are read from the one policy. */
  readonly #leaves: readonly MergedLeaf[] | null;
  readonly #policy: LoadedPolicy | null;
  /** By leaf, each made when it is first asked for. */
  readonly #rules: (Rule | undefined)[] = [];

  constructor(tree: PlacedTree, policies: readonly number[], policy: LoadedPolicy | null, merged: Merged | null, select: SelectLeaf | null) {
    this.words = tree.words;
    this.labels = tree.labels;
    this.base = tree.base;
    this.length = tree.length;
    this.generated = select === null ? null : new GeneratedTree(select, this);
    this.#constantBase = policy?.constantBase ?? -1;
    this.policies = policies;
    this.templated = merged?.templated ?? NONE;
    this.order = merged?.order ?? NO_ORDER;
    this.#leaves = merged?.leaves ?? null;
    this.#policy = policy;
  }

  /** Where the constants start that a program names, of which `end` is the word behind it. */
  constantsOf(end: number): number {
    return this.#constantBase < 0 ? (this.words[end - 1] as number) : this.#constantBase;
  }

  /** What is judged behind a leaf that a walk has found, with its word. @throws RuntimeError corrupt, where the bundle says one thing in two ways */
  rule(leaf: number, word: number): Rule {
    const known = this.#rules[leaf];
    if (known !== undefined) return known;
    const { pattern, stanzas } = this.#leaf(leaf);
    const rule = makeRule(pattern.kind, pattern.text, stanzas);
    const { capabilities, plain } = summaryOf(stanzas.map(restrictionsOf));
    check(stanzas.length > 0 && capabilities === (word & LEAF_CAPABILITIES) && plain === ((word & LEAF.plain) !== 0), 'stanza table');
    this.#rules[leaf] = rule;
    return rule;
  }

  #leaf(number: number): Leaf {
    return this.#leaves?.[number] ?? (this.#policy as LoadedPolicy).leafAt(number);
  }
}

function restrictionsOf(stanza: LoadedStanza) {
  return { ...stanza, standsAlone: stanza.own !== null };
}

const NO_PROGRAM = new Uint8Array(0);
const NONE: readonly never[] = [];
const NO_ORDER: ReadonlyMap<LoadedStanza, number> = new Map();

/** The stanzas of a list by pattern, in the order in which patterns win. */
interface Merged {
  readonly leaves: readonly MergedLeaf[];
  readonly templated: readonly TemplatedStanza[];
  readonly order: ReadonlyMap<LoadedStanza, number>;
}

/** `arena`: where the trees of views lie that are kept; null for one that may be dropped again. */
export function makeView(tables: Tables, policies: readonly number[], arena: TreeArena | null): View {
  const select = tables.generated.get(policies.join()) ?? null;
  const [first, ...others] = policies.map((number) => tables.policies[number] as LoadedPolicy);
  if (first !== undefined && others.length === 0 && !first.templated) return new View(first, policies, first, null, select);
  const merged = mergePolicies(first === undefined ? [] : [first, ...others]);
  const patterns = merged.leaves.map(({ pattern, stanzas, program }) => ({
    ...pattern,
    ...summaryOf(stanzas.map(restrictionsOf)),
    // What one stanza alone asks for is asked for here, too.
    program: stanzas.length === 1 ? program : NO_PROGRAM,
  }));
  const words = buildTree(patterns);
  const placed = arena?.place(words) ?? { words, labels: new Int8Array(words.buffer), base: 0, length: words.length };
  return new View(placed, policies, null, merged, select);
}

function mergePolicies(policies: readonly LoadedPolicy[]): Merged {
  const byPattern = new Map<string, MergedLeaf>();
  const templated: TemplatedStanza[] = [];
  const order = new Map<LoadedStanza, number>();
  for (const policy of policies) {
    const leaves = leavesOf(policy);
    for (const { stanza, pattern, leaf, template } of policy.stanzas()) {
      const position = order.size;
      order.set(stanza, position);
      if (pattern === null) {
        templated.push({ order: position, template, stanza });
        continue;
      }
      const key = `${pattern.kind} ${pattern.text}`;
      const there = byPattern.get(key);
      if (there === undefined) byPattern.set(key, { pattern, stanzas: [stanza], program: withConstants(leaves[leaf]?.program, policy) });
      else there.stanzas.push(stanza);
    }
  }
  const leaves = [...byPattern.values()].sort((a, b) => compareSpecificity(a.pattern, b.pattern));
  return { leaves, templated, order };
}

/** INVARIANT: a program fills whole words (read-tree.ts), so that what is added is one. */
function withConstants(program: Uint8Array | undefined, { constantBase }: LoadedPolicy): Uint8Array {
  if (program === undefined || program.length === 0) return NO_PROGRAM;
  const longer = new Uint8Array(program.length + 4);
  longer.set(program);
  new DataView(longer.buffer).setInt32(program.length, constantBase, true);
  return longer;
}

const MAX_VIEWS = 1024;

interface Cached {
  readonly view: View;
  used: number;
}

/** Views by policy list, the least recently used one dropped when there are too many. Looking one up allocates nothing. */
export class Views {
  /** The last list looked up names `root`, which is no policy of any bundle. */
  namedRoot = false;
  readonly #tables: Tables;
  readonly #byHash = new Map<number, Cached[]>();
  #size = 0;
  #clock = 0;
  /** Numbers of the list being looked up. */
  readonly #list = new Int32Array(LIMITS.policies);
  #length = 0;
  #epoch = 0;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** Names are trimmed and folded; those that do not exist are ignored, as in Vault. At most LIMITS.policies of them. */
  of(names: readonly string[]): View {
    const hash = this.#number(names);
    const bucket = this.#byHash.get(hash);
    if (bucket !== undefined) {
      for (let i = 0; i < bucket.length; i++) {
        const cached = bucket[i] as Cached;
        if (!this.#isListOf(cached.view)) continue;
        cached.used = ++this.#clock;
        return cached.view;
      }
    }
    return this.#add(hash, Array.from(this.#list.subarray(0, this.#length)));
  }

  /** Fills the list with the numbers of the policies that exist; answers its hash. */
  #number(names: readonly string[]): number {
    const { policyByName } = this.#tables;
    const epoch = ++this.#epoch;
    if (names.length > LIMITS.policies) throw new Error('grown since it was checked');
    this.namedRoot = false;
    let length = 0;
    let hash = 0;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      const number = policyByName.get(name) ?? this.#foldedNumber(name);
      if (number < 0) continue;
      this.#list[length++] = number;
      hash = (Math.imul(hash, 0x01000193) ^ (number + 1)) | 0;
    }
    // A list whose elements are getters can ask this engine again in between: nothing of it can be trusted then.
    if (this.#epoch !== epoch) throw new Error('re-entered');
    this.#length = length;
    return hash;
  }

  #foldedNumber(name: string): number {
    const folded = foldName(name);
    if (folded === 'root') this.namedRoot = true;
    return this.#tables.policyByName.get(folded) ?? -1;
  }

  #isListOf({ policies }: View): boolean {
    if (policies.length !== this.#length) return false;
    for (let i = 0; i < policies.length; i++) if (policies[i] !== this.#list[i]) return false;
    return true;
  }

  #add(hash: number, policies: readonly number[]): View {
    if (this.#size >= MAX_VIEWS) this.#dropOldest();
    const cached = { view: makeView(this.#tables, policies, null), used: ++this.#clock };
    const bucket = this.#byHash.get(hash);
    if (bucket === undefined) this.#byHash.set(hash, [cached]);
    else bucket.push(cached);
    this.#size++;
    return cached.view;
  }

  #dropOldest(): void {
    let oldest = Number.POSITIVE_INFINITY;
    let at = 0;
    for (const [hash, bucket] of this.#byHash) {
      for (const { used } of bucket) {
        if (used < oldest) {
          oldest = used;
          at = hash;
        }
      }
    }
    const left = (this.#byHash.get(at) as Cached[]).filter(({ used }) => used !== oldest);
    if (left.length === 0) this.#byHash.delete(at);
    else this.#byHash.set(at, left);
    this.#size--;
  }
}

/** A policy's name as Vault stores it. */
export function foldName(name: string): string {
  return toLower(trimSpace(name));
}
