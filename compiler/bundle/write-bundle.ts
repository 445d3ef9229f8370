// The checked model to canonical bytes (runtime/format/layout.ts): the same model gives the same bytes, on any machine.

import { type JsonValue, layout, sha256 } from '@polc/runtime';
import { builtInType } from '../expression/attributes.js';
import type { SchemaModel } from '../model/blocks.js';
import type { Model } from '../model/stanza.js';
import type { Declared } from '../tree/atoms.js';
import { blockTree } from './block-tree.js';
import { ImageWriter } from './image-writer.js';
import { Literals } from './literals.js';
import { type StanzaList, writePolicy } from './write-policy.js';

export const COMPILER = 'polc 0.1.0';

const { SECTION } = layout;

export function writeBundle(model: Model): Uint8Array {
  const { blocks } = model;
  const literals = new Literals(model);
  const records = (placed: readonly { readonly record: { readonly id: string } }[]) =>
    image(placed.flatMap(({ record }) => [record.id, record as unknown as JsonValue]));
  const declared = declaredContext(blocks.schema);
  const policy = (list: StanzaList, scope: boolean) => [SECTION.policy, writePolicy(list, scope, declared)] as const;
  return assemble([
    [SECTION.blocks, image(blockTree(COMPILER, blocks, literals.types(blocks.schema)) as unknown as JsonValue)],
    [SECTION.agents, records(blocks.agents)],
    [SECTION.users, records(blocks.users)],
    [SECTION.literals, image(literals.texts())],
    [SECTION.automata, wordBytes(literals.automata())],
    [SECTION.zones, wordBytes(literals.zones())],
    ...model.policies.map((one) => policy(one, false)),
    ...blocks.scopes.map((one) => policy(one, true)),
  ]);
}

/** Of attributes of the context that conditions read. */
function declaredContext({ attributes }: SchemaModel): Declared {
  return (name) => {
    const declared = attributes.get('context')?.get(name);
    return { type: builtInType('context', name) ?? declared?.type ?? 'any', source: declared?.source ?? null };
  };
}

function image(root: JsonValue): Uint8Array {
  return new ImageWriter().finish(root);
}

function wordBytes(words: Iterable<number>): Uint8Array {
  const values = [...words];
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of values.entries()) view.setUint32(i * 4, word, true);
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
