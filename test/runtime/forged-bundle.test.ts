// Bundles whose hashes are right and whose stanzas are hostile: what grows without bound when it is read or walked denies at once.

import { createHash } from 'node:crypto';
import { compile } from '@polc/compiler';
import { type JsonValue, layout, loadBundle, RuntimeError } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { ImageWriter } from '../../compiler/bundle/image-writer.js';
import { firstTexts, Image } from '../../runtime/format/image.js';
import { block, stanza } from '../language/language-case.js';
import { stopwatch } from '../stopwatch.js';

/** What is forged: stanzas of the policy `p` as they stand in its image, and an image that takes values in any order. */
type Forge = (stanzas: JsonValue[][], image: ImageWriter) => void;

/** A bundle of good hashes with other words in its policy. */
function forged(forge: Forge): Uint8Array {
  const text = block('policy', 'p', 'path "a/*" {\n  capabilities = ["read"]\n  allowed_parameters = { "x" = ["1"] }\n}\n', stanza('b/*', 'read', SHAPES));
  const bytes = compile([{ file: 'world.hcl', text }]).bundle as Uint8Array;
  const sections = readSections(bytes);
  const policy = sections.get(layout.SECTION.policy) as Uint8Array;
  const head = new Uint32Array(policy.slice(0, layout.POLICY_HEAD_WORDS * 4).buffer);
  const word = (at: number) => head[at] as number;
  const { POLICY_HEAD } = layout;
  const start = (layout.POLICY_HEAD_WORDS + word(POLICY_HEAD.treeWords)) * 4 + word(POLICY_HEAD.nameBytes) + word(POLICY_HEAD.fileBytes);
  const old = new Image(policy, start, policy.length);
  const image = new ImageWriter();
  image.reserve(firstTexts(policy, start, policy.length, word(POLICY_HEAD.constants)));
  const stanzas = old.read(old.root) as JsonValue[][];
  forge(stanzas, image);
  sections.set(layout.SECTION.policy, Uint8Array.from([...policy.subarray(0, start), ...image.finish(stanzas)]));
  return writeSections(bytes, sections);
}

/** Holds every word that is forged below. */
const SHAPES = 'parameters { x = one_of(string, list(any)) }\nwhen { expr = all(y, parameters.x, y == 1 && context.risk < 5) && context.lat == 1 }';

function readSections(bytes: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return new Map(
    Array.from({ length: view.getUint32(8, true) }, (_, i) => {
      const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
      const start = view.getUint32(entry + 4, true);
      return [view.getUint32(entry, true), bytes.slice(start, start + view.getUint32(entry + 8, true))] as const;
    }),
  );
}

function writeSections(head: Uint8Array, sections: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const parts = [...sections];
  let end = layout.HEADER_BYTES + parts.length * layout.ENTRY_BYTES;
  const placed = parts.map(([tag, part]) => {
    const start = Math.ceil(end / 8) * 8;
    end = start + part.length;
    return { tag, part, start };
  });
  const bytes = new Uint8Array(end);
  bytes.set(head.subarray(0, layout.HEADER_BYTES));
  const view = new DataView(bytes.buffer);
  placed.forEach(({ tag, part, start }, i) => {
    const entry = layout.HEADER_BYTES + i * layout.ENTRY_BYTES;
    [tag, start, part.length].forEach((word, k) => {
      view.setUint32(entry + k * 4, word, true);
    });
    bytes.set(createHash('sha256').update(part).digest(), entry + 16);
    bytes.set(part, start);
  });
  return bytes;
}

const { STANZA } = layout;

/** Twice the one before, so many times over. */
function doubled(first: JsonValue, times: number, double: (value: JsonValue) => JsonValue): JsonValue {
  let value = first;
  for (let i = 0; i < times; i++) value = double(value);
  return value;
}

/** WHY: the writer follows what it is given; what it has written already it need not follow. */
function deep(image: ImageWriter, times: number): JsonValue {
  let value: JsonValue = [true];
  for (let i = 0; i < times; i++) {
    value = [value];
    image.add(value);
  }
  return value;
}

const member = (name: string, shape: JsonValue): JsonValue => ({ kind: 'object', members: [[name, false, shape]] });

