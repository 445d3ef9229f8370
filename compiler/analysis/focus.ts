// Where two readings of one subject can differ at all: the patterns whose stanzas, and the guardrails, that are not the same in both.

import type { Anatomy, Expr, LoadedGuardrail, PolicyList } from '@polc/runtime/anatomy';
import { keyOf } from './asked-paths.js';
import { guardrailContent } from './profile.js';
import type { Reading } from './survey.js';

/** By `kind text`. */
export type Focus = { readonly everything: true } | { readonly patterns: ReadonlySet<string> };

const EVERYTHING: Focus = { everything: true };

export function focusOf(readings: readonly Reading[], anatomies: readonly Anatomy[], expressions: readonly Expr[]): Focus {
  const [left, right] = readings as readonly [Reading, Reading];
  const [a, b] = anatomies as readonly [Anatomy, Anatomy];
  if (a.fault !== null && b.fault !== null) return { patterns: new Set() };
  if (standingOf(a) !== standingOf(b) || (expressions.length > 0 && wordsOf(left) !== wordsOf(right))) return EVERYTHING;
  const patterns = new Set<string>();
  for (const [i, footing] of a.footings.entries()) {
    const other = b.footings[i] as (typeof b.footings)[number];
    for (const [j, layer] of footing.layers.entries()) {
      const twin = other.layers[j] as (typeof other.layers)[number];
      for (const [k, { policies }] of layer.lists.entries()) {
        const changed = differing(left, policies, right, (twin.lists[k] as (typeof twin.lists)[number]).policies);
        // What hands authority on is decided elsewhere than on the request's path.
        if (changed.length > 0 && layer.layer === 'delegate') return EVERYTHING;
        for (const key of changed) {
          if (key.startsWith('template ')) return EVERYTHING;
          patterns.add(key);
        }
      }
      if (contentsOf(layer.guardrails) !== contentsOf(twin.guardrails)) return EVERYTHING;
    }
  }
  for (const { patterns: paths } of changedGuardrails(left, right)) {
    if (paths === null) return EVERYTHING;
    for (const pattern of paths) patterns.add(keyOf(pattern));
  }
  return { patterns };
}

/** All that is not a stanza or a guardrail. */
function standingOf({ fault, footings }: Anatomy): string {
  const shown = footings.map(({ parties, faults, ends, maxTtl, uses, layers }) => [
    [parties.user?.attributes, parties.user?.id, parties.groups, parties.chain.map(({ id, attributes, owner }) => [id, attributes, owner])],
    parties.delegation === null ? null : { ...parties.delegation, ways: parties.delegation.ways.map(([{ id, explicit }]) => [id, explicit]) },
    faults.map(({ outcome }) => outcome),
    [String(ends), String(maxTtl), String(uses)],
    layers.map(({ layer, principal, lists }) => [layer, principal, lists.map(({ unknown }) => unknown)]),
  ]);
  return JSON.stringify([fault?.outcome ?? null, shown]);
}

/** What gives the words of conditions their meaning. */
function wordsOf({ engine }: Reading): string {
  const { blocks, matchers } = engine.tables;
  return JSON.stringify([[...matchers.sources], [...matchers.types], blocks.targets, blocks.operations, blocks.trusted_groups]);
}

function differing(left: Reading, own: PolicyList, right: Reading, other: PolicyList): string[] {
  const [a, b] = [left.profiles.of(own), right.profiles.of(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

const contentsOf = (guardrails: readonly LoadedGuardrail[]) => guardrails.map(guardrailContent).join('\n');

function changedGuardrails(left: Reading, right: Reading): readonly LoadedGuardrail[] {
  const [a, b] = [left.engine.tables.blocks.guardrails, right.engine.tables.blocks.guardrails];
  const only = (own: readonly LoadedGuardrail[], other: readonly LoadedGuardrail[]) => {
    const contents = new Set(other.map(guardrailContent));
    return own.filter((guardrail) => !contents.has(guardrailContent(guardrail)));
  };
  return [...only(a, b), ...only(b, a)];
}
