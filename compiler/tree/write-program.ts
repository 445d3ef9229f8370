// The stanza of a pattern to the bytes that stand beside its leaf (runtime/tree/program.ts), where they can say all that it asks for.

import type { Code } from '@polc/runtime';
import { literalListsOf, MAX_PROGRAM, program } from '@polc/runtime';
import type { ParameterRule, Stanza } from '../model/stanza.js';
import { type Declared, type TestableAtom, testableAtom } from './atoms.js';
import { buildDiagram, type DiagramNode, type Truth } from './diagram.js';

const { ENDS, NO_LIST, NODE_HEAD } = program;

const NO_PROGRAM = new Uint8Array(0);
/** In bytes; offsets of nodes are smaller than the ends. */
const MAX_TESTS = 252;

/** Texts that programs of one policy name, by number. */
export class ProgramConstants {
  readonly texts: string[] = [];
  readonly #known = new Map<string, number>();

  /** The number may be too large for a byte. */
  numberOf(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    // WHY not more: nothing could name them.
    if (number > 255) return number;
    this.#known.set(text, number);
    this.texts.push(text);
    return number;
  }
}

/** Empty where the rule itself must be asked; `stanzas` share one pattern. */
export function writeProgram(stanzas: readonly Stanza[], constants: ProgramConstants, declared: Declared): Uint8Array {
  const [stanza, ...others] = stanzas;
  if (stanza === undefined || others.length > 0 || asksMore(stanza)) return NO_PROGRAM;
  const list = listBytes(stanza, constants);
  const tests = list === null ? null : testBytes(stanza, constants, declared);
  if (list === null || tests === null) return NO_PROGRAM;
  const bytes = [...list, tests.length, ...tests];
  return bytes.length <= MAX_PROGRAM * 4 && bytes.every((byte) => byte < 256) ? Uint8Array.from(bytes) : NO_PROGRAM;
}

function asksMore(stanza: Stanza): boolean {
  const { denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, controlGroup, parameters, maxTtl, approval } = stanza;
  const limits = minWrappingTtl !== 0 || maxWrappingTtl !== 0 || mfaMethods.length > 0 || controlGroup !== null;
  return (denied !== null && denied.length > 0) || required.length > 0 || limits || parameters !== null || maxTtl !== null || approval !== null;
}

function listBytes({ allowed }: Stanza, constants: ProgramConstants): number[] | null {
  if (allowed === null || allowed.length === 0) return [NO_LIST];
  const lists = literalListsOf({ allowed: new Map(allowed.map(({ name, values }) => [name, textsOf(values)])), denied: null, required: [] });
  if (lists === null || lists.names.length >= NO_LIST) return null;
  return [
    lists.names.length,
    ...lists.names.flatMap((name, i) => {
      const values = [...(lists.values[i] as Iterable<string>)];
      return [constants.numberOf(name), values.length, ...values.map((value) => constants.numberOf(value))];
    }),
  ];
}

/** What is no text makes the list no literal one. */
function textsOf(values: ParameterRule['values']): (string | number)[] {
  return values.map((value) => (value.kind === 'string' ? value.value : 0));
}

function testBytes({ when }: Stanza, constants: ProgramConstants, declared: Declared): number[] | null {
  if (when.length === 0) return [];
  const codes = when.map(({ code }) => code);
  const atoms = testableAtoms(codes, declared);
  if (atoms === null) return null;
  const places = new Map(atoms.map(({ key }, place) => [key, place]));
  const diagram = buildDiagram(['and', ...codes], (atom) => places.get(JSON.stringify(atom)) ?? null);
  // What is true or unknown whatever is asked has no test.
  if (diagram === null || typeof diagram.root === 'string') return null;
  return layOut(
    diagram.nodes,
    atoms.map(({ atom }) => atom),
    constants,
  );
}

/** More would not fit into a program. */
const MAX_ATOMS = 24;

/** Cheap ones first; null where one cannot be tested, or there are too many. */
function testableAtoms(codes: readonly Code[], declared: Declared): { readonly key: string; readonly atom: TestableAtom }[] | null {
  const found = new Map<string, TestableAtom>();
  const seen = new Set<Code>();
  let isOpen = true;
  const visit = (code: Code): void => {
    if (!isOpen || seen.has(code)) return;
    seen.add(code);
    if (code[0] === 'and' || code[0] === 'or' || code[0] === 'not') {
      for (const operand of code.slice(1) as Code[]) visit(operand);
      return;
    }
    if (code[0] === 'const') return;
    const asked: Code = code[0] === 'ne' ? ['eq', code[1], code[2]] : code;
    const atom = testableAtom(asked, declared);
    if (atom !== null) found.set(JSON.stringify(asked), atom);
    isOpen = atom !== null && found.size <= MAX_ATOMS;
  };
  for (const code of codes) visit(code);
  if (!isOpen) return null;
  return [...found].map(([key, atom]) => ({ key, atom })).sort((a, b) => a.atom.cost - b.atom.cost);
}

function layOut(nodes: readonly DiagramNode<number>[], atoms: readonly TestableAtom[], constants: ProgramConstants): number[] | null {
  const bodies = nodes.map(({ atom }) => (atoms[atom] as TestableAtom).write((text) => constants.numberOf(text)));
  const offsets = new Map<DiagramNode<number>, number>();
  let end = 0;
  for (const [i, node] of nodes.entries()) {
    const body = bodies[i];
    if (body == null) return null;
    offsets.set(node, end);
    end += NODE_HEAD + body.length;
  }
  if (end > MAX_TESTS) return null;
  const target = (next: DiagramNode<number> | Truth) => (typeof next === 'string' ? ENDS[next] : (offsets.get(next) as number));
  return nodes.flatMap(({ atom, on }, i) => [
    (atoms[atom] as TestableAtom).test,
    target(on.true),
    target(on.false),
    target(on.unknown),
    ...(bodies[i] as readonly number[]),
  ]);
}
