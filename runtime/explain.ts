// Why a request got its answer, step by step, and the smallest changes that would turn it. Each change a caller could make is tried first.

import { Answer, type Grounds } from './answer.js';
import type { Decision } from './decision.js';
import { alternatives, seconds } from './describe.js';
import type { Engine } from './engine.js';
import { DENY } from './format/layout.js';
import { capabilityNames } from './load.js';
import type { JsonObject, Request } from './request.js';
import type { Rule } from './rule.js';
import { checkCapability, checkWrapping, OPERATIONS } from './verdict.js';

export interface ExplanationStep {
  readonly step: 'form' | 'selection' | 'capability' | 'wrapping' | 'parameters';
  /** null: not reached. */
  readonly passed: boolean | null;
  readonly text: string;
}

/** A rule that matches the path, best first; the first that is `selected` decides. */
export interface Candidate {
  readonly pattern: string;
  readonly kind: Rule['kind'];
  readonly capabilities: readonly string[];
  readonly selected: boolean;
  readonly stanzas: readonly { readonly policy: string; readonly file: string; readonly line: number }[];
}

export interface Change {
  /** Who could make it. */
  readonly by: 'caller' | 'policy author' | 'embedder';
  readonly text: string;
  /** The changed request, where it is the caller's; the engine has confirmed that its answer is the other one. */
  readonly request?: Request;
}

export interface Explanation {
  readonly decision: Decision;
  readonly steps: readonly ExplanationStep[];
  readonly candidates: readonly Candidate[];
  readonly changes: readonly Change[];
}

export function explain(engine: Engine, request: Request): Explanation {
  const grounds = engine.groundsOf(request);
  const decision = new Answer(grounds);
  const steps = stepsOf(decision, grounds);
  try {
    const ranked = grounds.policies === null || grounds.root || grounds.outcome === 'internal' ? [] : engine.candidatesOf(request, grounds.path);
    const candidates = ranked.map((rule) => candidateOf(rule, sameRule(rule, grounds.rule)));
    return { decision, steps, candidates, changes: decision.allowed ? revocations(grounds) : remedies(grounds, request, engine) };
  } catch {
    // The request reads differently now than when it was decided.
    return { decision, steps, candidates: [], changes: [] };
  }
}

function sameRule(a: Rule, b: Rule | null): boolean {
  return b !== null && a.kind === b.kind && a.text === b.text;
}

function candidateOf(rule: Rule, selected: boolean): Candidate {
  const stanzas = rule.stanzas.map(({ policy, file, line }) => ({ policy, file, line }));
  return {
    pattern: rule.kind === 'prefix' ? `${rule.text}*` : rule.text,
    kind: rule.kind,
    capabilities: capabilityNames(rule.capabilities),
    selected,
    stanzas,
  };
}

function stepsOf(decision: Decision, grounds: Grounds): ExplanationStep[] {
  const { rule, outcome, operation } = grounds;
  if (grounds.detail !== null) return [{ step: 'form', passed: decision.allowed, text: decision.message }];
  const known = OPERATIONS.get(operation);
  const capability = checkCapability(rule, known);
  const steps: ExplanationStep[] = [{ step: 'form', passed: true, text: `a request of the policies ${(grounds.policies ?? []).join(', ') || '(none)'}` }];
  steps.push({
    step: 'selection',
    passed: rule !== null,
    text: rule === null ? decision.message : `${JSON.stringify(nameOf(rule))} is the most specific pattern that matches`,
  });
  if (rule === null) return steps;
  const granted = capabilityNames(rule.capabilities).join(', ') || 'nothing';
  steps.push({
    step: 'capability',
    passed: capability === 'allowed',
    text: capability === 'unknown_operation' ? decision.message : `${operation} is asked for; the pattern has ${granted}`,
  });
  if (capability !== 'allowed') return steps;
  const wrapped = checkWrapping(rule, grounds.wrapTtl);
  if (rule.minWrappingTtl > 0 || rule.maxWrappingTtl > 0)
    steps.push({ step: 'wrapping', passed: wrapped, text: wrapped ? 'the wrapping asked for is within the limits' : decision.message });
  if (!wrapped) return steps;
  if (known?.parameters)
    steps.push({ step: 'parameters', passed: outcome === 'allowed', text: outcome === 'allowed' ? 'the parameters pass' : decision.message });
  else steps.push({ step: 'parameters', passed: true, text: `parameter lists do not apply to ${operation}` });
  return steps;
}

