// The policies of a bundle: stanzas, and the lists, maps and values in data that they point into, every offset checked as it is followed.

import type { ControlGroup, ControlGroupFactor } from './decision.js';
import { check } from './errors.js';
import { ALL_CAPABILITIES, DENY, POLICY, POLICY_WORDS, SECTION, STANZA, STANZA_WORDS, VALUE } from './format/layout.js';
import type { Sections } from './format/sections.js';
import { splitTemplate } from './match/template.js';
import { type LoadedStanza, NEVER, type ParameterMap, type PolicyValue } from './rule.js';

export interface LoadedPolicy {
  readonly name: string;
  readonly file: string;
  readonly stanzas: readonly PlacedStanza[];
}

/** A stanza with its pattern's number, or the pieces of its template (match/template.ts). */
export interface PlacedStanza {
  readonly stanza: LoadedStanza;
  readonly pattern: number;
  readonly template: readonly string[] | null;
}

const NO_TEXTS: readonly string[] = [];

/** INVARIANT: an offset in data points before the word that holds it, so that reading ends. */
export class PolicyReader {
  readonly #policies: Uint32Array;
  readonly #stanzas: Uint32Array;
  readonly #data: Uint32Array;
  readonly #strings: readonly string[];
  readonly #patternCount: number;

  constructor(sections: Sections, strings: readonly string[], patternCount: number) {
    this.#policies = sections.words(SECTION.policies);
    this.#stanzas = sections.words(SECTION.stanzas);
    this.#data = sections.words(SECTION.data);
    this.#strings = strings;
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
      const name = this.#string(this.#policies[base + POLICY.name] as number);
      const file = this.#string(this.#policies[base + POLICY.file] as number);
      const stanzas = Array.from({ length: count }, (_, i) => this.#stanza(first + i, name, file));
      policies.push({ name, file, stanzas });
    }
    check(next === stanzaCount, 'policy table');
    return policies;
  }

  #string(index: number): string {
    const text = this.#strings[index];
    check(text !== undefined, 'string reference');
    return text;
  }

  #stanza(id: number, policy: string, file: string): PlacedStanza {
    const at = (word: number) => this.#stanzas[id * STANZA_WORDS + word] as number;
    const templated = at(STANZA.templated);
    const pattern = at(STANZA.pattern);
    const capabilities = at(STANZA.capabilities);
    check(capabilities <= ALL_CAPABILITIES && ((capabilities & DENY) === 0 || capabilities === DENY), 'stanza table');
    check(templated === 1 || (templated === 0 && pattern < this.#patternCount), 'stanza table');
    const template = templated === 1 ? splitTemplate(this.#string(pattern)) : null;
    check(templated === 0 || template !== null, 'stanza table');
    const stanza: LoadedStanza = {
      id,
      policy,
      file,
      line: at(STANZA.line),
      written: this.#string(at(STANZA.written)),
      capabilities,
      allowed: this.#parameters(at(STANZA.allowed)),
      denied: this.#parameters(at(STANZA.denied)),
      required: this.#texts(at(STANZA.required)),
      minWrappingTtl: this.#float(at(STANZA.minWrappingTtl)),
      maxWrappingTtl: this.#float(at(STANZA.maxWrappingTtl)),
      mfaMethods: this.#texts(at(STANZA.mfaMethods)),
      eventTypes: this.#texts(at(STANZA.eventTypes)),
      controlGroup: this.#controlGroup(at(STANZA.controlGroup)),
      reason: at(STANZA.reason) === 0 ? null : this.#string(this.#words(at(STANZA.reason), 1)[0] as number),
    };
    return { stanza, pattern: templated === 1 ? -1 : pattern, template };
  }

  /** `count` words at an offset. */
  #words(offset: number, count: number): Uint32Array {
    check(offset > 0 && offset + count <= this.#data.length, 'data section');
    return this.#data.subarray(offset, offset + count);
  }

  #counted(offset: number, width: number): Uint32Array {
    const count = this.#words(offset, 1)[0] as number;
    check(count <= this.#data.length, 'data section');
    return this.#words(offset + 1, count * width);
  }

  #texts(offset: number): readonly string[] {
    return offset === 0 ? NO_TEXTS : Array.from(this.#counted(offset, 1), (index) => this.#string(index));
  }

  #float(offset: number): number {
    if (offset === 0) return 0;
    const [low, high] = this.#words(offset, 2) as unknown as [number, number];
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(0, low, true);
    view.setUint32(4, high, true);
    const value = view.getFloat64(0, true);
    check(Number.isFinite(value), 'data section');
    return value;
  }

  #parameters(offset: number): ParameterMap | null {
    if (offset === 0) return null;
    const words = this.#counted(offset, 2);
    const map = new Map<string, readonly PolicyValue[]>();
    for (let i = 0; i < words.length; i += 2) {
      const list = this.#back(words[i + 1] as number, offset);
      map.set(
        this.#string(words[i] as number),
        Array.from(this.#counted(list, 1), (value) => this.#value(this.#back(value, list))),
      );
    }
    check(map.size > 0 && map.size === words.length / 2, 'data section');
    return map;
  }

  #back(offset: number, holder: number): number {
    check(offset < holder, 'data section');
    return offset;
  }

  #value(offset: number): PolicyValue {
    const [kind, word] = this.#words(offset, 2) as unknown as [number, number];
    switch (kind) {
      case VALUE.string:
        return this.#string(word);
      case VALUE.number:
        return this.#float(this.#back(word, offset));
      case VALUE.boolean:
        return word === 1;
      case VALUE.list:
        return { elements: Array.from(this.#words(offset + 2, word), (inner) => this.#value(this.#back(inner, offset))) };
      case VALUE.object: {
        const words = this.#words(offset + 2, word * 2);
        const entries = new Map<string, PolicyValue>();
        for (let i = 0; i < words.length; i += 2) entries.set(this.#string(words[i] as number), this.#value(this.#back(words[i + 1] as number, offset)));
        return { entries };
      }
      default:
        check(kind === VALUE.never, 'data section');
        return NEVER;
    }
  }

  /** ttl (a float), factors; each: name, approvals, capabilities, group ids, group names. */
  #controlGroup(offset: number): ControlGroup | null {
    if (offset === 0) return null;
    const ttl = this.#float(this.#back(this.#words(offset, 1)[0] as number, offset));
    const words = this.#counted(offset + 1, 5);
    const factors: ControlGroupFactor[] = [];
    for (let i = 0; i < words.length; i += 5) {
      const texts = (word: number) => this.#texts(this.#back(words[i + word] as number, offset));
      factors.push({
        name: this.#string(words[i] as number),
        approvals: words[i + 1] as number,
        controlled_capabilities: texts(2),
        group_ids: texts(3),
        group_names: texts(4),
      });
    }
    return { ttl, factors };
  }
}
