// The engine with explanations and a view of what is in its bundle. Apart, so that an embedder who only decides (core.ts) does not carry them.

import { Engine, type EngineOptions, loadEngine } from './engine.js';
import type { Explanation } from './explain/types.js';
import { explain } from './explain.js';
import type { AgentRecord, Facts, UserRecord } from './facts/records.js';
import type { Agent, User } from './facts/snapshot.js';
import { sha256 } from './format/platform-hash.js';
import type { Tables } from './load.js';
import type { PlacedStanza } from './load-policies.js';
import type { Request } from './request.js';

/** What is in a loaded bundle. */
export interface BundleContents {
  readonly revision: string;
  readonly compiler: string;
  readonly keyId: string | null;
  readonly policies: readonly PolicyContents[];
  readonly agents: readonly AgentRecord[];
  readonly users: readonly UserRecord[];
  /** Everything else of the files. */
  readonly blocks: Tables['blocks'];
  /** Those of the files and of the facts, with the policies that exist of those they name. */
  readonly principals: readonly { readonly kind: 'agent' | 'user'; readonly id: string; readonly policies: readonly string[] }[];
  /** By text or name. */
  readonly globs: readonly string[];
  readonly regularExpressions: readonly string[];
  readonly zones: readonly string[];
}

export interface PolicyContents {
  readonly name: string;
  readonly file: string;
  readonly scope: boolean;
  readonly stanzas: readonly PlacedStanza[];
}

export class ExplainingEngine extends Engine {
  override withFacts(facts: Facts): ExplainingEngine {
    return this.refitted(ExplainingEngine, facts);
  }

  /** Copies: whoever sorts them for display must not sort what decides. @throws RuntimeError corrupt, where the bundle holds what no compiler wrote */
  get contents(): BundleContents {
    const { sections, compiler, policies, agents, users, blocks, matchers } = this.tables;
    return {
      ...{ revision: this.revision, compiler, keyId: sections.keyId, agents: agents.all(), users: users.all(), blocks: copyBlocks(blocks) },
      policies: policies.map((policy) => ({ name: policy.name, file: policy.file, scope: policy.scope, stanzas: policy.stanzas() })),
      principals: [...this.#principals('agent', this.snapshot.agents.all()), ...this.#principals('user', this.snapshot.users.all())],
      ...{ globs: [...matchers.globs.keys()], regularExpressions: [...matchers.patterns.keys()], zones: [...matchers.zones.keys()] },
    };
  }

  #principals(kind: 'agent' | 'user', known: readonly (Agent | User)[]): BundleContents['principals'] {
    const name = (number: number) => (this.tables.policies[number] as Tables['policies'][number]).name;
    return known.map(({ id, policies }) => ({ kind, id, policies: policies.view.policies.map(name) }));
  }

  /** Why, step by step, and what would turn the answer. Never throws. */
  explain(request: Request): Explanation {
    return explain(this, request);
  }
}

/**
 * Loads a bundle: checks every hash and every number in it once, and the signature when `verify` is given.
 * @throws RuntimeError whatever is wrong with the bytes or the options
 */
export function loadBundle(bytes: Uint8Array, options: EngineOptions = {}): ExplainingEngine {
  return loadEngine(ExplainingEngine, bytes, options, sha256);
}

function copyBlocks({ guardrails, ...blocks }: Tables['blocks']): Tables['blocks'] {
  const copied = guardrails.map(({ require, forbid, ...guardrail }) => ({ ...copyData(guardrail), require: require.slice(), forbid: forbid.slice() }));
  return { ...copyData(blocks), guardrails: copied };
}

function copyData<T>(data: T): T {
  return JSON.parse(JSON.stringify(data)) as T;
}
