// The set as something that decides, for rules whose findings are proved: compiled once a run, and again without what a rule would have deleted.

import { loadBundle } from '@polc/runtime';
import { BundleWriter } from '../bundle/bundle-writer.js';
import { type World, worldOf } from '../compare/world.js';
import type { Model, Stanza } from '../model/stanza.js';

/** Sets of more stanzas, or more who ask by them, are not compiled by lint: nothing that wants a proof is then said of them. */
const MAX_STANZAS = 2_000;
const MAX_PRINCIPALS = 400;

export interface Proving {
  readonly world: World;
  /** What is left of the work that a run may do, in patterns looked at. */
  readonly effort: Effort;
  /** The same set less one stanza, of a policy or a scope. */
  without(stanza: Stanza): World;
}

/** INVARIANT: counts work and not time, so that a set has the same findings on every machine. */
export class Effort {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  /** False where there is not enough left; then nothing is taken. */
  take(work: number): boolean {
    if (work > this.#left) return false;
    this.#left -= work;
    return true;
  }
}

const EFFORT = 1_500;

export class Prover {
  readonly #writer = new BundleWriter();

  of(model: Model): Proving | null {
    const { policies, blocks } = model;
    const lists = [...policies, ...blocks.scopes];
    const principals = blocks.agents.length + blocks.users.length + blocks.delegations.length;
    if (principals > MAX_PRINCIPALS || lists.reduce((sum, { stanzas }) => sum + stanzas.length, 0) > MAX_STANZAS) return null;
    // Two policies of one name are one only where somebody has said which.
    if (new Set(policies.map(({ name }) => name)).size < policies.length) return null;
    const engine = loadBundle(this.#writer.write(model));
    return {
      world: worldOf(engine),
      effort: new Effort(EFFORT),
      without: (stanza) => worldOf(loadBundle(this.#writer.write(withoutStanza(model, stanza)), { previous: engine })),
    };
  }
}

function withoutStanza(model: Model, stanza: Stanza): Model {
  const less = <L extends { readonly stanzas: readonly Stanza[] }>(list: L): L =>
    list.stanzas.includes(stanza) ? { ...list, stanzas: list.stanzas.filter((one) => one !== stanza) } : list;
  const { policies, blocks } = model;
  return { ...model, policies: policies.map(less), blocks: { ...blocks, scopes: blocks.scopes.map(less) } };
}
