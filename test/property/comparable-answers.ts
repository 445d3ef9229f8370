// The answers of the engine and of the oracle in one form, so that they can be held against each other, layer by layer and to the last digest.

import type { Engine, Request } from '@polc/runtime';
import type { OracleAnswer } from '../oracle/index.js';

const texts = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

/** In which order stanzas were chosen and approvals are wanted is nobody's business. */
export function comparable({ chosen, obligations, ...rest }: Omit<OracleAnswer, 'obligations'> & { readonly obligations: unknown }) {
  const { approval, ...others } = obligations as OracleAnswer['obligations'];
  const requirements = (approval?.requirements ?? []).map(({ requirement, kind, name, by, count, within, self }) => [
    requirement,
    kind,
    name,
    by,
    count,
    within,
    self,
  ]);
  return {
    ...rest,
    chosen: texts(chosen.map(({ layer, policy, path, line }) => [layer, policy, path, line])),
    obligations: { ...others, action: approval?.action, requirements: texts(requirements) },
  };
}

export function answerOf(engine: Engine, request: Request) {
  const { allowed, outcome, layers, obligations, advice, missing } = engine.decide(request);
  const { verdict } = engine.groundsOf(request);
  const chosen = verdict.layers.flatMap(({ layer, chosen: alternatives }) =>
    alternatives.flatMap(({ stanzas }) => stanzas.map(({ policy, written, line }) => ({ layer, policy, path: written, line }))),
  );
  return { allowed, outcome, layers, chosen, obligations, advice, missing: missing.map(({ attribute }) => attribute) };
}
