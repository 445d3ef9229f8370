// An explanation of a request of the language, held against the decision, with every request it offers put to the engine.

import { compile } from '@polc/compiler';
import { type Engine, type Explanation, type Facts, loadBundle, type Request } from '@polc/runtime';
import { expect } from 'vitest';
import { block, type LanguageCase, NOW } from '../language/language-case.js';

export type Asked = Pick<LanguageCase, 'files' | 'request'> & { readonly facts?: object };

export function engineOf({ files, facts }: Asked): Engine {
  const { bundle, diagnostics } = compile(Object.entries(files).map(([file, text]) => ({ file, text })));
  if (bundle === undefined) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; '));
  return loadBundle(bundle, { clock: () => NOW, ...(facts === undefined ? {} : { facts: facts as Facts }) });
}

export function explained(asked: Asked): Explanation {
  const engine = engineOf(asked);
  const request = asked.request as unknown as Request;
  const explanation = engine.explain(request);
  expect(explanation.decision).toEqual(engine.decide(request).toJSON());
  if (!explanation.decision.allowed)
    for (const { request: changed } of explanation.changes) if (changed !== undefined) expect(engine.allows(changed)).toBe(true);
  return explanation;
}

export const STANZA_SHAPE = 'parameters { amount = number(max: 500)\n to = object({ iban = string(glob: "DE*"), notes = optional(list(string)) }) }';
export const GUARDRAIL = (enforcement: string, more: string) => block('guardrail', 'g', `enforcement = "${enforcement}"`, more);
