// The decision as an object: allowed and outcome at once, everything else when it is first read.

import type { ControlGroup, DecidingRule, Decision, LayerVerdict, Obligations, Outcome, VaultVerdict } from './decision.js';
import { describe, type ShownFault } from './describe.js';
import { DENY, SUDO } from './format/layout.js';
import type { LoadedStanza, Rule } from './rule.js';
import { OPERATIONS } from './verdict.js';

/** What a decision was made of; nothing in it changes when the caller's request does. */
export interface Grounds {
  readonly outcome: Outcome;
  /** Request by bare policies: the names as given. null for every other form. */
  readonly policies: readonly string[] | null;
  readonly operation: string;
  readonly path: string;
  readonly rule: Rule | null;
  readonly fault: ShownFault | null;
  readonly wrapTtl: number | null;
  readonly detail: string | null;
  readonly root: boolean;
  /** Vault's view of the path. */
  readonly capabilities: () => readonly string[];
  readonly revision: string;
  readonly factsRevision: string | null;
}

// Frozen, and what comes from a rule is copied: nobody can change what others will read.
const NO_OBLIGATIONS: Obligations = Object.freeze({ max_ttl: null, uses: null, approval: null, mfa: false });
const NONE: readonly never[] = Object.freeze([]);

export class Answer implements Decision {
  readonly #grounds: Grounds;
  #capabilities: readonly string[] | null = null;

  constructor(grounds: Grounds) {
    this.#grounds = grounds;
  }

  get allowed(): boolean {
    return this.#grounds.outcome === 'allowed';
  }

  get outcome(): Outcome {
    return this.#grounds.outcome;
  }

  get message(): string {
    return describe(this.#grounds);
  }

  get layers(): readonly LayerVerdict[] {
    const { policies } = this.#grounds;
    if (policies === null) return NONE;
    return [{ layer: 'policies', principal: `policies:${policies.join(',')}`, allowed: this.allowed, outcome: this.outcome }];
  }

  get rules(): readonly DecidingRule[] {
    const { rule } = this.#grounds;
    if (rule === null) return NONE;
    return rule.stanzas.map((stanza) => ({ policy: stanza.policy, path: stanza.written, file: stanza.file, line: stanza.line, role: this.#role(stanza) }));
  }

  #role(stanza: LoadedStanza): DecidingRule['role'] {
    if (stanza.capabilities & DENY) return 'denied';
    const restricts = this.#restricts(stanza);
    if (restricts && !this.allowed && (this.outcome === 'wrapping' || this.outcome.startsWith('parameter'))) return 'denied';
    const bit = OPERATIONS.get(this.#grounds.operation)?.bit ?? 0;
    if (stanza.capabilities & bit) return 'granted';
    return restricts ? 'restricted' : 'selected';
  }

  #restricts(stanza: LoadedStanza): boolean {
    return stanza.allowed !== null || stanza.denied !== null || stanza.required.length > 0 || stanza.minWrappingTtl > 0 || stanza.maxWrappingTtl > 0;
  }

  get obligations(): Obligations {
    return NO_OBLIGATIONS;
  }

  get advice(): readonly string[] {
    return NONE;
  }

  get missing(): readonly { readonly attribute: string }[] {
    return NONE;
  }

  get capabilities(): readonly string[] {
    this.#capabilities ??= this.#grounds.capabilities();
    return this.#capabilities;
  }

  get vault(): VaultVerdict | null {
    const { policies, rule, root } = this.#grounds;
    if (policies === null) return null;
    if (root) return { root_privs: true, granting: ['root'], mfa_methods: [], control_group: null, subscribe_event_types: ['*'] };
    return {
      root_privs: rule !== null && (rule.capabilities & SUDO) !== 0,
      granting: this.#granting(),
      mfa_methods: rule?.mfaMethods.slice() ?? NONE,
      control_group: JSON.parse(JSON.stringify(rule?.controlGroup ?? null)) as ControlGroup | null,
      subscribe_event_types: rule?.eventTypes.slice() ?? NONE,
    };
  }

  /** One entry a stanza that carries the operation's capability; none where the capability itself is refused. */
  #granting(): readonly string[] {
    const { rule, operation } = this.#grounds;
    const bit = OPERATIONS.get(operation)?.bit ?? 0;
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