function nameOf(rule: Rule): string {
  return rule.stanzas[0]?.written ?? rule.text;
}

function places(rule: Rule, bit = 0): string {
  const stanzas = bit === 0 ? rule.stanzas : rule.stanzas.filter((stanza) => stanza.capabilities & bit);
  return stanzas.map(({ file, line }) => `${file}:${line}`).join(' and ');
}

/** For an allowed request: the least an author would take away. */
function revocations({ rule, operation, root }: Grounds): Change[] {
  if (root) return [{ by: 'embedder', text: 'load the bundle without allowRoot' }];
  const bit = OPERATIONS.get(operation)?.bit ?? 0;
  if (rule === null || bit === 0) return [];
  return [{ by: 'policy author', text: `remove ${capabilityNames(bit).join()} from ${JSON.stringify(nameOf(rule))} at ${places(rule, bit)}` }];
}

function remedies(grounds: Grounds, request: Request, engine: Engine): Change[] {
  const { rule, operation, path } = grounds;
  const bit = OPERATIONS.get(operation)?.bit ?? 0;
  const changes: Change[] = [];
  switch (grounds.outcome) {
    case 'no_matching_rule':
      changes.push({
        by: 'policy author',
        text: `add a stanza: path ${JSON.stringify(path)} { capabilities = [${JSON.stringify(capabilityNames(bit).join())}] }`,
      });
      break;
    case 'explicit_deny':
      if (rule !== null) changes.push({ by: 'policy author', text: `remove the deny at ${places(rule, DENY)}, or add a more specific pattern` });
      break;
    case 'capability_missing':
      if (rule !== null)
        changes.push({ by: 'policy author', text: `add ${capabilityNames(bit).join()} to ${JSON.stringify(nameOf(rule))} at ${places(rule)}` });
      break;
    case 'wrapping':
      if (rule !== null) changes.push(...wrappingRemedies(rule, request, engine));
      break;
    case 'parameter_missing':
    case 'parameter_not_allowed':
      changes.push(...parameterRemedies(grounds, request, engine));
      break;
    case 'unknown_policy':
      changes.push({ by: 'embedder', text: 'load the bundle with allowRoot, if root is meant to work here' });
      break;
    default:
  }
  return changes;
}

function wrappingRemedies(rule: Rule, request: Request, engine: Engine): Change[] {
  const { minWrappingTtl: min, maxWrappingTtl: max } = rule;
  if (min > 0 && max > 0 && max < min)
    return [{ by: 'policy author', text: `no wrapping satisfies both limits of ${JSON.stringify(nameOf(rule))}: ${places(rule)}` }];
  const ttl = max > 0 ? max : min;
  const changed = { ...request, wrap_ttl: ttl / 1e9 };
  return engine.allows(changed) ? [{ by: 'caller', text: `ask for response wrapping of ${seconds(ttl)}`, request: changed }] : [];
}

function parameterRemedies({ rule, fault }: Grounds, request: Request, engine: Engine): Change[] {
  if (rule === null || fault === null) return [];
  const data = request.parameters ?? {};
  const tried: { text: string; parameters: JsonObject }[] = [];
  const { [fault.name]: _refused, ...without } = data;
  if (fault.kind === 'missing') tried.push({ text: `give the parameter ${JSON.stringify(fault.name)}`, parameters: { ...data, [fault.name]: '' } });
  else {
    const literals = (fault.kind === 'not_allowed' ? (fault.values ?? []) : []).filter(
      (value) => typeof value === 'boolean' || (typeof value === 'string' && !/^\*|\*$/.test(value)),
    );
    if (literals.length > 0) {
      tried.push({
        text: `give ${JSON.stringify(fault.name)} the value ${alternatives(literals)}`,
        parameters: { ...data, [fault.name]: literals[0] as string | boolean },
      });
    }
    tried.push({ text: `leave out the parameter ${JSON.stringify(fault.name)}`, parameters: without });
  }
  const changes: Change[] = tried
    .map(({ text, parameters }): Change => ({ by: 'caller', text, request: { ...request, parameters } }))
    .filter((change) => engine.allows(change.request as Request));
  return [...changes, { by: 'policy author', text: `change the parameter lists of ${JSON.stringify(nameOf(rule))} at ${places(rule)}` }];
}
