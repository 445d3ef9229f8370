// The policies and scopes of a bundle. Loading checks their trees, which decisions walk; a stanza is read when somebody comes to it.

import { check } from './errors.js';
import { type ExpressionReader, readList } from './expression/read-expression.js';
import { firstTexts, Image } from './format/image.js';
import { ALL_CAPABILITIES, DENY, POLICY_FLAG, POLICY_HEAD, POLICY_HEAD_WORDS, STANZA } from './format/layout.js';
import type { Section } from './format/sections.js';
import { decodeText } from './format/text.js';
import { readRequirement } from './load-blocks.js';
import type { Constants } from './load-constants.js';
import { readControlGroup, readNanoseconds, readParameters, readTexts } from './load-terms.js';
import type { Classified } from './match/pattern.js';
import { type KnownShapes, readObjectShape } from './match/read-shape.js';
import { splitTemplate } from './match/template.js';
import type { JsonValue } from './request.js';
import type { LoadedStanza, OwnTerms } from './rule.js';
import { checkProgram } from './tree/check-program.js';
import { checkTree, leafPatterns, type PlacedTree, type TreeScratch } from './tree/read-tree.js';

/** A stanza with its pattern, or with the pieces of its template (match/template.ts). */
export type PlacedStanza =
  | {
      readonly stanza: LoadedStanza;
      readonly pattern: Classified /** Its number among the policy's patterns. */;
      readonly leaf: number;
      readonly template: null;
    }
  | { readonly stanza: LoadedStanza; readonly pattern: null; readonly leaf: -1; readonly template: readonly string[] };

/** Bytes of the whole bundle, as what they are read as. */
export interface BundleBytes {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly labels: Int8Array;
}

/** What the stanzas of all policies are read with. */
export interface StanzaContext {
  readonly constants: Constants;
  readonly scratch: TreeScratch;
  readonly expressions: ExpressionReader;
  readonly shapes: KnownShapes;
}

export class LoadedPolicy implements PlacedTree {
  readonly name: string;
  readonly scope: boolean;
  /** Some pattern is a template. */
  readonly templated: boolean;
  readonly words: Int32Array;
  readonly labels: Int8Array;
  readonly base: number;
  readonly length: number;
  /** Where its constants start among those of the bundle. */
  readonly constantBase: number;
  readonly #bytes: Uint8Array;
  readonly #fileStart: number;
  readonly #imageStart: number;
  readonly #end: number;
  readonly #context: StanzaContext;

