// Counts to a report: file by file, each thing at its place.

import type { Coverage } from './coverage.js';
import {
  type AtomCoverage,
  type ConditionCoverage,
  type CoverageReport,
  type FileCoverage,
  type Goal,
  type GuardrailCoverage,
  goalsOf,
  type LayerCoverage,
  type StanzaCoverage,
  sharesOf,
  type UseCoverage,
} from './report.js';
import type { Tally } from './tally.js';

const NEVER = { allowed: 0, denied: 0 };

export function reportOf(coverage: Coverage): CoverageReport {
  const { catalogue, engine, requests } = coverage;
  const all = partsOf(coverage);
  const parts = {
    stanzas: byFile(all.stanzas),
    conditions: byFile(all.conditions),
    guardrails: byFile(all.guardrails),
    layers: byFile(all.layers),
    uses: byFile(all.uses),
  };
  const goals: Goal[] = [];
  const files = [...catalogue.texts.keys()].map((file): FileCoverage => {
    const part = {
      file,
      stanzas: parts.stanzas.get(file) ?? [],
      conditions: parts.conditions.get(file) ?? [],
      guardrails: parts.guardrails.get(file) ?? [],
      layers: parts.layers.get(file) ?? [],
      uses: parts.uses.get(file) ?? [],
    };
    const own = goalsOf(part);
    for (const goal of own) goals.push(goal);
    return { ...part, shares: sharesOf(own) };
  });
  const merged = [...coverage.merged.values()].sort((a, b) => compareNumbers(a.stanzas, b.stanzas));
  return {
    revision: engine.revision,
    requests,
    files,
    merged: merged.map(({ stanzas, allowed, denied }) => {
      const those = stanzas.flatMap((number) => catalogue.stanzas[number] ?? []);
      const pattern = those[0]?.stanza.pattern.written ?? '';
      return { stanzas: those.map(({ file, line, stanza }) => ({ file, line, policy: stanza.policy })), pattern, allowed, denied };
    }),
    shares: sharesOf(goals),
  };
}

type Placed<T> = T & { readonly file: string };

function partsOf({ catalogue, stanzas, tallies, guardrails, layers, delegations, scopes }: Coverage) {
  const spot = ({ file, span, line }: { file: string; span: { start: number; end: number }; line: number }) => ({ file, line, span });
  return {
    stanzas: catalogue.stanzas.map((subject): Placed<StanzaCoverage> => {
      const { stanza, scope, denies, number } = subject;
      return {
        ...spot(subject),
        number,
        policy: stanza.policy,
        scope,
        pattern: stanza.pattern.written,
        deny: denies,
        ...(stanzas[number] as (typeof stanzas)[number]),
      };
    }),
    conditions: inOrder(
      catalogue.conditions.map((subject): Placed<ConditionCoverage> => {
        const { kind, owner, atoms, number } = subject;
        const tally = tallies[number] as Tally;
        const [no, maybe, yes] = tally.outcomes;
        const counted = atoms.map((atom, i): AtomCoverage => {
          const [falses, unknowns, trues] = tally.atoms[i] as [number, number, number];
          const mcdc = atom.canBe.true && atom.canBe.false ? tally.showed(i) : null;
          return { line: atom.line, span: atom.span, text: atom.text, true: trues, false: falses, unknown: unknowns, mcdc, wanted: atom.canBe };
        });
        return { ...spot(subject), number, kind, owner, reached: tally.reached, true: yes, false: no, unknown: maybe, atoms: counted };
      }),
    ),
    guardrails: catalogue.guardrails.map((subject): Placed<GuardrailCoverage> => {
      const { name, require, forbid } = subject;
      const seen = guardrails.get(name) ?? { asked: 0, objected: 0, passed: 0 };
      return { ...spot(subject), name, ...seen, always: require.length + forbid.length === 0 };
    }),
    layers: catalogue.layers.map((subject): Placed<LayerCoverage> => {
      const [layer = '', principal = ''] = subject.name.split(' ');
      return { ...spot(subject), layer, principal, ...(layers.get(subject.name) ?? NEVER) };
    }),
    uses: inOrder([
      ...catalogue.delegations.map((subject): Placed<UseCoverage> => {
        return { ...spot(subject), kind: 'delegation', name: subject.name, used: delegations.get(subject.name) ?? 0 };
      }),
      ...catalogue.scopes.map((subject): Placed<UseCoverage> => {
        return { ...spot(subject), kind: 'scope', name: subject.name, used: scopes.get(subject.name) ?? 0 };
      }),
    ]),
  };
}

function byFile<T extends object>(all: readonly Placed<T>[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const { file, ...rest } of all) {
    const those = found.get(file);
    if (those === undefined) found.set(file, [rest as unknown as T]);
    else those.push(rest as unknown as T);
  }
  return found;
}

function inOrder<T extends { readonly span: { readonly start: number } }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => a.span.start - b.span.start);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return a.length - b.length;
}
