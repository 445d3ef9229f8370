// Two policy sets that are asked the same: their engines, the oracle's reading of them, and all requests over some values.

import { compile } from '@polc/compiler';
import { type Decision, type Engine, loadBundle, type Request } from '@polc/runtime';
import { type Model, readTexts } from '../oracle/index.js';
import { VALUES, withAttribute } from './small-worlds.js';

export const CLOCK = Date.parse('2026-01-05T12:00:00Z');

export interface Side {
  readonly text: string;
  readonly engine: Engine;
  readonly model: Model;
}

export function sideOf(text: string): Side {
  const { bundle, diagnostics } = compile([{ file: 'world.hcl', text }]);
  if (bundle === undefined) throw new Error(`${diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n')}\n${text}`);
  const reading = readTexts([{ file: 'world.hcl', text }]);
  if ('errors' in reading) throw new Error(`the oracle refuses it: ${reading.errors.join('; ')}`);
  return { text, engine: loadBundle(bundle, { clock: () => CLOCK }), model: reading.model };
}

/** All that counts of a decision. The rest is worked out when it is read, so that it is read last. */
export function shown(decision: Pick<Decision, 'allowed' | 'outcome' | 'obligations'> & { readonly vault?: Decision['vault'] }): string {
  const { allowed, outcome } = decision;
  const wants = outcome === 'approval_required' || outcome === 'mfa_required';
  if (!allowed && !wants) return 'denied';
  const { obligations } = decision;
  const requirements = (obligations.approval?.requirements ?? []).map(({ requirement }) => requirement).sort();
  const vault = allowed ? decision.vault : undefined;
  return JSON.stringify([outcome, obligations.max_ttl, obligations.uses, requirements, obligations.mfa, vault && [vault.root_privs, vault.mfa_methods]]);
}

/** Attributes with the values that each is to have. */
export const valuesOf = (attributes: readonly string[]) => attributes.map((name) => [name, VALUES[name] ?? []] as const);

export function* assignments(base: Request, attributes: readonly (readonly [name: string, values: readonly unknown[]])[]): Generator<Request> {
  const [first, ...rest] = attributes;
  if (first === undefined) {
    yield base;
    return;
  }
  const [name, values] = first;
  for (const value of values) yield* assignments(withAttribute(base, name, value as (typeof VALUES)[string][number]), rest);
}

/** As many attributes as can be gone through. */
export function affordable(attributes: readonly string[], most: number): readonly string[] {
  const taken: string[] = [];
  let size = 1;
  for (const attribute of attributes) {
    const count = VALUES[attribute]?.length ?? 1;
    if (size * count > most) continue;
    size *= count;
    taken.push(attribute);
  }
  return taken;
}
