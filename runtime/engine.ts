// The engine: a loaded bundle that decides. It never throws after loading; whatever goes wrong denies, with a word for the cause.

import { Answer, type Grounds } from './answer.js';
import type { Outcome } from './decision.js';
import { RuntimeError } from './errors.js';
import { formFault, wrapTtlOf } from './form.js';
import { DENY } from './format/layout.js';
import { readSections, type Verify } from './format/sections.js';
import { capabilityNames, loadTables, type Tables } from './load.js';
import { checkParameters } from './match/parameters.js';
import type { Identity, Request } from './request.js';
import type { Rule } from './rule.js';
import { Selector, type TemplateFacts } from './select.js';
import { judge, OPERATIONS } from './verdict.js';
import { type View, Views } from './view.js';
import { Walker } from './walk.js';

export interface EngineOptions {
  /** Handed the 32 bytes of the revision, the signature and the key's id. When given, an unsigned bundle is refused. */
  readonly verify?: Verify;
  /** Agents, users, delegations, consents. This version keeps them only for their revision: requests in their names are denied. */
  readonly facts?: Facts;
  /** Let `policies: ["root"]` be Vault's root, which may do everything. Off unless the embedder says so. */
  readonly allowRoot?: boolean;
  /** Milliseconds since the epoch; for `{{time.now}}`. Date.now by default. */
  readonly clock?: () => number;
}

export interface Facts {
  readonly revision?: string;
}

/** What is in a loaded bundle. */
export interface BundleContents {
  readonly revision: string;
  readonly compiler: string;
  readonly keyId: string | null;
  readonly policies: Tables['policies'];
  readonly patterns: Tables['patterns'];
}

export class Engine {
  readonly revision: string;
  readonly #tables: Tables;
  readonly #options: EngineOptions;
  readonly #views: Views;
  readonly #selector: Selector;

  /** @internal use loadBundle */
  constructor(tables: Tables, options: EngineOptions) {
    this.revision = tables.revision;
    this.#tables = tables;
    this.#options = options;
    this.#views = new Views(tables);
    this.#selector = new Selector(new Walker(tables), tables.firstExact, options.clock ?? Date.now);
  }

  /** The same policies with other facts. */
  withFacts(facts: Facts): Engine {
    return this.refitted(Engine, facts);
  }