describe('a bundle whose hashes are right', () => {
  it.each<[string, number, STANZA_MEMBER, (image: ImageWriter) => JsonValue]>([
    ['a value that holds itself twice, forty times over', 0, STANZA.allowed, () => ['x', [doubled([true], 40, (value) => [value, value])]]],
    ['a value fifty thousand lists deep', 0, STANZA.allowed, (image) => ['x', [deep(image, 50_000)]]],
    [
      'a shape that is one of itself twice, twenty times over',
      1,
      STANZA.parameters,
      () =>
        member(
          'x',
          doubled({ kind: 'any' }, 20, (shape) => ({ kind: 'one_of', shapes: [shape, shape] })),
        ),
    ],
    ['a condition that is itself and itself, twenty times over', 1, STANZA.when, () => [doubled(['const', true], 20, (code) => ['and', code, code])]],
    [
      'a quantifier inside a quantifier inside a quantifier',
      1,
      STANZA.when,
      () => [doubled(['const', true], 3, (code) => ['all', 0, ['read', 'parameters', 'x'], code])],
    ],
    ['capabilities that nobody knows', 1, STANZA.capabilities, () => 1 << 20],
    ['a time limit that is none', 1, STANZA.maxTtl, () => 'long'],
  ])('and %s allows nothing, at once, and is not shown', (_, number, place, make) => {
    const elapsed = stopwatch();
    const bytes = forged((stanzas, image) => {
      const record = stanzas[number] as JsonValue[];
      while (record.length < place) record.push(null);
      record[place] = make(image);
    });
    const engine = loadBundle(bytes);
    const request = { policies: ['p'], operation: 'read', path: number === 0 ? 'a/x' : 'b/x', parameters: { x: '2' }, context: { risk: 1, lat: 1 } };
    expect(engine.allows(request)).toBe(false);
    // The tree, which is sound, may have denied before anybody read the stanza.
    expect(['internal', 'parameter_not_allowed']).toContain(engine.decide(request).outcome);
    expect(() => engine.contents).toThrow(RuntimeError);
    expect(elapsed()).toBeLessThan(1_000);
  });

  it('and nothing else is loaded', () => {
    const same = forged((stanzas) => {
      (stanzas[0] as JsonValue[])[STANZA.line] = 7;
    });
    expect(loadBundle(same).decide({ policies: ['p'], operation: 'read', path: 'a/x' }).rules[0]?.line).toBe(7);
  });
});

describe('blocks whose hashes are right', () => {
  const text = 'schema {\n  operations = { write = "update" }\n  subjects = { robot = "agent", identity = "user" }\n}\n';
  const load = (change: object) => {
    const bytes = compile([{ file: 'world.hcl', text }]).bundle as Uint8Array;
    const sections = readSections(bytes);
    const blocks = sections.get(layout.SECTION.blocks) as Uint8Array;
    const image = new Image(blocks, 0, blocks.length);
    const changed = Object.entries({ ...(image.read(image.root) as object), ...change }).filter(([, value]) => value !== undefined);
    sections.set(layout.SECTION.blocks, new ImageWriter().finish(Object.fromEntries(changed) as JsonValue));
    return loadBundle(writeSections(bytes, sections));
  };

  it('are loaded as they stand', () => {
    expect(load({}).tables.blocks).toMatchObject({ operations: { write: 'update' }, subjects: { robot: 'agent', identity: 'user' } });
  });

  it.each<[string, object]>([
    ['no subjects', { subjects: undefined }],
    ['subjects that are a list', { subjects: ['agent'] }],
    ['a subject that is neither a user nor an agent', { subjects: { robot: 'robot' } }],
    ['a subject that is no text', { subjects: { robot: 1 } }],
    ['an operation that is no text', { operations: { write: 1 } }],
    ['a source that nobody knows', { sources: { 'context.risk': 'rumour' } }],
    ['guardrails that are none', { guardrails: [null] }],
    ['sessions of a delegation that are text', { delegations: [{ id: 'd', from: 'user:u', to: 'a', scopes: [], sessions: 's' }] }],
  ])('are not loaded with %s', (_, change) => {
    expect(() => load(change)).toThrow(expect.objectContaining({ code: 'corrupt' }));
  });
});

type STANZA_MEMBER = (typeof STANZA)[keyof typeof STANZA];
