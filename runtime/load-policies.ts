// The policies and scopes of a bundle: their stanzas, and what these point to in data.

import { check } from './errors.js';
import { type ExpressionReader, readList } from './expression/read-expression.js';
import { ALL_CAPABILITIES, DENY, POLICY, POLICY_WORDS, SECTION, STANZA, STANZA_WORDS } from './format/layout.js';
import type { Sections } from './format/sections.js';
import { readRequirement } from './load-blocks.js';
import type { DataReader } from './load-data.js';
import { type KnownShapes, readObjectShape } from './match/read-shape.js';
import { splitTemplate } from './match/template.js';
import type { LoadedStanza, OwnTerms } from './rule.js';

export interface LoadedPolicy {
  readonly name: string;
  readonly file: string;
  /** A scope: its name is apart from those of policies. */
  readonly scope: boolean;
  readonly stanzas: readonly PlacedStanza[];
}

/** A stanza with its pattern's number, or the pieces of its template (match/template.ts). */
export interface PlacedStanza {
  readonly stanza: LoadedStanza;
  readonly pattern: number;
  readonly template: readonly string[] | null;
}

export class PolicyReader {
  readonly #policies: Uint32Array;
  readonly #stanzas: Uint32Array;
  readonly #data: DataReader;
  readonly #expressions: ExpressionReader;
  readonly #patternCount: number;
  readonly #shapes: KnownShapes = new Map();

  constructor(sections: Sections, data: DataReader, expressions: ExpressionReader, patternCount: number) {
    this.#policies = sections.words(SECTION.policies);
    this.#stanzas = sections.words(SECTION.stanzas);
    this.#data = data;
    this.#expressions = expressions;
    this.#patternCount = patternCount;
    check(this.#policies.length % POLICY_WORDS === 0 && this.#stanzas.length % STANZA_WORDS === 0, 'policy table');
  }

  policies(): LoadedPolicy[] {
    const stanzaCount = this.#stanzas.length / STANZA_WORDS;
    const policies: LoadedPolicy[] = [];
    let next = 0;
    for (let base = 0; base < this.#policies.length; base += POLICY_WORDS) {
      const first = this.#policies[base + POLICY.firstStanza] as number;
      const count = this.#policies[base + POLICY.stanzaCount] as number;
      check(first === next && first + count <= stanzaCount, 'policy table');
      next = first + count;
      const name = this.#data.string(this.#policies[base + POLICY.name] as number);
      const file = this.#data.string(this.#policies[base + POLICY.file] as number);
      const stanzas = Array.from({ length: count }, (_, i) => this.#stanza(first + i, name, file));
      policies.push({ name, file, scope: this.#policies[base + POLICY.scope] === 1, stanzas });
    }
    check(next === stanzaCount, 'policy table');
    return policies;
  }

  #stanza(id: number, policy: string, file: string): PlacedStanza {
    const at = (word: number) => this.#stanzas[id * STANZA_WORDS + word] as number;
    const data = this.#data;
    const templated = at(STANZA.templated);
    const pattern = at(STANZA.pattern);
    const capabilities = at(STANZA.capabilities);
    check(capabilities <= ALL_CAPABILITIES && ((capabilities & DENY) === 0 || capabilities === DENY), 'stanza table');
    check(templated === 1 || (templated === 0 && pattern < this.#patternCount), 'stanza table');
    const template = templated === 1 ? splitTemplate(data.string(pattern)) : null;
    check(templated === 0 || template !== null, 'stanza table');
    const stanza: LoadedStanza = {
      id,
      policy,
      file,
      line: at(STANZA.line),
      written: data.string(at(STANZA.written)),
      capabilities,
      allowed: data.parameters(at(STANZA.allowed)),
      denied: data.parameters(at(STANZA.denied)),
      required: data.texts(at(STANZA.required)),
      minWrappingTtl: data.float(at(STANZA.minWrappingTtl)),
      maxWrappingTtl: data.float(at(STANZA.maxWrappingTtl)),
      mfaMethods: data.texts(at(STANZA.mfaMethods)),
      eventTypes: data.texts(at(STANZA.eventTypes)),
      controlGroup: data.controlGroup(at(STANZA.controlGroup)),
      reason: data.text(at(STANZA.reason)),
      own: at(STANZA.standsAlone) === 0 ? null : this.#own(at),
      unresolved: null,
    };
    return { stanza, pattern: templated === 1 ? -1 : pattern, template };
  }

  #own(at: (word: STANZA) => number): OwnTerms {
    const data = this.#data;
    const shape = data.plain(at(STANZA.parameters));
    const maxTtl = data.float(at(STANZA.maxTtl));
    check(maxTtl >= 0, 'stanza table');
    return {
      parameters: shape === null ? null : readObjectShape(shape, this.#expressions.matchers, this.#shapes),
      when: readList(data.plain(at(STANZA.when))).map((code) => this.#expressions.read(code)),
      maxTtl: maxTtl === 0 ? Number.POSITIVE_INFINITY : maxTtl,
      approval: readRequirement(data.plain(at(STANZA.approval))),
    };
  }
}