  /** @internal */
  refitted<E extends Engine>(make: EngineClass<E>, facts: Facts): E {
    return new make(this.#tables, { ...this.#options, facts: checkFacts(facts) });
  }

  get contents(): BundleContents {
    const { revision, compiler, keyId, policies, patterns } = this.#tables;
    return { revision, compiler, keyId, policies, patterns };
  }

  /** True only when the request is allowed and nothing is left to be fulfilled. */
  allows(request: Request): boolean {
    try {
      if (formFault(request) !== null || request.policies === undefined) return false;
      const view = this.#views.of(request.policies);
      if (this.#views.namedRoot) return this.#rootOutcome(request.policies) === 'allowed';
      if (request.operation === 'help') {
        this.#selector.assertRenderable(view, request);
        return true;
      }
      const operation = OPERATIONS.get(request.operation);
      if (operation === undefined) return false;
      const rule = this.#selector.select(view, stripSlashes(request.path), request.operation === 'list', request);
      return judge(rule, operation, wrapTtlOf(request.wrap_ttl), request.parameters ?? null) === 'allowed';
    } catch {
      return false;
    }
  }

  decide(request: Request): Answer {
    return new Answer(this.groundsOf(request));
  }

  /** Vault's sys/capabilities view of a path: `["root"]`, `["deny"]`, or the capabilities in alphabetical order. */
  capabilities(principal: { readonly policies: readonly string[]; readonly identity?: Identity | null }, path: string): string[] {
    const request: Request = { policies: principal.policies, identity: principal.identity ?? null, operation: 'list', path };
    try {
      if (formFault(request) !== null) return ['deny'];
      const view = this.#views.of(principal.policies);
      if (this.#views.namedRoot) return [this.#rootOutcome(principal.policies) === 'allowed' ? 'root' : 'deny'];
      return this.#capabilitiesOf(view, stripSlashes(path), request);
    } catch {
      return ['deny'];
    }
  }

  #capabilitiesOf(view: View, path: string, facts: TemplateFacts): string[] {
    const rule = this.#selector.select(view, path, true, facts);
    if (rule === null || rule.capabilities & DENY || rule.capabilities === 0) return ['deny'];
    return capabilityNames(rule.capabilities).sort();
  }

  /** @internal Every rule that matches, best first; for explanations. */
  candidatesOf(request: Request, path: string): Rule[] {
    const view = this.#views.of(request.policies as readonly string[]);
    return this.#selector.candidates(view, path, request.operation === 'list', request);
  }

  /** Root must stand alone, and only where the embedder allows it. */
  #rootOutcome(policies: readonly string[]): Outcome {
    if (this.#options.allowRoot !== true) return 'unknown_policy';
    return policies.length === 1 ? 'allowed' : 'malformed_request';
  }

  /** @internal What a decision is made of; for explanations. */
  groundsOf(request: Request): Grounds {
    try {
      return this.#judge(request);
    } catch {
      return this.#plain('internal', null, 'the decision failed inside the engine; nothing is allowed');
    }
  }

  #judge(request: Request): Grounds {
    const fault = formFault(request);
    if (fault !== null) return this.#plain('malformed_request', null, fault);
    const { policies, operation } = request;
    if (policies === undefined) return this.#plain('unknown_principal', request, 'this engine knows no agents or users; ask by policies');
    const view = this.#views.of(policies);
    if (this.#views.namedRoot) return this.#rootGrounds(this.#rootOutcome(policies), request);

    const path = stripSlashes(request.path);
    // Kept for later: the answer must not change when the caller changes the request.
    const facts = { identity: request.identity ?? null, context: request.context ?? {} };
    const wrapTtl = wrapTtlOf(request.wrap_ttl);
    const data = request.parameters ?? null;
    let rule: Rule | null = null;
    let outcome: Outcome = 'allowed';
    if (operation === 'help') this.#selector.assertRenderable(view, facts);
    else {
      rule = this.#selector.select(view, path, operation === 'list', facts);
      outcome = judge(rule, OPERATIONS.get(operation), wrapTtl, data);
    }
    return {
      outcome,
      policies: policies.slice(),
      operation,
      path,
      rule,
      fault: rule !== null && outcome.startsWith('parameter') ? checkParameters(rule, data) : null,
      wrapTtl,
      detail: operation === 'help' ? 'help is always allowed' : null,
      root: false,
      capabilities: () => this.#capabilitiesOf(view, path, facts),
      revision: this.revision,
      factsRevision: this.#options.facts?.revision ?? null,
    };
  }

  #rootGrounds(outcome: Outcome, request: Request): Grounds {
    const root = outcome === 'allowed';
    return { ...this.#plain(outcome, request, ROOT_WORDS[outcome] ?? null), root, capabilities: () => [root ? 'root' : 'deny'] };
  }

  #plain(outcome: Outcome, request: Request | null, detail: string | null): Grounds {
    return {
      outcome,
      policies: request?.policies?.slice() ?? null,
      operation: request?.operation ?? '',
      path: request?.path ?? '',
      rule: null,
      fault: null,
      wrapTtl: null,
      detail,
      root: false,
      capabilities: () => ['deny'],
      revision: this.revision,
      factsRevision: this.#options.facts?.revision ?? null,
    };
  }
}

const ROOT_WORDS: Partial<Record<Outcome, string>> = {
  allowed: 'root may do everything',
  unknown_policy: 'the policy root is not enabled in this engine',
  malformed_request: 'root must be the only policy of a request',
};

/** Vault's ACL takes a path less all its leading slashes. */
function stripSlashes(path: string): string {
  let start = 0;
  while (path.charCodeAt(start) === 47) start++;
  return start === 0 ? path : path.slice(start);
}

type EngineClass<E extends Engine> = new (tables: Tables, options: EngineOptions) => E;

/** Checks the options, then the bytes (format/sections.ts, load.ts). Throws RuntimeError. */
export function loadEngine<E extends Engine>(make: EngineClass<E>, bytes: Uint8Array, options: EngineOptions): E {
  if (typeof options !== 'object' || options === null) throw new RuntimeError('bad_options', 'options is an object');
  if (options.verify !== undefined && typeof options.verify !== 'function') throw new RuntimeError('bad_options', 'verify is a function');
  if (options.clock !== undefined && typeof options.clock !== 'function') throw new RuntimeError('bad_options', 'clock is a function');
  if (options.facts !== undefined) checkFacts(options.facts);
  return new make(loadTables(readSections(bytes, options.verify)), { ...options });
}

function checkFacts(facts: Facts): Facts {
  if (typeof facts !== 'object' || facts === null || (facts.revision !== undefined && typeof facts.revision !== 'string')) {
    throw new RuntimeError('bad_options', 'facts is an object with a revision');
  }
  return facts;
}
