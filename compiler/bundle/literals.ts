// What the literals of a model's expressions and shapes need at run time: automata of globs and regular expressions, tables of time zones. Each once,
// in the order in which they are first met.

import type { Code, ConditionLiterals, JsonValue, Root, Shape } from '@polc/runtime';
import { compileGlob, compileRegex } from '../automata/compile.js';
import { writeAutomaton } from '../automata/write-automaton.js';
import { builtInType } from '../expression/attributes.js';
import { operandsOf } from '../expression/walk.js';
import type { AttributeType, Blocks, SchemaModel } from '../model/blocks.js';
import type { Condition } from '../model/condition.js';
import type { Stanza } from '../model/stanza.js';
import { type ZoneData, zoneOf, zoneWords } from '../zones/zones.js';

/** Of any kind, or converted when they are read. */
const OPEN: ReadonlySet<AttributeType> = new Set(['any', 'timestamp', 'duration']);

/** What one policy, or the guardrails, name. */
export class LiteralUse {
  readonly globs = new Set<string>();
  readonly patterns = new Set<string>();
  readonly zones = new Set<string>();
  /** `root.name`. */
  readonly attributes = new Set<string>();
  /** Shared code is walked once. */
  readonly #seen = new Set<unknown>();

  static ofStanzas(stanzas: readonly Stanza[]): LiteralUse {
    const use = new LiteralUse();
    for (const stanza of stanzas) use.#stanza(stanza);
    return use;
  }

  static ofGuardrails({ guardrails }: Blocks): LiteralUse {
    const use = new LiteralUse();
    for (const { record } of guardrails) for (const condition of [...record.require, ...record.forbid]) use.#condition(condition);
    return use;
  }

  static ofCodes(codes: readonly Code[], shapes: readonly Shape[] = []): LiteralUse {
    const use = new LiteralUse();
    for (const code of codes) use.#code(code);
    for (const shape of shapes) use.#shape(shape);
    return use;
  }

  #stanza({ when, parameters, pattern }: Stanza): void {
    for (const condition of when) this.#condition(condition);
    if (parameters !== null) this.#shape(parameters.shape);
    // What a template is filled in from has its type there, too.
    for (const [, attribute] of pattern.templated ? pattern.written.matchAll(/\{\{\s*((?:agent|user|session)\.[^.{}\s]+)\s*\}\}/g) : [])
      this.attributes.add(attribute as string);
  }

  #condition({ code }: Condition): void {
    this.#code(code);
  }

  #code(code: Code): void {
    if (this.#seen.has(code)) return;
    this.#seen.add(code);
    const [operator, ...operands] = code as unknown as readonly [string, ...JsonValue[]];
    if (operator === 'glob') for (const text of operands.slice(1)) this.globs.add(text as string);
    if (operator === 'matches') for (const text of operands.slice(1)) this.patterns.add(text as string);
    if (operator === 'read' || operator === 'has') this.attributes.add(`${String(operands[0])}.${String(operands[1])}`);
    if (operator === 'hours') this.zones.add(operands[1] as string);
    for (const operand of operandsOf(code)) this.#code(operand);
  }

  #shape(shape: Shape): void {
    switch (shape.kind) {
      case 'string':
        for (const text of shape.globs ?? []) this.globs.add(text);
        for (const text of shape.patterns ?? []) this.patterns.add(text);
        break;
      case 'list':
        if (shape.items !== undefined) this.#shape(shape.items);
        break;
      case 'one_of':
        for (const one of shape.shapes) this.#shape(one);
        break;
      case 'object':
        for (const [, , member] of shape.members) this.#shape(member);
        if (shape.extra !== undefined) this.#shape(shape.extra);
        break;
      default:
    }
  }
}

/** Of conditions that stand in no policy, as the runtime's `conditionTruth` takes it. */
export function literalsOf(codes: readonly Code[], schema: SchemaModel, shapes: readonly Shape[] = []): ConditionLiterals {
  const use = LiteralUse.ofCodes(codes, shapes);
  const automata = (texts: Iterable<string>, compile: typeof compileGlob) =>
    new Map(
      [...texts].map((text) => {
        const compiled = compile(text);
        if ('fault' in compiled) throw new Error(`a pattern was let through: ${compiled.fault.message}`);
        return [text, compiled.automaton] as const;
      }),
    );
  return {
    globs: automata(use.globs, compileGlob),
    patterns: automata(use.patterns, compileRegex),
    zones: new Map(
      [...use.zones].flatMap((name) => [[name, zoneOf(name)] as const]).filter((entry): entry is readonly [string, ZoneData] => entry[1] !== null),
    ),
    types: new Map(Object.entries(new Literals([use]).types(schema))),
  };
}

/** Of all of a model. */
export class Literals {
  readonly #globs = new Set<string>();
  readonly #patterns = new Set<string>();
  readonly #zones = new Set<string>();
  readonly #attributes = new Set<string>();

  constructor(uses: readonly LiteralUse[]) {
    for (const { globs, patterns, zones, attributes } of uses) {
      for (const text of globs) this.#globs.add(text);
      for (const text of patterns) this.#patterns.add(text);
      for (const name of zones) this.#zones.add(name);
      for (const attribute of attributes) this.#attributes.add(attribute);
    }
  }

  /** Texts of globs, of regular expressions, of zones. */
  texts(): readonly (readonly string[])[] {
    return [[...this.#globs], [...this.#patterns], [...this.#zones]];
  }

  automata(): number[] {
    const record = (compiled: ReturnType<typeof compileGlob>) => {
      if ('fault' in compiled) throw new Error(`a pattern was let through: ${compiled.fault.message}`);
      const words = writeAutomaton(compiled.automaton);
      return [words.length, ...words];
    };
    return [...[...this.#globs].flatMap((text) => record(compileGlob(text))), ...[...this.#patterns].flatMap((text) => record(compileRegex(text)))];
  }

  /** Of the attributes that are read, those of a type that the runtime must ask for. */
  types(schema: SchemaModel): { readonly [attribute: string]: AttributeType } {
    const typeOf = (attribute: string) => {
      const [root, ...rest] = attribute.split('.') as [Root, ...string[]];
      const name = rest.join('.');
      return builtInType(root, name) ?? schema.attributes.get(root)?.get(name)?.type ?? 'any';
    };
    return Object.fromEntries([...this.#attributes].map((attribute) => [attribute, typeOf(attribute)] as const).filter(([, type]) => !OPEN.has(type)));
  }

  zones(): number[] {
    return [...this.#zones].flatMap((name) => {
      const zone = zoneOf(name);
      if (zone === null) throw new Error(`a time zone was let through: ${name}`);
      const words = zoneWords(zone);
      return [words.length, ...words];
    });
  }
}
