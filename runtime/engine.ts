// The engine: a loaded bundle that decides. It never throws after loading; whatever goes wrong denies, with a word for the cause.

import { Answer, type Grounds } from './answer.js';
import type { Outcome } from './decision.js';
import { showFault } from './describe.js';
import { RuntimeError } from './errors.js';
import { formFault, wrapTtlOf } from './form.js';
import { DENY } from './format/layout.js';
import { readSections, type Verify } from './format/sections.js';
import { capabilityNames, loadTables, type Tables } from './load.js';
import { checkParameters, type ParameterFault } from './match/parameters.js';
import { isJson } from './plain.js';
import type { Identity, Request } from './request.js';
import type { Rule } from './rule.js';
import { Selector, type TemplateFacts } from './select.js';
import { judge, judgeBare, OPERATIONS, parameterOutcome } from './verdict.js';
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

  /** @internal For those who show what is in a bundle. */
  get tables(): Tables {
    return this.#tables;
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
    try {
      const request: Request = { policies: principal.policies, identity: principal.identity ?? null, operation: 'list', path };
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
      return this.#plain('internal', null, 'the engine failed; nothing is allowed');
    }
  }

  #judge(request: Request): Grounds {
    const malformed = formFault(request);
    if (malformed !== null) return this.#plain('malformed_request', null, malformed);
    const { policies, operation } = request;
    if (policies === undefined) return this.#plain('unknown_principal', request, 'no agents or users are known; ask by policies');
    const view = this.#views.of(policies);
    if (this.#views.namedRoot) return this.#rootGrounds(this.#rootOutcome(policies), request);

    const path = stripSlashes(request.path);
    // Kept for later: the answer must not change when the caller changes the request.
    const facts = view.templated.length > 0 ? snapshot(request) : NO_FACTS;
    const wrapTtl = wrapTtlOf(request.wrap_ttl);
    const data = request.parameters ?? null;
    let rule: Rule | null = null;
    let outcome: Outcome = 'allowed';
    let fault: ParameterFault | null = null;
    if (operation === 'help') this.#selector.assertRenderable(view, facts);
    else {
      const known = OPERATIONS.get(operation);
      rule = this.#selector.select(view, path, operation === 'list', facts);
      outcome = judgeBare(rule, known, wrapTtl);
      if (outcome === 'allowed' && rule !== null && known?.parameters) fault = checkParameters(rule, data);
      if (fault !== null) outcome = parameterOutcome(fault);
    }
    return {
      outcome,
      policies: policies.slice(),
      operation,
      path,
      rule,
      fault: fault === null ? null : showFault(fault),
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

const NO_FACTS: TemplateFacts = {};

/** What templates are filled in from, as it is now; what is no JSON stays the caller's. */
function snapshot({ identity, context }: Request): TemplateFacts {
  if (!isJson(identity ?? null) || !isJson(context?.time ?? null)) return { identity: identity ?? null, context: context ?? {} };
  return JSON.parse(JSON.stringify({ identity: identity ?? null, context: { time: context?.time ?? null } })) as TemplateFacts;
}

/** Vault's ACL takes a path less all its leading slashes. */
function stripSlashes(path: string): string {
  let start = 0;
  while (path.charCodeAt(start) === 47) start++;
  return start === 0 ? path : path.slice(start);
}

type EngineClass<E extends Engine> = new (tables: Tables, options: EngineOptions) => E;

/** Checks the options, then the bytes (format/sections.ts, load.ts). Throws RuntimeError. */
export function loadEngine<E extends Engine>(make: EngineClass<E>, bytes: Uint8Array, options: EngineOptions): E {
  const isFunction = (value: unknown) => value === undefined || typeof value === 'function';
  if (typeof options !== 'object' || options === null || !isFunction(options.verify) || !isFunction(options.clock)) {
    throw new RuntimeError('bad_options', 'options is an object; verify and clock are functions');
  }
  const facts = options.facts === undefined ? {} : { facts: checkFacts(options.facts) };
  return new make(loadTables(readSections(bytes, options.verify)), { ...options, ...facts });
}

function checkFacts(facts: Facts): Facts {
  if (typeof facts !== 'object' || facts === null || (facts.revision !== undefined && typeof facts.revision !== 'string')) {
    throw new RuntimeError('bad_options', 'facts is an object with a revision');
  }
  return facts.revision === undefined ? {} : { revision: facts.revision };
}
