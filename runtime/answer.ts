// The decision as an object: allowed and outcome at once, everything else when it is first read.

import type { Verdict } from './decide/decide.js';
import type { LayerJudgement } from './decide/layers.js';
import type { ControlGroup, DecidingRule, Decision, LayerVerdict, Obligations, Outcome, VaultVerdict } from './decision.js';
import { describe } from './describe.js';
import { DENY, SUDO } from './format/layout.js';
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
}

// Frozen, and what comes from a rule is copied: nobody can change what others will read.
const NONE: readonly never[] = Object.freeze([]);

export class Answer implements Decision {
  readonly #grounds: Grounds;
  readonly #message: string;
  readonly #obligations: Obligations;
  #capabilities: readonly string[] | null = null;

  constructor(grounds: Grounds) {
    this.#grounds = grounds;
    this.#obligations = obligationsOf(grounds.verdict);
    // WHY at once: words that show a value of the request are made before its owner can change it.
    this.#message = grounds.verdict.layers.some(({ fault }) => fault !== null && 'value' in fault && typeof fault.value === 'object') ? describe(grounds) : '';
  }

  get allowed(): boolean {
    return this.#grounds.verdict.outcome === 'allowed';
  }

  get outcome(): Outcome {
    return this.#grounds.verdict.outcome;
  }

  get message(): string {
    return this.#message === '' ? describe(this.#grounds) : this.#message;
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
    return this.#obligations;
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
