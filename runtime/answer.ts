// The decision as an object: allowed and outcome at once, everything else when it is first read.

import type { Verdict } from './decide/decide.js';
import type { LayerJudgement } from './decide/layers.js';
import type { ControlGroup, DecidingRule, Decision, LayerVerdict, Obligations, Outcome, VaultVerdict } from './decision.js';
import { describe } from './describe.js';
import { DENY, SUDO } from './format/layout.js';
import type { Request } from './request.js';
import type { LoadedStanza, Rule } from './rule.js';
import { OPERATIONS } from './verdict.js';

/** What a decision was made of. */
export interface Grounds {
  readonly verdict: Verdict;
  /** Request by bare policies: the names as given. null for every other form. */
  readonly policies: readonly string[] | null;
  readonly operation: string;
  readonly path: string;
  readonly wrapTtl: number | null;
  readonly root: boolean;
  /** Vault's view of the path: what every layer grants. */
  readonly capabilities: () => readonly string[];
  readonly revision: string;
  readonly factsRevision: string | null;
  /** Where it was made already. */
  readonly message?: string;
}

// Frozen, and what comes from a rule is copied: nobody can change what others will read.
const NONE: readonly never[] = Object.freeze([]);

/** Where an answer finds what it was not made with. */
interface Source {
  groundsOf(request: Request, at: number): Grounds;
  lostGrounds(outcome: Outcome): Grounds;
}

export class Answer implements Decision {
  readonly #outcome: Outcome;
  readonly #source: Source | null;
  readonly #request: Request | null;
  readonly #operation: string;
  readonly #path: string;
  readonly #at: number;
  readonly #maxTtl: number;
  readonly #uses: number;
  #known: Grounds | null;
  #capabilities: readonly string[] | null = null;

  /**
   * An outcome whose grounds are found when somebody asks for them: the request is then judged again, at the same time `at` (milliseconds; NaN where
   * the time did not matter). `maxTtl` in seconds and `uses` are infinite where nothing limits.
   */
  constructor(source: Source | null, request: Request | null, outcome: Outcome, at: number, maxTtl: number, uses: number, known: Grounds | null = null) {
    this.#outcome = outcome;
    this.#source = source;
    this.#request = request;
    this.#operation = request === null ? '' : request.operation;
    this.#path = request === null ? '' : request.path;
    this.#at = at;
    this.#maxTtl = maxTtl;
    this.#uses = uses;
    this.#known = known;
  }

  /** With all that there is to tell. */
  static of(grounds: Grounds): Answer {
    const { outcome, maxTtl, uses, layers } = grounds.verdict;
    // WHY at once: words that show a value of the request are made before its owner can change it.
    const isOpen = layers.some(({ fault }) => fault !== null && 'value' in fault && typeof fault.value === 'object');
    return new Answer(null, null, outcome, Number.NaN, maxTtl, uses, isOpen ? { ...grounds, message: describe(grounds) } : grounds);
  }

  get allowed(): boolean {
    return this.#outcome === 'allowed';
  }

  get outcome(): Outcome {
    return this.#outcome;
  }