  /** `before`: the same bytes, read for the bundle before. @throws RuntimeError corrupt */
  constructor({ bytes, words, labels }: BundleBytes, { start, end }: Section, context: StanzaContext, before: LoadedPolicy | null) {
    const head = start / 4;
    check(end - start >= POLICY_HEAD_WORDS * 4, 'policy section');
    const at = (word: POLICY_HEAD) => {
      const count = words[head + word] as number;
      check(count >= 0, 'policy section');
      return count;
    };
    this.words = words;
    this.labels = labels;
    this.base = head + POLICY_HEAD_WORDS;
    this.length = at(POLICY_HEAD.treeWords);
    const nameStart = (this.base + this.length) * 4;
    this.#fileStart = nameStart + at(POLICY_HEAD.nameBytes);
    this.#imageStart = this.#fileStart + at(POLICY_HEAD.fileBytes);
    this.#bytes = bytes;
    this.#end = end;
    this.#context = context;
    check(this.#imageStart <= end, 'policy section');
    this.name = before?.name ?? textAt(bytes, nameStart, this.#fileStart);
    this.scope = (at(POLICY_HEAD.flags) & POLICY_FLAG.scope) !== 0;
    this.templated = (at(POLICY_HEAD.flags) & POLICY_FLAG.templated) !== 0;
    this.constantBase = before?.constantBase ?? this.#readConstants(at(POLICY_HEAD.constants));
    if (before === null) this.#check(at(POLICY_HEAD.constants));
  }

  #readConstants(count: number): number {
    const { constants } = this.#context;
    const base = constants.count;
    if (count > 0) for (const text of firstTexts(this.#bytes, this.#imageStart, this.#end, count)) constants.add(text);
    return base;
  }

  #check(count: number): void {
    const { constants, scratch } = this.#context;
    const isZone = (constant: number) => constants.zones[constants.ids[this.constantBase + constant] as number] !== undefined;
    checkTree(this, scratch, (from, to) => checkProgram(this.labels, from, to, count, isZone));
  }

  get file(): string {
    return textAt(this.#bytes, this.#fileStart, this.#imageStart);
  }

  /** All of them, in source order, read anew. @throws RuntimeError corrupt */
  stanzas(): PlacedStanza[] {
    const image = this.#image();
    const patterns = leafPatterns(this);
    return image.references(image.root).map((reference) => this.#stanza(readList(image.read(reference)), patterns));
  }

  /** One pattern and its stanzas, in source order, read anew. @throws RuntimeError corrupt */
  leafAt(leaf: number): { readonly pattern: Classified; readonly stanzas: readonly LoadedStanza[] } {
    const image = this.#image();
    const patterns = leafPatterns(this);
    const stanzas = image
      .references(image.root)
      .filter((reference) => image.first(reference) === leaf)
      .map((reference) => this.#stanza(readList(image.read(reference)), patterns).stanza);
    return { pattern: patterns[leaf] as Classified, stanzas };
  }

  #image(): Image {
    return new Image(this.#bytes, this.#imageStart, this.#end);
  }

  #stanza(record: readonly JsonValue[], patterns: readonly Classified[]): PlacedStanza {
    const at = (member: STANZA) => record[member] ?? null;
    const given = at(STANZA.pattern);
    const capabilities = at(STANZA.capabilities) as number;
    check(isInteger(capabilities) && capabilities <= ALL_CAPABILITIES && ((capabilities & DENY) === 0 || capabilities === DENY), 'stanza');
    check(isInteger(at(STANZA.line)), 'stanza');
    const pattern = typeof given === 'number' ? patterns[given] : null;
    check(pattern !== undefined && (pattern !== null || typeof given === 'string'), 'stanza');
    const written = pattern === null ? given : (at(STANZA.written) ?? `${pattern.text}${pattern.kind === 'prefix' ? '*' : ''}`);
    const reason = at(STANZA.reason);
    check(typeof written === 'string' && (reason === null || typeof reason === 'string'), 'stanza');
    const stanza: LoadedStanza = {
      policy: this.name,
      file: this.file,
      line: at(STANZA.line) as number,
      written,
      capabilities,
      allowed: readParameters(at(STANZA.allowed)),
      denied: readParameters(at(STANZA.denied)),
      required: readTexts(at(STANZA.required)),
      minWrappingTtl: readNanoseconds(at(STANZA.minWrappingTtl)),
      maxWrappingTtl: readNanoseconds(at(STANZA.maxWrappingTtl)),
      mfaMethods: readTexts(at(STANZA.mfaMethods)),
      eventTypes: readTexts(at(STANZA.eventTypes)),
      controlGroup: readControlGroup(at(STANZA.controlGroup)),
      reason,
      own: at(STANZA.standsAlone) === true ? this.#own(at) : null,
      unresolved: null,
    };
    if (pattern !== null) return { stanza, pattern, leaf: given as number, template: null };
    const template = splitTemplate(written);
    check(template !== null, 'stanza');
    return { stanza, pattern: null, leaf: -1, template };
  }

  #own(at: (member: STANZA) => JsonValue): OwnTerms {
    const { expressions, shapes } = this.#context;
    const shape = at(STANZA.parameters);
    const maxTtl = at(STANZA.maxTtl) ?? Number.POSITIVE_INFINITY;
    check(typeof maxTtl === 'number' && maxTtl > 0, 'stanza');
    return {
      parameters: shape === null ? null : readObjectShape(shape, expressions.matchers, shapes),
      when: readList(at(STANZA.when)).map((code) => expressions.read(code)),
      maxTtl,
      approval: readRequirement(at(STANZA.approval)),
    };
  }
}

function isInteger(value: JsonValue): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function textAt(bytes: Uint8Array, start: number, end: number): string {
  const text = decodeText(bytes, start, end);
  check(text !== null, 'policy section');
  return text;
}
