// One policy or scope to its section: the decision tree over its patterns, and its stanzas for whoever asks further than the tree.

import { buildTree, encodeText, type JsonValue, layout, summaryOf } from '@polc/runtime';
import type { ParameterRule, ParameterValue, Stanza } from '../model/stanza.js';
import { orderPatterns } from '../normal/order-patterns.js';
import type { Declared } from '../tree/atoms.js';
import { ProgramConstants, writeProgram } from '../tree/write-program.js';
import { capabilityBits } from './block-tree.js';
import { Bytes } from './bytes.js';
import { ImageWriter } from './image-writer.js';

const { POLICY_FLAG, STANZA } = layout;

const NO_PROGRAM = new Uint8Array(0);

/** A policy, or a scope. */
export interface StanzaList {
  readonly name: string;
  readonly file: string;
  readonly stanzas: readonly Stanza[];
  readonly templated: boolean;
}

export function writePolicy({ name, file, stanzas, templated }: StanzaList, scope: boolean, declared: Declared): Uint8Array {
  const { patterns, leafOf } = orderPatterns(stanzas);
  const constants = new ProgramConstants();
  const tree = buildTree(
    patterns.map(({ pattern: { kind, text }, stanzas: same }) => {
      const summary = summaryOf(same.map(restrictionsOf));
      const isOpen = !summary.plain && (summary.capabilities & layout.DENY) === 0;
      return { kind, text, ...summary, program: isOpen ? writeProgram(same, constants, declared) : NO_PROGRAM };
    }),
  );
  const image = new ImageWriter();
  // First, so that they have the numbers by which programs name them.
  image.reserve(constants.texts);
  const nameBytes = encodeText(name);
  const fileBytes = encodeText(file);
  const bytes = new Bytes();
  // In the order of POLICY_HEAD.
  bytes.word(tree.length);
  bytes.word(constants.texts.length);
  bytes.word(nameBytes.length);
  bytes.word(fileBytes.length);
  bytes.word((scope ? POLICY_FLAG.scope : 0) | (templated ? POLICY_FLAG.templated : 0));
  for (const word of tree) bytes.word(word);
  bytes.append(nameBytes);
  bytes.append(fileBytes);
  bytes.append(image.finish(stanzas.map((stanza) => stanzaRecord(stanza, leafOf(stanza)))));
  return bytes.whole();
}

function restrictionsOf(stanza: Stanza) {
  return { ...stanza, capabilities: capabilityBits(stanza.capabilities) };
}

/** `leaf`: null for a template. */
function stanzaRecord(stanza: Stanza, leaf: number | null): JsonValue {
  const { pattern, approval } = stanza;
  const record: JsonValue[] = [];
  const put = (member: number, value: JsonValue | undefined, isSet: boolean) => {
    if (!isSet) return;
    while (record.length < member) record.push(null);
    record[member] = value ?? null;
  };
  put(STANZA.pattern, leaf ?? pattern.written, true);
  put(STANZA.capabilities, capabilityBits(stanza.capabilities), true);
  put(STANZA.line, stanza.line, true);
  put(STANZA.written, pattern.written, leaf !== null && pattern.written !== `${pattern.text}${pattern.kind === 'prefix' ? '*' : ''}`);
  put(STANZA.allowed, parameterList(stanza.allowed), stanza.allowed !== null && stanza.allowed.length > 0);
  put(STANZA.denied, parameterList(stanza.denied), stanza.denied !== null && stanza.denied.length > 0);
  put(
    STANZA.required,
    stanza.required.map(({ name }) => name),
    stanza.required.length > 0,
  );
  put(STANZA.minWrappingTtl, stanza.minWrappingTtl, stanza.minWrappingTtl !== 0);
  put(STANZA.maxWrappingTtl, stanza.maxWrappingTtl, stanza.maxWrappingTtl !== 0);
  put(STANZA.mfaMethods, stanza.mfaMethods, stanza.mfaMethods.length > 0);
  put(STANZA.eventTypes, stanza.subscribeEventTypes, stanza.subscribeEventTypes.length > 0);
  put(STANZA.controlGroup, stanza.controlGroup as unknown as JsonValue, stanza.controlGroup !== null);
  put(STANZA.reason, stanza.reason, stanza.reason !== null);
  put(STANZA.standsAlone, true, stanza.standsAlone);
  put(STANZA.parameters, stanza.parameters?.shape as unknown as JsonValue, stanza.parameters !== null);
  put(STANZA.when, stanza.when.map(({ code }) => code) as unknown as JsonValue, stanza.when.length > 0);
  put(STANZA.maxTtl, stanza.maxTtl, stanza.maxTtl !== null);
  put(STANZA.approval, approval as unknown as JsonValue, approval !== null);
  return record;
}

function parameterList(rules: readonly ParameterRule[] | null): JsonValue {
  return (rules ?? []).flatMap(({ name, values }) => [name, values.map(plainValue)]);
}

/** What equals no value of a request is null. */
function plainValue(value: ParameterValue): JsonValue {
  switch (value.kind) {
    case 'list':
      return value.elements.map(plainValue);
    case 'object':
      return Object.fromEntries(value.entries.map(([key, inner]) => [key, plainValue(inner)]));
    case 'never':
      return null;
    default:
      return value.value;
  }
}
