// The stanzas of one pattern in policies that are selected over together: they merge, so they are narrowed together. A group has a stance, from the
// narrowest to the text as written; whatever breaks a promise takes a step back.

import { type Classified, classifyPattern, matchesPattern } from '@polc/runtime';
import type { Stanza } from '../model/stanza.js';
import { type Evidence, keyOf, type Use } from './evidence.js';
import { exactly, type Generalized, generalize, isWritable } from './generalize.js';

/**
 * Of a used group: its paths generalized, its paths as they are, its pattern with fewer capabilities and values, fewer capabilities, as written. Of one that
 * is not used: gone, a deny that goes on hiding broader stanzas, one without capabilities, as written.
 */
export const STANCES = { used: ['general', 'exact', 'kept', 'unvalued', 'written'], unused: ['gone', 'denying', 'silent', 'written'] } as const;
export type Stance = (typeof STANCES)['used' | 'unused'][number];

export interface Member {
  readonly stanza: Stanza;
  readonly key: string;
  readonly uses: readonly Use[];
}

export class Group {
  /** In source order; without stanzas that deny, which stay. */
  readonly members: readonly Member[];
  readonly pattern: Classified;
  readonly written: string;
  readonly used: boolean;
  /** Why the group is as wide as it is; null: nothing stood in the way. */
  why: string | null = null;
  stance: Stance;
  readonly #enough: number;
  /** Widened patterns that were wider than what is allowed today. */
  readonly #split = new Set<string>();

  constructor(members: readonly Member[], enough: number) {
    const [first] = members as readonly [Member, ...Member[]];
    this.members = members;
    this.written = first.stanza.pattern.written;
    this.pattern = classifyPattern(this.written) as Classified;
    this.used = members.some(({ uses }) => uses.length > 0);
    this.#enough = enough;
    this.stance = this.used ? 'general' : 'gone';
    if (!this.used) return;
    this.why = this.#bound();
    if (this.why !== null || this.pattern.kind === 'exact') this.stance = 'kept';
  }

  /** What makes the pattern stay. */
  #bound(): string | null {
    const any = (is: (stanza: Stanza) => boolean) => this.members.some(({ stanza }) => is(stanza));
    if (this.pattern.kind === 'exact') return null;
    // An approval that was given names the pattern by its text, and must go on counting.
    if (any(({ approval, controlGroup }) => approval !== null || controlGroup !== null)) return 'approvals are for this pattern by its text';
    if (any(({ pattern }) => pattern.templated)) return 'a template stands for more than was seen of it';
    const stray = this.#paths().find((path) => !isWritable(path));
    return stray === undefined ? null : `as a pattern ${JSON.stringify(stray)} would mean other paths too`;
  }

  /** The patterns that take the place of this one; null: it stays. */
  patterns(): readonly Generalized[] | null {
    const paths = this.#paths();
    if (this.stance === 'exact') return exactly(paths);
    if (this.stance !== 'general') return null;
    const found = generalize(this.pattern, paths, this.#enough) as readonly Generalized[];
    return found.flatMap((one) => (one.widened && this.#split.has(one.pattern) ? (exactly(one.paths) as readonly Generalized[]) : [one]));
  }

  /** One step back; false where there is none. `pattern`: the one that went wrong, if it is known. */
  stepBack(why: string, pattern: string | null): boolean {
    if (this.stance === 'written') return false;
    this.why = why;
    const widened = pattern === null ? undefined : this.patterns()?.find((one) => one.pattern === pattern && one.widened);
    if (this.stance === 'general' && widened !== undefined) {
      this.#split.add(widened.pattern);
      return true;
    }
    const stances: readonly Stance[] = this.used ? STANCES.used : STANCES.unused;
    this.stance = stances[stances.indexOf(this.stance) + 1] as Stance;
    return true;
  }

  /** As written, for good. */
  keep(why: string): void {
    this.stance = 'written';
    this.why = why;
  }

  #paths(): readonly string[] {
    return [...new Set(this.members.flatMap(({ uses }) => uses.map((use) => this.spelling(use))))].sort();
  }

  /** A `list` is selected by either spelling of a folder; this is the one that the pattern has. */
  spelling({ path }: Use): string {
    return !matchesPattern(this.pattern, path) && path.endsWith('/') && matchesPattern(this.pattern, path.slice(0, -1)) ? path.slice(0, -1) : path;
  }
}

/** `lists`: policies that are selected over together. */
export function groupsOf(stanzas: readonly Stanza[], lists: readonly (readonly string[])[], evidence: Evidence, enough: number): Group[] {
  const family = familiesOf(lists);
  const byKey = new Map<string, Member[]>();
  for (const stanza of stanzas) {
    if (stanza.capabilities.includes('deny')) continue;
    const { written } = stanza.pattern;
    const { kind, text } = classifyPattern(written) as Classified;
    const key = keyOf({ policy: stanza.policy, file: stanza.file, line: stanza.line, written });
    const group = `${family(stanza.policy)} ${kind} ${text}`;
    byKey.set(group, [...(byKey.get(group) ?? []), { stanza, key, uses: evidence.uses.get(key) ?? [] }]);
  }
  return [...byKey.values()].map((members) => new Group(members, enough));
}

/** A name for those that are linked by some list. */
function familiesOf(lists: readonly (readonly string[])[]): (policy: string) => string {
  const above = new Map<string, string>();
  const root = (policy: string): string => {
    const next = above.get(policy);
    return next === undefined ? policy : root(next);
  };
  for (const [first, ...others] of lists)
    for (const other of others) {
      const [a, b] = [root(first as string), root(other)];
      if (a !== b) above.set(b, a);
    }
  return root;
}
