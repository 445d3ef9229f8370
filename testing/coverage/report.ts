// What coverage reports: plain data, in the order of the source.

import type { Span } from '@polc/grammar';
import type { ConditionKind } from './catalogue.js';

export const METRICS = ['stanzas', 'guardrails', 'layers', 'delegations', 'atoms', 'mcdc'] as const;
export type Metric = (typeof METRICS)[number];

export interface Share {
  readonly covered: number;
  readonly total: number;
}

export interface Spot {
  readonly line: number;
  readonly span: Span;
}

export interface StanzaCoverage extends Spot {
  /** Among all stanzas. */
  readonly number: number;
  readonly policy: string;
  readonly scope: boolean;
  readonly pattern: string;
  readonly deny: boolean;
  /** Requests whose rule it was part of; those that an alternative with it allowed; those that its rule denied. */
  readonly selected: number;
  readonly allowed: number;
  readonly denied: number;
}

/** Several stanzas that were one alternative. */
export interface MergedCoverage {
  readonly stanzas: readonly { readonly file: string; readonly line: number; readonly policy: string }[];
  readonly pattern: string;
  readonly allowed: number;
  readonly denied: number;
}

export interface AtomCoverage extends Spot {
  readonly text: string;
  readonly true: number;
  readonly false: number;
  readonly unknown: number;
  /** Two requests showed that the condition turns with it. null: it has one value only, and there is nothing to show. */
  readonly mcdc: boolean | null;
  /** What is asked of it: an empty list refuses nothing. */
  readonly wanted: { readonly true: boolean; readonly false: boolean };
}

export interface ConditionCoverage extends Spot {
  /** Among all conditions, shapes and lists. */
  readonly number: number;
  readonly kind: ConditionKind;
  readonly owner: string;
  readonly reached: number;
  readonly true: number;
  readonly false: number;
  readonly unknown: number;
  readonly atoms: readonly AtomCoverage[];
}

export interface GuardrailCoverage extends Spot {
  readonly name: string;
  readonly asked: number;
  readonly objected: number;
  readonly passed: number;
  /** It has neither `require` nor `forbid`, so that it never passes. */
  readonly always: boolean;
}

export interface LayerCoverage extends Spot {
  readonly layer: string;
  readonly principal: string;
  readonly allowed: number;
  readonly denied: number;
}

/** A delegation that a decision was made on; a scope that allowed something. */
export interface UseCoverage extends Spot {
  readonly kind: 'delegation' | 'scope';
  readonly name: string;
  readonly used: number;
}

export interface FileCoverage {
  readonly file: string;
  readonly stanzas: readonly StanzaCoverage[];
  readonly conditions: readonly ConditionCoverage[];
  readonly guardrails: readonly GuardrailCoverage[];
  readonly layers: readonly LayerCoverage[];
  readonly uses: readonly UseCoverage[];
  readonly shares: Readonly<Record<Metric, Share>>;
}

export interface CoverageReport {
  readonly revision: string;
  readonly requests: number;
  readonly files: readonly FileCoverage[];
  readonly merged: readonly MergedCoverage[];
  readonly shares: Readonly<Record<Metric, Share>>;
}

/** What a goal is about, as a search takes it. */
export type Subject =
  | { readonly kind: 'stanza'; readonly number: number }
  | { readonly kind: 'atom'; readonly condition: number; readonly atom: number }
  | { readonly kind: 'guardrail' | 'layer' | 'delegation' | 'scope'; readonly name: string };

/** One thing that tests should show. */
export interface Goal extends Spot {
  readonly file: string;
  readonly metric: Metric;
  readonly covered: boolean;
  /** What is to be seen: `selected`, `allowed`, `true`, … */
  readonly want: string;
  /** Of what. */
  readonly of: string;
  readonly subject: Subject;
}

/** Every goal of a file: its stanzas, guardrails, layers, delegations and scopes, then the atoms of its conditions. */
export function goalsOf({ file, stanzas, conditions, guardrails, layers, uses }: Omit<FileCoverage, 'shares'>): Goal[] {
  const goals: Goal[] = [];
  const add = (metric: Metric, { line, span }: Spot, subject: Subject, of: string, want: string, covered: boolean) =>
    goals.push({ file, line, span, metric, covered, want, of, subject });
  for (const stanza of stanzas) {
    const { selected, deny, allowed, denied, number } = stanza;
    const about = [stanza, { kind: 'stanza', number }, stanzaName(stanza)] as const;
    add('stanzas', ...about, 'selected', selected > 0);
    if (deny) add('stanzas', ...about, 'denied', denied > 0);
    else add('stanzas', ...about, 'allowed', allowed > 0);
  }
  for (const guardrail of guardrails) {
    const { name, asked, objected, passed, always } = guardrail;
    const about = [guardrail, { kind: 'guardrail', name }, `guardrail ${JSON.stringify(name)}`] as const;
    add('guardrails', ...about, 'asked', asked > 0);
    add('guardrails', ...about, 'objected', objected > 0);
    if (!always) add('guardrails', ...about, 'passed', passed > 0);
  }
  for (const layer of layers) {
    const name = `${layer.layer} ${layer.principal}`;
    const about = [layer, { kind: 'layer', name }, name] as const;
    add('layers', ...about, 'allowed', layer.allowed > 0);
    add('layers', ...about, 'denied', layer.denied > 0);
  }
  for (const use of uses) add('delegations', use, { kind: use.kind, name: use.name }, `${use.kind} ${JSON.stringify(use.name)}`, 'used', use.used > 0);
  for (const condition of conditions) addAtoms(condition, add);
  return goals;
}

type Add = (metric: Metric, spot: Spot, subject: Subject, of: string, want: string, covered: boolean) => void;

function addAtoms({ kind, owner, number, atoms }: ConditionCoverage, add: Add): void {
  for (const [i, atom] of atoms.entries()) {
    const subject = { kind: 'atom', condition: number, atom: i } as const;
    const of = `${atom.text} in ${kind === 'condition' ? '' : `${kind} of `}${owner}`;
    if (atom.wanted.true) add('atoms', atom, subject, of, 'true', atom.true > 0);
    if (atom.wanted.false) add('atoms', atom, subject, of, 'false', atom.false > 0);
    if (atom.mcdc !== null) add('mcdc', atom, subject, of, 'mcdc', atom.mcdc);
  }
}

export function stanzaName({ scope, policy, pattern }: Pick<StanzaCoverage, 'scope' | 'policy' | 'pattern'>): string {
  return `${scope ? 'scope' : 'policy'} ${JSON.stringify(policy)}, ${JSON.stringify(pattern)}`;
}

export function sharesOf(goals: readonly Goal[]): Record<Metric, Share> {
  const of = (metric: Metric): Share => {
    const those = goals.filter((goal) => goal.metric === metric);
    return { covered: those.filter(({ covered }) => covered).length, total: those.length };
  };
  return Object.fromEntries(METRICS.map((metric) => [metric, of(metric)])) as Record<Metric, Share>;
}

/** Of nothing all is covered. Rounded down, so that 100 means all. */
export function percentOf({ covered, total }: Share): number {
  return total === 0 ? 100 : Math.floor((covered / total) * 1000) / 10;
}
