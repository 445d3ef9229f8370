// The two that every Vault case is put to: the oracle, and the compiled engine by its doors.

import { compile } from '@polc/compiler';
import { hasErrors, makeSource, parse } from '@polc/grammar';
import { type Engine, loadBundle, type Request } from '@polc/runtime';
import { oracleDecide, oracleParse } from '../oracle/index.js';
import { type RuleShape, shapeOfRule, shapeOfStanza } from '../rule-shape.js';
import type { ParseCase, PolicyTexts } from './vault-cases.js';

/** The members of an answer that the cases speak of. */
export type Answer = Readonly<Record<string, unknown>> & { readonly allowed: boolean };

export interface Judge {
  readonly name: string;
  /** `root` is allowed unless it is said otherwise. */
  decide(policies: PolicyTexts, request: Request, options?: { readonly allowRoot: boolean }): Answer;
  /** What the document compiles to; null when it is refused. */
  parse(text: string): ParseCase['parsed'] | null;
}

/** Texts of the policies that have one; `root` is built in. */
function textsOf(policies: PolicyTexts): [name: string, text: string][] {
  return Object.entries(policies).filter((entry): entry is [string, string] => entry[1] !== null);
}

function byName(shapes: readonly RuleShape[], name: string | null, templated: boolean): ParseCase['parsed'] {
  return { name, templated, paths: shapes };
}

export const oracle: Judge = {
  name: 'the oracle',
  decide(policies, request, options = { allowRoot: true }) {
    const documents = new Map(textsOf(policies).map(([name, text]) => [name, parse(makeSource(`${name}.hcl`, text)).value]));
    return { ...oracleDecide(documents, request, options) };
  },
  parse(text) {
    const { value, diagnostics } = parse(makeSource('case.hcl', text));
    const { errors, rules, name } = oracleParse(value);
    if (hasErrors(diagnostics) || errors.length > 0) return null;
    return byName(
      rules.map(shapeOfRule),
      name,
      rules.some((rule) => rule.templated),
    );
  },
};

/** Cases of one suite follow each other: the last engine made is kept. */
let last: { readonly policies: PolicyTexts; readonly allowRoot: boolean; readonly engine: Engine } | null = null;

function engineOf(policies: PolicyTexts, allowRoot: boolean): Engine {
  if (last?.policies === policies && last.allowRoot === allowRoot) return last.engine;
  const { bundle, diagnostics } = compile(textsOf(policies).map(([name, text]) => ({ file: `${name}.hcl`, name, text })));
  if (bundle === undefined) throw new Error(`the policies do not compile: ${diagnostics[0]?.message}`);
  last = { policies, allowRoot, engine: loadBundle(bundle, { allowRoot }) };
  return last.engine;
}

export const engine: Judge = {
  name: 'the engine',
  decide(policies, request, options = { allowRoot: true }) {
    const engine = engineOf(policies, options.allowRoot);
    const { allowed, outcome, capabilities, vault } = engine.decide(request);
    return {
      ...vault,
      allowed,
      outcome,
      capabilities,
      // The doors beside `decide` must not say otherwise.
      'allows()': engine.allows(request),
      'capabilities()': engine.capabilities({ policies: request.policies ?? [], identity: request.identity ?? null }, request.path),
    };
  },
  parse(text) {
    const { bundle, model } = compile([{ file: 'case.hcl', text }]);
    if (bundle === undefined) return null;
    const [policy] = model.policies;
    return byName((policy?.stanzas ?? []).map(shapeOfStanza), policy?.name ?? null, policy?.templated ?? false);
  },
};
