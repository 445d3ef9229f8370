// A decision against what is expected of it: each member that is otherwise, in words.

import type { Expectation, Expected } from '@polc/compiler';
import type { Decision } from '@polc/runtime';
import type { Mismatch } from './results.js';

/** `allow` is allowed, with nothing outstanding. */
export const verdictOf = ({ allowed }: Pick<Decision, 'allowed'>): 'allow' | 'deny' => (allowed ? 'allow' : 'deny');

export function compare(expect: Expectation, decision: Decision): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const otherwise = (what: string, expected: Expected<unknown>, got: string): void => {
    found.push({ what, expected: shown(expected.value), got, span: expected.span });
  };
  const equal = <T>(what: string, expected: Expected<T> | undefined, got: T): void => {
    if (expected !== undefined && expected.value !== got) otherwise(what, expected, shown(got));
  };
  const { decision: verdict, max_ttl, uses, approval, mfa, missing, advice, message, guardrail } = expect;
  if (verdict !== undefined && verdict.value !== verdictOf(decision)) otherwise('decision', verdict, `${verdictOf(decision)} (${decision.outcome})`);
  equal('outcome', expect.outcome, decision.outcome);
  compareRules(expect, decision, otherwise);
  if (guardrail !== undefined && !spoke(guardrail.value, decision)) otherwise('guardrail', guardrail, guardrailsOf(decision));
  if (max_ttl !== undefined || uses !== undefined || approval !== undefined || mfa !== undefined) {
    const { obligations } = decision;
    equal('max_ttl', max_ttl, obligations.max_ttl ?? 'none');
    equal('uses', uses, obligations.uses ?? 'none');
    equal('approval', approval, obligations.approval !== null);
    equal('mfa', mfa, obligations.mfa);
  }
  if (missing !== undefined) {
    const names = decision.missing.map(({ attribute }) => attribute);
    if (!sameNames(missing.value, names)) otherwise('missing', missing, shown(names));
  }
  if (advice !== undefined && !sameNames(advice.value, decision.advice)) otherwise('advice', advice, shown(decision.advice));
  if (message !== undefined && !decision.message.includes(message.value)) otherwise('message', message, shown(decision.message));
  return found;
}

type Otherwise = (what: string, expected: Expected<unknown>, got: string) => void;

/** One and the same rule has all that is said of rules. */
function compareRules({ policy, path, layer }: Expectation, decision: Decision, otherwise: Otherwise): void {
  const [first] = [policy, path, layer].filter((each) => each !== undefined);
  if (first === undefined) return;
  if (policy === undefined && path === undefined && layer !== undefined) {
    const { layers } = decision;
    const such = layers.filter(({ allowed }) => decision.allowed || !allowed).map((each) => each.layer);
    if (!such.includes(layer.value)) otherwise('layer', layer, such.length === 0 ? 'none' : [...new Set(such)].join(', '));
    return;
  }
  const fits = decision.rules.some(
    (rule) =>
      (policy === undefined || rule.policy === policy.value) &&
      (path === undefined || rule.path === path.value) &&
      (layer === undefined || rule.layer === layer.value),
  );
  if (fits) return;
  const what = [policy && 'policy', path && 'path', layer && 'layer'].filter((each) => each !== undefined).join(', ');
  const wanted = [policy, path, layer].flatMap((each) => (each === undefined ? [] : [shown(each.value)])).join(', ');
  const rules = decision.rules.map((rule) => `${shown(rule.policy)}, ${shown(rule.path)} (${rule.layer})`);
  otherwise(what, { value: new Words(wanted), span: first.span }, rules.length === 0 ? 'no rule decided' : rules.join('; '));
}

/** Denies, wants its approval, or advises. */
function spoke(name: string, decision: Decision): boolean {
  return (
    decision.layers.some(({ layer, principal }) => layer === 'guardrail' && principal === `guardrail:${name}`) ||
    (decision.obligations.approval?.requirements.some((requirement) => requirement.kind === 'guardrail' && requirement.name === name) ?? false) ||
    decision.advice.includes(name)
  );
}

function guardrailsOf({ layers, obligations, advice }: Decision): string {
  const names = [
    ...layers.flatMap(({ layer, principal }) => (layer === 'guardrail' ? [principal.slice('guardrail:'.length)] : [])),
    ...(obligations.approval?.requirements ?? []).flatMap(({ kind, name }) => (kind === 'guardrail' ? [name] : [])),
    ...advice,
  ];
  return names.length === 0 ? 'no guardrail spoke' : names.map(shown).join(', ');
}

function sameNames(expected: readonly string[], got: readonly string[]): boolean {
  const names = new Set(got);
  return new Set(expected).size === names.size && expected.every((name) => names.has(name));
}

/** Shown as it is. */
class Words {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function shown(value: unknown): string {
  if (value instanceof Words) return value.text;
  return value === 'allow' || value === 'deny' || value === 'none' ? value : JSON.stringify(value);
}
