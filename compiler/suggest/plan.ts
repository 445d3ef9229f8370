// What takes the place of each stanza while its group has the stance that it has.

import { CAPABILITIES, type Capability, type Stanza } from '../model/stanza.js';
import type { Use } from './evidence.js';
import type { Generalized } from './generalize.js';
import type { Group, Member } from './group.js';

export interface Planned {
  readonly group: Group;
  readonly stanza: Stanza;
  /** As it is to be written. */
  readonly pattern: string;
  /** null: as written. */
  readonly capabilities: readonly Capability[] | null;
  readonly uses: readonly Use[];
  readonly widened: boolean;
  /** What it is there for, if not to grant. */
  readonly purpose: 'grants' | 'restricts' | 'hides';
  readonly narrowsValues: boolean;
}

/** By the stanza's key; an empty list: it goes. A stanza without an entry stays as written. */
export type Plan = ReadonlyMap<string, readonly Planned[]>;

export function planOf(groups: readonly Group[]): Plan {
  return new Map(groups.filter(({ stance }) => stance !== 'written').flatMap((group) => (group.used ? planUsed(group) : planUnused(group))));
}

/** What no request can show to be needed. */
const UNSEEN: ReadonlySet<Capability> = new Set(['sudo', 'subscribe']);

function planUsed(group: Group): [string, Planned[]][] {
  const patterns = group.patterns();
  const places: readonly Generalized[] = patterns ?? [{ pattern: group.written, paths: [], widened: false }];
  const placeOf = new Map(places.flatMap(({ paths }, p) => paths.map((path) => [path, p] as const)));
  const usesAt: Use[][][] = places.map(() => group.members.map(() => []));
  group.members.forEach(({ uses }, m) => {
    for (const use of uses) ((usesAt[patterns === null ? 0 : (placeOf.get(group.spelling(use)) as number)] as Use[][])[m] as Use[]).push(use);
  });
  return group.members.map((member, m): [string, Planned[]] => [
    member.key,
    places.flatMap(({ pattern, widened }, p) => {
      const here = usesAt[p] as readonly (readonly Use[])[];
      const uses = here[m] as readonly Use[];
      const restricts =
        isRestricting(member) && group.members.some(({ stanza }, i) => i !== m && !stanza.standsAlone && (here[i] as readonly Use[]).length > 0);
      if (uses.length === 0 && !restricts) return [];
      const used = new Set(uses.map(({ capability }) => capability));
      const { stanza } = member;
      const capabilities = uses.length === 0 ? [] : CAPABILITIES.filter((word) => stanza.capabilities.includes(word) && (used.has(word) || UNSEEN.has(word)));
      const purpose = uses.length === 0 ? 'restricts' : 'grants';
      return [
        {
          ...{ group, stanza, uses, widened, purpose, capabilities, narrowsValues: group.stance !== 'unvalued' },
          pattern: patterns === null ? stanza.pattern.written : pattern,
        },
      ];
    }),
  ]);
}

/** Merged with others it takes something away from what they grant. */
function isRestricting({ stanza }: Member): boolean {
  const { standsAlone, allowed, denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, controlGroup } = stanza;
  if (standsAlone) return false;
  return (
    allowed !== null || denied !== null || required.length > 0 || minWrappingTtl !== 0 || maxWrappingTtl !== 0 || mfaMethods.length > 0 || controlGroup !== null
  );
}

function planUnused(group: Group): [string, Planned[]][] {
  const policies = new Set<string>();
  return group.members.map(({ stanza, key }): [string, Planned[]] => {
    if (group.stance === 'gone') return [key, []];
    const isFirst = !policies.has(stanza.policy);
    policies.add(stanza.policy);
    const capabilities: readonly Capability[] = group.stance === 'denying' ? ['deny'] : [];
    if (!isFirst && group.stance === 'denying') return [key, []];
    const purpose = 'hides' as const;
    return [key, [{ group, stanza, pattern: stanza.pattern.written, capabilities, uses: [], widened: false, purpose, narrowsValues: false }]];
  });
}
