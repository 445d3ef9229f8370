// Which one rule a request is judged by (vault-acl.md §4): static patterns through the tree, templated ones filled in and weighed beside them.

import { DENY, LIST } from './format/layout.js';
import { compareSpecificity, matchesPattern } from './match/pattern.js';
import { renderTemplate, type TemplateFacts } from './match/template.js';
import { type LoadedStanza, makeRule, type Rule } from './rule.js';
import type { GeneratedTree } from './tree/generated.js';
import { EXACT_LEAF, LEAF_KIND, PREFIX_LEAF, TREE } from './tree/layout.js';
import { LeafTexts } from './tree/leaf-texts.js';
import type { PlacedTree } from './tree/read-tree.js';
import { UNSURE, Walker } from './tree/walker.js';
import type { TemplatedStanza, View } from './view.js';

const SLASH = 47;

/** So many trees have texts of their own. WHY not all: of thousands, what they hold is no longer in the cache when it is wanted (bench/decisions, w4). */
const MOST_TREES = 32;

/** A tree that decisions walk, again and again. */
export interface WalkedTree extends PlacedTree {
  /** Where it is one of few. */
  texts: LeafTexts | null;
  /** Where the compiler has generated what selects: it is asked, and no walk is. */
  readonly generated: GeneratedTree | null;
}

export class Selector {
  #trees = 0;
  readonly walker = new Walker();

  /** The rule for a path that has lost its leading slashes; null when none matches. `list` looks as LIST does. */
  select(view: View, path: string, list: boolean, facts: TemplateFacts): Rule | null {
    if (view.templated.length > 0) {
      const all = this.candidates(view, path, list, facts);
      const chosen = list && path.endsWith('/') ? chooseForFolder(all, path) : chooseBest(all, path);
      // What is unresolved gives way to nothing that ranks below it (spec §5.4).
      const unresolved = all.find((rule) => rule.unresolved !== null);
      return chosen === null || unresolved === undefined || compareSpecificity(chosen, unresolved) >= 0 ? (chosen ?? unresolved ?? null) : unresolved;
    }
    const leaf = this.leaf(view, path, list);
    return leaf < 0 ? null : view.rule(leaf, this.word);
  }

  /** The word of the leaf that was found last. */
  word = 0;

  /** The leaf that wins, -1 when none matches. Leaves ascend with rank, so that it is the largest number. */
  leaf(tree: WalkedTree, path: string, list: boolean): number {
    if (list && path.charCodeAt(path.length - 1) === SLASH) return this.#folderLeaf(tree, path);
    const { walker } = this;
    const { texts, generated } = tree;
    if (generated !== null) {
      const leaf = generated.select(path);
      if (leaf >= 0) generated.place(walker, leaf);
      this.word = walker.word;
      return leaf;
    }
    if (texts === null || walker.guess(tree, texts, path) === UNSURE) {
      walker.walk(tree, path, path.length);
      this.#keepText(tree, path);
    }
    this.word = walker.word;
    return walker.best;
  }

  #keepText(tree: WalkedTree, path: string): void {
    const { best, word, literal } = this.walker;
    if (best < 0 || (tree.texts === null && this.#trees === MOST_TREES)) return;
    if (tree.texts === null) {
      tree.texts = new LeafTexts();
      this.#trees++;
    }
    const { texts } = tree;
    const kind = word & LEAF_KIND;
    if (kind === EXACT_LEAF) texts.keep(best, path, path.length);
    else if (kind === PREFIX_LEAF) texts.keep(best, path, literal);
  }

  /** LIST of `…/` (§4 1.–3., §4.2): the exact rule with the slash, then without it, then the ranking of both paths' candidates. */
  #folderLeaf(tree: WalkedTree, path: string): number {
    const { walker } = this;
    const exactFrom = tree.words[tree.base + TREE.exactFrom] as number;
    let best = -1;
    let denied = -1;
    let listed = -1;
    const words = new Map<number, number>();
    const enter = (leaf: number, word: number) => {
      words.set(leaf, word);
      best = Math.max(best, leaf);
      if (word & DENY) denied = Math.max(denied, leaf);
      if (word & LIST) listed = Math.max(listed, leaf);
    };
    for (let trimmed = 0; trimmed < 2; trimmed++) {
      walker.walk(tree, path, path.length - trimmed);
      if (walker.best >= exactFrom) {
        this.word = walker.word;
        return walker.best;
      }
      // Of the prefixes only the longest is in the race.
      let longest = -1;
      for (let i = 0; i < walker.count; i++) {
        const leaf = walker.matches[i] as number;
        const word = walker.said[i] as number;
        if ((word & LEAF_KIND) !== PREFIX_LEAF) enter(leaf, word);
        else if (longest < 0 || leaf > (walker.matches[longest] as number)) longest = i;
      }
      if (longest >= 0) enter(walker.matches[longest] as number, walker.said[longest] as number);
    }
    const winner = denied > listed ? denied : listed >= 0 ? listed : best;
    this.word = words.get(winner) ?? 0;
    return winner;
  }

