// The patterns of a policy list in the order in which they win, each with what its merged stanzas grant (vault-acl.md §3).

import { type BundleContents, foldName, layout, type PatternKind } from '@polc/runtime';

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

/** The winning pattern first; templated ones, whose rank is known at the request, last. */
export function patternsOf({ policies, patterns }: BundleContents, names: readonly string[]): PatternCapabilities[] {
  const wanted = new Set(names.map(foldName));
  const ranked = new Map<number, Merging>();
  const templated = new Map<string, Merging>();
  for (const policy of policies.filter(({ name, scope }) => !scope && wanted.has(name))) {
    for (const { stanza, pattern, template } of policy.stanzas) {
      if (template === null) merge(ranked, pattern, stanza.capabilities, policy.name);
      else merge(templated, stanza.written, stanza.capabilities, policy.name);
    }
  }
  const static_ = [...ranked]
    .sort(([a], [b]) => b - a)
    .map(([number, merging]) => {
      const { kind, text } = patterns[number] as BundleContents['patterns'][number];
      return entry(kind === 'prefix' ? `${text}*` : text, kind, merging);
    });
  return [...static_, ...[...templated].map(([written, merging]) => entry(written, 'templated', merging))];
}

function merge<Key>(into: Map<Key, Merging>, key: Key, bits: number, policy: string): void {
  const merging = into.get(key) ?? { bits: 0, policies: new Set() };
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