  get #grounds(): Grounds {
    if (this.#known !== null) return this.#known;
    const [source, request] = [this.#source as Source, this.#request as Request];
    const grounds = source.groundsOf(request, this.#at);
    // Its owner may have changed the request; the decision stands.
    const isSame = grounds.verdict.outcome === this.#outcome && request.operation === this.#operation && request.path === this.#path;
    this.#known = isSame ? grounds : source.lostGrounds(this.#outcome);
    return this.#known;
  }

  get message(): string {
    const grounds = this.#grounds;
    return grounds.message ?? describe(grounds);
  }

  get layers(): readonly LayerVerdict[] {
    const { verdict, policies } = this.#grounds;
    const guardrails = verdict.objections.map(({ guardrail }) => verdictOf('guardrail', `guardrail:${guardrail.name}`, 'guardrail'));
    const layers = verdict.layers.map(({ layer, principal, outcome }) => verdictOf(layer, principal, outcome));
    if (layers.length === 0 && policies !== null) return [verdictOf('policies', `policies:${policies.join(',')}`, verdict.outcome)];
    return [...guardrails, ...layers];
  }

  get rules(): readonly DecidingRule[] {
    const { verdict, operation } = this.#grounds;
    return verdict.layers.flatMap((judged): DecidingRule[] => {
      const { rule, alternative, outcome, layer } = judged;
      if (rule === null) return [];
      const stanzas = outcome === 'allowed' && alternative !== null ? alternative.stanzas : rule.stanzas;
      return stanzas.map((stanza) => ({
        layer,
        policy: stanza.policy,
        path: stanza.written,
        file: stanza.file,
        line: stanza.line,
        role: roleOf(stanza, judged, operation),
      }));
    });
  }

  get obligations(): Obligations {
    // Known without the grounds: what was allowed the short way has nothing outstanding.
    return this.#known === null || this.#source !== null ? limitsOf(this.allowed, this.#maxTtl, this.#uses) : obligationsOf(this.#known.verdict);
  }

  get advice(): readonly string[] {
    const { advice } = this.#grounds.verdict;
    return advice.length === 0 ? NONE : advice.slice();
  }

  get missing(): readonly { readonly attribute: string }[] {
    return this.#grounds.verdict.missing.map((attribute) => ({ attribute }));
  }

  get capabilities(): readonly string[] {
    this.#capabilities ??= this.#grounds.capabilities();
    return this.#capabilities;
  }

  get vault(): VaultVerdict | null {
    const { policies, root, verdict } = this.#grounds;
    if (policies === null) return null;
    if (root) return { root_privs: true, granting: ['root'], mfa_methods: [], control_group: null, subscribe_event_types: ['*'] };
    const rule = verdict.layers[0]?.rule ?? null;
    const merged = rule?.alternatives.find(({ own }) => own === null);
    return {
      root_privs: rule !== null && (rule.capabilities & SUDO) !== 0,
      granting: this.#granting(rule),
      mfa_methods: merged?.mfaMethods.slice() ?? NONE,
      control_group: JSON.parse(JSON.stringify(merged?.controlGroup ?? null)) as ControlGroup | null,
      subscribe_event_types: merged?.eventTypes.slice() ?? NONE,
    };
  }

  /** One entry a stanza that carries the operation's capability; none where the capability itself is refused. */
  #granting(rule: Rule | null): readonly string[] {
    const bit = OPERATIONS.get(this.#grounds.operation)?.bit ?? 0;
    if (rule === null || rule.capabilities & DENY) return NONE;
    return rule.stanzas.filter((stanza) => stanza.capabilities & bit).map((stanza) => stanza.policy);
  }

  get revision(): string {
    return this.#grounds.revision;
  }

  get facts_revision(): string | null {
    return this.#grounds.factsRevision;
  }

  toJSON(): Decision {
    const { allowed, outcome, message, layers, rules, obligations, advice, missing, capabilities, vault, revision, facts_revision } = this;
    return { allowed, outcome, message, layers, rules, obligations, advice, missing, capabilities, vault, revision, facts_revision };
  }
}

function verdictOf(layer: string, principal: string, outcome: Outcome): LayerVerdict {
  return { layer, principal, allowed: outcome === 'allowed', outcome };
}

/** Of an answer with no approvals and no MFA outstanding. */
function limitsOf(allowed: boolean, maxTtl: number, uses: number): Obligations {
  const limit = (value: number) => (value === Number.POSITIVE_INFINITY ? null : Math.floor(value));
  if (!allowed || (limit(maxTtl) === null && limit(uses) === null)) return NO_OBLIGATIONS;
  return { max_ttl: limit(maxTtl), uses: limit(uses), approval: null, mfa: false };
}

const NO_OBLIGATIONS: Obligations = Object.freeze({ max_ttl: null, uses: null, approval: null, mfa: false });

function obligationsOf({ maxTtl, uses, outstanding, mfa, action }: Verdict): Obligations {
  const limit = (value: number) => (value === Number.POSITIVE_INFINITY ? null : value);
  if (limit(maxTtl) === null && limit(uses) === null && !mfa && outstanding.length === 0) return NO_OBLIGATIONS;
  const requirements = outstanding.map(({ digest, by, ...rest }) => ({ requirement: digest, ...rest, by: by.slice() }));
  const approval = requirements.length === 0 || action === null ? null : { action: action.digest, requirements };
  return { max_ttl: limit(maxTtl), uses: limit(uses), approval, mfa };
}

function roleOf(stanza: LoadedStanza, { outcome, alternative }: LayerJudgement, operation: string): DecidingRule['role'] {
  if (stanza.capabilities & DENY) return 'denied';
  const restricts = isRestricting(stanza);
  if (restricts && outcome !== 'allowed' && outcome !== 'capability_missing' && alternative?.stanzas.includes(stanza)) return 'denied';
  const bit = OPERATIONS.get(operation)?.bit ?? 0;
  if (stanza.capabilities & bit) return 'granted';
  return restricts ? 'restricted' : 'selected';
}

function isRestricting({ allowed, denied, required, minWrappingTtl, maxWrappingTtl, own }: LoadedStanza): boolean {
  return allowed !== null || denied !== null || required.length > 0 || minWrappingTtl > 0 || maxWrappingTtl > 0 || own !== null;
}