  /** Throws when a template of the list renders to a pattern that Vault refuses. */
  assertRenderable(view: View, facts: TemplateFacts): void {
    if (view.templated.length > 0) this.candidates(view, '', false, facts);
  }

  /** Every rule that matches the path (for LIST of `…/` also the path without the slash), templates filled in and merged, best first. */
  candidates(view: View, path: string, list: boolean, facts: TemplateFacts): Rule[] {
    const paths = list && path.endsWith('/') ? [path, path.slice(0, -1)] : [path];
    const found = new Map<string, Rule>();
    const key = (kind: string, text: string) => `${kind} ${text}`;
    for (const one of paths) {
      this.walker.walk(view, one, one.length);
      for (let i = 0; i < this.walker.count; i++) {
        const rule = view.rule(this.walker.matches[i] as number, this.walker.said[i] as number);
        found.set(key(rule.kind, rule.text), rule);
      }
    }
    const added = new Map<string, { kind: Rule['kind']; text: string; stanzas: TemplatedStanza[] }>();
    for (const templated of view.templated) {
      for (const one of paths) {
        const rendered = renderTemplate(templated.template, facts, one);
        if (rendered === null) continue;
        const { pattern } = rendered;
        // WHY: Vault then cannot build the ACL at all, and refuses whatever is asked.
        if (pattern === null) throw new Error('+*');
        if (!paths.some((each) => matchesPattern(pattern, each))) continue;
        const id = key(pattern.kind, pattern.text);
        const stanza = rendered.unresolved === null ? templated : { ...templated, stanza: withheld(templated.stanza, rendered.unresolved) };
        const there = added.get(id);
        if (there === undefined) added.set(id, { ...pattern, stanzas: [stanza] });
        else if (there.stanzas.at(-1)?.order !== templated.order) there.stanzas.push(stanza);
      }
    }
    for (const [id, { kind, text, stanzas }] of added) {
      const fixed = (found.get(id)?.stanzas ?? []).map((stanza) => ({ order: view.order.get(stanza) as number, stanza }));
      const all = [...fixed, ...stanzas].sort((a, b) => a.order - b.order).map(({ stanza }): LoadedStanza => stanza);
      found.set(id, makeRule(kind, text, all));
    }
    return [...found.values()].sort((a, b) => compareSpecificity(b, a));
  }
}

/** A stanza whose template is unresolved grants nothing; its deny denies. */
function withheld(stanza: LoadedStanza, unresolved: string): LoadedStanza {
  return { ...stanza, capabilities: stanza.capabilities & DENY, unresolved };
}

/** The first of the ranked candidates. */
function chooseBest(ranked: readonly Rule[], path: string): Rule | null {
  return ranked.find((rule) => matchesPattern(rule, path)) ?? null;
}

function chooseForFolder(ranked: readonly Rule[], path: string): Rule | null {
  const trimmed = path.slice(0, -1);
  const exact = (text: string) => ranked.find((rule) => rule.kind === 'exact' && rule.text === text);
  const named = exact(path) ?? exact(trimmed);
  if (named !== undefined) return named;
  // Of the prefixes only each path's longest is in the race.
  const longest = new Set([path, trimmed].map((one) => ranked.find((rule) => rule.kind === 'prefix' && one.startsWith(rule.text))));
  const race = ranked.filter((rule) => rule.kind === 'segment' || longest.has(rule));
  const denied = race.findIndex((rule) => rule.capabilities & DENY);
  const listed = race.findIndex((rule) => rule.capabilities & LIST);
  if (denied >= 0 && (listed < 0 || denied < listed)) return race[denied] as Rule;
  return race[Math.max(listed, 0)] ?? null;
}
