// The patterns of a policy list in the order in which they win, each with what its merged stanzas grant (vault-acl.md §3).

import { type BundleContents, type Classified, compareSpecificity, foldName, layout, type PatternKind } from '@polc/runtime';

export interface PatternCapabilities {
  /** As an author writes it, with the final `*` of a prefix. */
  readonly pattern: string;
  readonly kind: PatternKind | 'templated';
  /** `deny` alone where any stanza denies. */
  readonly capabilities: readonly string[];
  readonly policies: readonly string[];
}

interface Merging {
  bits: number;
  readonly policies: Set<string>;
}

interface Ranked extends Merging {
  readonly pattern: Classified;
}

const keyOf = ({ kind, text }: Classified) => `${kind} ${text}`;

/** The winning pattern first; templated ones, whose rank is known at the request, last. */
export function patternsOf({ policies }: Pick<BundleContents, 'policies'>, names: readonly string[]): PatternCapabilities[] {
  const wanted = new Set(names.map(foldName));
  const ranked = new Map<string, Ranked>();
  const templated = new Map<string, Merging>();
  for (const policy of policies.filter(({ name, scope }) => !scope && wanted.has(name))) {
    for (const { stanza, pattern } of policy.stanzas) {
      if (pattern === null) merge(templated, stanza.written, { bits: 0, policies: new Set() }, stanza.capabilities, policy.name);
      else merge(ranked, keyOf(pattern), { pattern, bits: 0, policies: new Set() }, stanza.capabilities, policy.name);
    }
  }
  const static_ = [...ranked.values()]
    .sort((a, b) => compareSpecificity(b.pattern, a.pattern))
    .map((merging) => entry(merging.pattern.kind === 'prefix' ? `${merging.pattern.text}*` : merging.pattern.text, merging.pattern.kind, merging));
  return [...static_, ...[...templated].map(([written, merging]) => entry(written, 'templated', merging))];
}

/** Different patterns that are no templates, of scopes too. */
export function countPatterns({ policies }: Pick<BundleContents, 'policies'>): number {
  return new Set(policies.flatMap(({ stanzas }) => stanzas.flatMap(({ pattern }) => (pattern === null ? [] : [keyOf(pattern)])))).size;
}

function merge<M extends Merging>(into: Map<string, M>, key: string, fresh: M, bits: number, policy: string): void {
  const merging = into.get(key) ?? fresh;
  merging.bits |= bits;
  merging.policies.add(policy);
  into.set(key, merging);
}

function entry(pattern: string, kind: PatternCapabilities['kind'], { bits, policies }: Merging): PatternCapabilities {
  return { pattern, kind, capabilities: bits & layout.DENY ? ['deny'] : namesOf(bits), policies: [...policies] };
}

/** In the order in which people list them; a stanza that denies has nothing else. */
export function namesOf(bits: number): string[] {
  return layout.CAPABILITY_NAMES.filter((_, i) => bits & (1 << i));
}
