// Sections to tables, every number checked once, so that nothing later need ask whether an index is in range.

import type { ControlGroup, ControlGroupFactor } from './decision.js';
import { RuntimeError } from './errors.js';
import {
  ALL_CAPABILITIES,
  CAPABILITY_NAMES,
  DENY,
  KIND_EXACT,
  KIND_NAMES,
  NODE,
  NODE_WORDS,
  PATTERN_WORDS,
  type PatternKind,
  POLICY,
  POLICY_WORDS,
  SECTION,
  STANZA,
  STANZA_WORDS,
  VALUE,
} from './format/layout.js';
import type { Sections } from './format/sections.js';
import { decodeText } from './format/text.js';
import { splitTemplate } from './match/template.js';
import { type LoadedStanza, NEVER, type ParameterMap, type PolicyValue } from './rule.js';

export interface LoadedPattern {
  readonly kind: PatternKind;
  readonly text: string;
}

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

export interface Tables {
  readonly revision: string;
  readonly compiler: string;
  readonly keyId: string | null;
  readonly patterns: readonly LoadedPattern[];
  /** Numbers from here on are exact patterns; below, numbers ascend with rank. */
  readonly firstExact: number;
  readonly nodes: Int32Array;
  readonly labels: Uint16Array;
  readonly policies: readonly LoadedPolicy[];
  readonly policyByName: ReadonlyMap<string, number>;
}

function check(condition: boolean, what: string): asserts condition {
  if (!condition) throw new RuntimeError('corrupt', `the bundle's ${what} is malformed`);
}

export function loadTables(sections: Sections): Tables {
  const strings = readStrings(sections.bytes(SECTION.strings));
  const { patterns, firstExact } = readPatterns(sections.words(SECTION.patterns), strings);
  const labelBytes = sections.bytes(SECTION.labels);
  check(labelBytes.length % 2 === 0, 'label section');
  const labels = Uint16Array.from({ length: labelBytes.length / 2 }, (_, i) => (labelBytes[i * 2] as number) | ((labelBytes[i * 2 + 1] as number) << 8));
  const nodes = Int32Array.from(sections.words(SECTION.tree));
  checkTree(nodes, labels.length, patterns);
  const policies = new PolicyReader(sections, strings, patterns.length).policies();
  const policyByName = new Map(policies.map((policy, i) => [policy.name, i] as const));
  check(policyByName.size === policies.length, 'policy table');
  const meta = sections.words(SECTION.meta);
  check(meta.length === 1 && (meta[0] as number) < strings.length, 'meta section');
  return {
    revision: sections.revision,
    keyId: sections.keyId,
    compiler: strings[meta[0] as number] as string,
    patterns,
    firstExact,
    nodes,
    labels,
    policies,
    policyByName,
  };
}

function readStrings(bytes: Uint8Array): string[] {
  check(bytes.length >= 8, 'string section');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = view.getUint32(0, true);
  const base = 4 * (count + 2);
  check(base <= bytes.length, 'string section');
  const strings: string[] = [];
  let start = view.getUint32(4, true);
  check(start === 0, 'string section');
  for (let i = 0; i < count; i++) {
    const end = view.getUint32(8 + i * 4, true);
    check(end >= start && base + end <= bytes.length, 'string section');
    const text = decodeText(bytes, base + start, base + end);
    check(text !== null, 'string section');
    strings.push(text);
    start = end;
  }
  return strings;
}

function readPatterns(words: Uint32Array, strings: readonly string[]): { patterns: LoadedPattern[]; firstExact: number } {
  const count = words[0] ?? -1;
  const exact = words[1] ?? -1;
  check(count >= 0 && exact >= 0 && exact <= count && words.length === 2 + count * PATTERN_WORDS, 'pattern table');
  const patterns: LoadedPattern[] = [];
  for (let i = 0; i < count; i++) {
    const text = strings[words[2 + i * PATTERN_WORDS] as number];
    const kind = words[3 + i * PATTERN_WORDS] as number;
    check(text !== undefined && kind <= KIND_EXACT && (kind === KIND_EXACT) === i >= count - exact, 'pattern table');
    patterns.push({ kind: KIND_NAMES[kind] as PatternKind, text });
  }
  return { patterns, firstExact: count - exact };
}

/** Children come after their parent, so that a walk ends; every index is in range and every pattern in a slot of its kind. */
function checkTree(nodes: Int32Array, labelCount: number, patterns: readonly LoadedPattern[]): void {
  const count = nodes.length / NODE_WORDS;
  check(Number.isInteger(count) && count >= 1, 'tree');
  const seen = new Uint8Array(count);
  const adopt = (child: number, parent: number) => {
    check(child > parent && child < count && seen[child] === 0, 'tree');
    seen[child] = 1;
  };
  for (let node = 0; node < count; node++) {
    const at = (word: number) => nodes[node * NODE_WORDS + word] as number;
    const start = at(NODE.labelStart);
    const length = at(NODE.labelLength);
    check(start >= 0 && length >= 0 && start + length <= labelCount, 'tree');
    const first = at(NODE.firstChild);
    const children = at(NODE.childCount);
    check(children >= 0 && (children === 0 || first > 0) && children <= count, 'tree');
    for (let i = 0; i < children; i++) {
      adopt(first + i, node);
      check((nodes[(first + i) * NODE_WORDS + NODE.labelLength] as number) > 0, 'tree');
    }
    if (at(NODE.plusChild) !== -1) {
      adopt(at(NODE.plusChild), node);
      check((nodes[at(NODE.plusChild) * NODE_WORDS + NODE.labelLength] as number) === 0, 'tree');
    }
    checkSlot(at(NODE.exact), 'exact', patterns);
    checkSlot(at(NODE.segment), 'segment', patterns);
    checkSlot(at(NODE.prefix), 'prefix', patterns);
    checkSlot(at(NODE.segmentPrefix), 'segment', patterns);
  }
}

function checkSlot(pattern: number, kind: PatternKind, patterns: readonly LoadedPattern[]): void {
  check(pattern === -1 || (pattern >= 0 && patterns[pattern]?.kind === kind), 'tree');
}

/** Policies, stanzas and what they point to. INVARIANT: an offset in data points before the word that holds it, so that reading ends. */
class PolicyReader {
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
        check(kind === VALUE.number || kind === VALUE.never, 'data section');
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

const NO_TEXTS: readonly string[] = [];

export function capabilityNames(bits: number): string[] {
  return CAPABILITY_NAMES.filter((_, i) => bits & (1 << i));
}
