// The checked model to canonical bytes (runtime/format/layout.ts): the same model gives the same bytes, on any machine.

import { type JsonValue, layout, sha256 } from '@polc/runtime';
import type { Model, Stanza } from '../model/stanza.js';
import type { PatternIndex } from '../normal/order-patterns.js';
import type { Tree } from '../tree/build-tree.js';
import { blockTree, capabilityBits } from './block-tree.js';
import { Literals } from './literals.js';
import { DataPool, StringPool } from './pools.js';

export const COMPILER = 'polc 0.1.0';

const { SECTION } = layout;

export function writeBundle(model: Model, index: PatternIndex, tree: Tree): Uint8Array {
  const strings = new StringPool();
  const data = new DataPool(strings);
  const patterns = [index.patterns.length, index.exactCount];
  for (const { kind, text } of index.patterns) patterns.push(strings.add(text), layout.KIND_NAMES.indexOf(kind));
  const policies: number[] = [];
  const stanzas: number[] = [];
  let next = 0;
  const write = (list: StanzaList, scope: boolean) => {
    policies.push(...policyRecord(list, scope, next, strings));
    next += list.stanzas.length;
    for (const stanza of list.stanzas) stanzas.push(...stanzaRecord(stanza, index, strings, data));
  };
  for (const policy of model.policies) write(policy, false);
  for (const scope of model.blocks.scopes) write(scope, true);
  const literals = new Literals(model);
  const automata = literals.automata(strings);
  const zones = literals.zones(strings);
  const blocks = data.plain(blockTree(model.blocks, literals.types(model.blocks.schema)) as unknown as JsonValue);
  const meta = [strings.add(COMPILER)];
  return assemble([
    [SECTION.meta, wordBytes(meta)],
    [SECTION.strings, strings.bytes()],
    [SECTION.patterns, wordBytes(patterns)],
    [SECTION.tree, wordBytes(tree.nodes)],
    [SECTION.labels, halfBytes(tree.labels)],
    [SECTION.policies, wordBytes(policies)],
    [SECTION.stanzas, wordBytes(stanzas)],
    [SECTION.data, wordBytes(data.words())],
    [SECTION.automata, wordBytes(automata)],
    [SECTION.zones, wordBytes(zones)],
    [SECTION.blocks, wordBytes([blocks])],
  ]);
}

/** A policy, or a scope. */
interface StanzaList {
  readonly name: string;
  readonly file: string;
  readonly stanzas: readonly Stanza[];
  readonly templated: boolean;
}

function policyRecord(policy: StanzaList, scope: boolean, firstStanza: number, strings: StringPool): number[] {
  const { POLICY } = layout;
  const record = new Array<number>(layout.POLICY_WORDS).fill(0);
  record[POLICY.name] = strings.add(policy.name);
  record[POLICY.file] = strings.add(policy.file);
  record[POLICY.firstStanza] = firstStanza;
  record[POLICY.stanzaCount] = policy.stanzas.length;
  record[POLICY.templated] = policy.templated ? 1 : 0;
  record[POLICY.scope] = scope ? 1 : 0;
  return record;
}

function stanzaRecord(stanza: Stanza, index: PatternIndex, strings: StringPool, data: DataPool): number[] {
  const { STANZA } = layout;
  const { pattern } = stanza;
  const record = new Array<number>(layout.STANZA_WORDS).fill(0);
  record[STANZA.pattern] = pattern.templated ? strings.add(pattern.written) : index.numberOf(pattern);
  record[STANZA.templated] = pattern.templated ? 1 : 0;
  record[STANZA.capabilities] = capabilityBits(stanza.capabilities);
  record[STANZA.line] = stanza.line;
  record[STANZA.written] = strings.add(pattern.written);
  record[STANZA.allowed] = data.parameters(stanza.allowed);
  record[STANZA.denied] = data.parameters(stanza.denied);
  record[STANZA.required] = data.texts(stanza.required.map(({ name }) => name));
  record[STANZA.minWrappingTtl] = data.float(stanza.minWrappingTtl);
  record[STANZA.maxWrappingTtl] = data.float(stanza.maxWrappingTtl);
  record[STANZA.mfaMethods] = data.texts(stanza.mfaMethods);
  record[STANZA.eventTypes] = data.texts(stanza.subscribeEventTypes);
  record[STANZA.controlGroup] = data.controlGroup(stanza.controlGroup);
  record[STANZA.reason] = data.text(stanza.reason);
  record[STANZA.standsAlone] = stanza.standsAlone ? 1 : 0;
  record[STANZA.parameters] = data.plain(stanza.parameters?.shape as unknown as JsonValue);
  record[STANZA.when] = stanza.when.length === 0 ? 0 : data.plain(stanza.when.map(({ code }) => code) as unknown as JsonValue);
  record[STANZA.maxTtl] = data.float(stanza.maxTtl ?? 0);
  record[STANZA.approval] = data.plain(stanza.approval as unknown as JsonValue);
  return record;
}

function wordBytes(words: Iterable<number>): Uint8Array {
  const values = [...words];
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of values.entries()) view.setUint32(i * 4, word, true);
  return bytes;
}

function halfBytes(units: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  for (const [i, unit] of units.entries()) view.setUint16(i * 2, unit, true);
  return bytes;
}

const align = (offset: number) => (offset + 7) & ~7;

type Section = readonly [tag: number, bytes: Uint8Array];

/** Header, table and sections, in the order given. */
export function assemble(sections: readonly Section[]): Uint8Array {
  const { HEADER_BYTES, ENTRY_BYTES } = layout;
  const start = align(HEADER_BYTES + sections.length * ENTRY_BYTES);
  const total = sections.reduce((offset, [, bytes]) => align(offset) + bytes.length, start);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  view.setUint32(0, layout.MAGIC, true);
  view.setUint32(4, layout.FORMAT_VERSION, true);
  view.setUint32(8, sections.length, true);
  let offset = start;
  sections.forEach(([tag, bytes], i) => {
    offset = align(offset);
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    view.setUint32(entry, tag, true);
    view.setUint32(entry + 4, offset, true);
    view.setUint32(entry + 8, bytes.length, true);
    out.set(sha256(bytes), entry + 16);
    out.set(bytes, offset);
    offset += bytes.length;
  });
  return out;
}

/** The sections of a bundle that this compiler has just written. */
export function disassemble(bundle: Uint8Array): Section[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  return Array.from({ length: view.getUint32(8, true) }, (_, i) => {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    const offset = view.getUint32(entry + 4, true);
    return [view.getUint32(entry, true), bundle.subarray(offset, offset + view.getUint32(entry + 8, true))];
  });
}
