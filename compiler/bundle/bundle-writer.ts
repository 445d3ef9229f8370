// The checked model to canonical bytes (runtime/format/layout.ts): the same model gives the same bytes, on any machine. A writer keeps what it wrote of
// policies and records, so that where one of ten thousand is another, one is written.

import { type JsonValue, layout } from '@polc/runtime';
import { builtInType } from '../expression/attributes.js';
import type { SchemaModel } from '../model/blocks.js';
import type { Model } from '../model/stanza.js';
import type { Declared } from '../tree/atoms.js';
import { blockTree } from './block-tree.js';
import { Bytes } from './bytes.js';
import { ImageWriter } from './image-writer.js';
import { Literals, LiteralUse } from './literals.js';
import { assemble, makeSection, type Section } from './sections.js';
import { type StanzaList, writePolicy } from './write-policy.js';

export const COMPILER = 'polc 0.1.0';

const { SECTION } = layout;

interface WrittenPolicy {
  readonly section: Section;
  readonly use: LiteralUse;
  /** Programs hang on what it declares. */
  readonly schema: SchemaModel;
}

type Placed = readonly { readonly record: { readonly id: string } }[];

/** INVARIANT: a policy, a record or a schema that is the same object is the same in all it holds (source-set.ts). */
export class BundleWriter {
  readonly #policies = new WeakMap<StanzaList, WrittenPolicy>();
  readonly #records = new Map<number, { readonly placed: Placed; readonly section: Section }>();

  write(model: Model): Uint8Array {
    const { blocks } = model;
    const { schema } = blocks;
    const policies = model.policies.map((policy) => this.#policy(policy, false, schema));
    const scopes = blocks.scopes.map((scope) => this.#policy(scope, true, schema));
    const lists = [...policies, ...scopes];
    const literals = new Literals([...lists.map(({ use }) => use), LiteralUse.ofGuardrails(blocks)]);
    return assemble([
      makeSection(SECTION.blocks, image(blockTree(COMPILER, blocks, literals.types(schema)) as unknown as JsonValue)),
      this.#recordsOf(SECTION.agents, blocks.agents),
      this.#recordsOf(SECTION.users, blocks.users),
      makeSection(SECTION.literals, image(literals.texts())),
      makeSection(SECTION.automata, wordBytes(literals.automata())),
      makeSection(SECTION.zones, wordBytes(literals.zones())),
      ...lists.map(({ section }) => section),
    ]);
  }

  #policy(list: StanzaList, scope: boolean, schema: SchemaModel): WrittenPolicy {
    const known = this.#policies.get(list);
    if (known !== undefined && known.schema === schema) return known;
    const section = makeSection(SECTION.policy, writePolicy(list, scope, declaredContext(schema)));
    const written = { section, use: LiteralUse.ofStanzas(list.stanzas), schema };
    this.#policies.set(list, written);
    return written;
  }

  #recordsOf(tag: number, placed: Placed): Section {
    const known = this.#records.get(tag);
    if (known !== undefined && known.placed.length === placed.length && known.placed.every(({ record }, i) => record === placed[i]?.record))
      return known.section;
    const section = makeSection(tag, image(placed.flatMap(({ record }) => [record.id, record as unknown as JsonValue])));
    this.#records.set(tag, { placed, section });
    return section;
  }
}

function image(root: JsonValue): Uint8Array {
  return new ImageWriter().finish(root);
}

/** Of attributes of the context that conditions read. */
function declaredContext({ attributes }: SchemaModel): Declared {
  return (name) => {
    const declared = attributes.get('context')?.get(name);
    return { type: builtInType('context', name) ?? declared?.type ?? 'any', source: declared?.source ?? null };
  };
}

function wordBytes(words: Iterable<number>): Uint8Array {
  const bytes = new Bytes();
  for (const word of words) bytes.word(word);
  return bytes.whole();
}
