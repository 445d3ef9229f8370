// Which one rule a request is judged by (vault-acl.md §4): static patterns through the tree, templated ones filled in and weighed beside them.

import { DENY, LIST } from './format/layout.js';
import { compareSpecificity, matchesPattern } from './match/pattern.js';
import { renderTemplate, type TemplateFacts } from './match/template.js';
import { type LoadedStanza, makeRule, type Rule } from './rule.js';
import type { TemplatedStanza, View } from './view.js';
import type { Walker } from './walk.js';

const SLASH = 47;

export class Selector {
  readonly #walker: Walker;
  readonly #firstExact: number;

  constructor(walker: Walker, firstExact: number) {
    this.#walker = walker;
    this.#firstExact = firstExact;
  }

  /** The rule for a path that has lost its leading slashes; null when none matches. `list` looks as LIST does. */
  select(view: View, path: string, list: boolean, facts: TemplateFacts): Rule | null {
    if (view.templated.length > 0) {
      const all = this.candidates(view, path, list, facts);
      const chosen = list && path.endsWith('/') ? chooseForFolder(all, path) : chooseBest(all, path);
      // What is unresolved gives way to nothing that ranks below it (spec §5.4).
      const unresolved = all.find((rule) => rule.unresolved !== null);
      return chosen === null || unresolved === undefined || compareSpecificity(chosen, unresolved) >= 0 ? (chosen ?? unresolved ?? null) : unresolved;
    }
    return list && path.charCodeAt(path.length - 1) === SLASH ? this.#selectFolder(view, path) : this.#selectStatic(view, path);
  }

  /** Numbers ascend with rank and exact patterns come last, so that the winner is the largest number. */
  #selectStatic(view: View, path: string): Rule | null {
    const walker = this.#walker;
    walker.walk(path, path.length);
    let best = -1;
    let rule: Rule | null = null;
    for (let i = 0; i < walker.count; i++) {
      const pattern = walker.matches[i] as number;
      if (pattern <= best) continue;
      const candidate = view.rules.get(pattern);
      if (candidate === undefined) continue;
      best = pattern;
      rule = candidate;
    }
    return rule;
  }

  /** LIST of `…/` (§4 1.–3., §4.2): the exact rule with the slash, then without it, then the ranking of both paths' candidates. */
  #selectFolder(view: View, path: string): Rule | null {
    const walker = this.#walker;
    let best = -1;
    let denied = -1;
    let listed = -1;
    for (let trimmed = 0; trimmed < 2; trimmed++) {
      walker.walk(path, path.length - trimmed);
      let exact = -1;
      let longestPrefix = -1;
      for (let i = 0; i < walker.count; i++) {
        const pattern = walker.matches[i] as number;
        const rule = view.rules.get(pattern);
        if (rule === undefined) continue;
        if (pattern >= this.#firstExact) exact = pattern;
        else if (rule.kind === 'prefix') longestPrefix = Math.max(longestPrefix, pattern);
        else {
          best = Math.max(best, pattern);
          if (rule.capabilities & DENY) denied = Math.max(denied, pattern);
          if (rule.capabilities & LIST) listed = Math.max(listed, pattern);
        }
      }
      if (exact >= 0) return view.rules.get(exact) as Rule;
      const prefix = view.rules.get(longestPrefix);
      if (prefix !== undefined) {
        best = Math.max(best, longestPrefix);
        if (prefix.capabilities & DENY) denied = Math.max(denied, longestPrefix);
        if (prefix.capabilities & LIST) listed = Math.max(listed, longestPrefix);
      }
    }
    const winner = denied > listed ? denied : listed >= 0 ? listed : best;
    return view.rules.get(winner) ?? null;
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
      this.#walker.walk(one, one.length);
      for (let i = 0; i < this.#walker.count; i++) {
        const rule = view.rules.get(this.#walker.matches[i] as number);
        if (rule !== undefined) found.set(key(rule.kind, rule.text), rule);
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
      const fixed = (found.get(id)?.stanzas ?? []).map((stanza) => ({ order: view.order.get(stanza.id) as number, stanza }));
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
