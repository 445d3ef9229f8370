// A condition made true, or false: for each part that matters one of its edges is taken. A draw, not a proof: parts that speak of one attribute may
// undo each other, and then another draw is made by who asks.

import type { Code, JsonValue } from '@polc/runtime';
import type { Random } from 'fast-check';
import { edgesOfAtom } from './atom-edges.js';
import { type AtomEdges, type Attribute, Attributes, type Step } from './attribute.js';
import { once, pick } from './chance.js';

/** What attributes are to hold; undefined: nothing. */
export type Assignment = Map<Attribute, JsonValue | undefined>;

/** The value that an attribute has already, from who is registered; undefined where it is free. */
export type Known = (attribute: Attribute) => JsonValue | undefined;

export class Settler {
  readonly attributes = new Attributes();
  readonly #now: number;
  readonly #edges = new Map<Code, AtomEdges>();

  constructor(now: number) {
    this.#now = now;
  }

  /** Of one atom; made once. */
  edgesOf(atom: Code): AtomEdges {
    let edges = this.#edges.get(atom);
    if (edges === undefined) {
      edges = edgesOfAtom(atom, this.attributes, this.#now);
      this.#edges.set(atom, edges);
    }
    return edges;
  }

  settle(code: Code, truth: boolean, random: Random, given: Assignment, known: Known): void {
    switch (code[0]) {
      case 'const':
        return;
      case 'not':
        this.settle(code[1], !truth, random, given, known);
        return;
      case 'and':
      case 'or': {
        const operands = code.slice(1) as Code[];
        if (truth === (code[0] === 'and')) for (const operand of operands) this.settle(operand, truth, random, given, known);
        else if (operands.length > 0) this.settle(pick(random, operands), truth, random, given, known);
        return;
      }
      case 'all':
      case 'any':
        this.#quantify(code, truth, random, given, known);
        return;
      default: {
        const { whenTrue, whenFalse } = this.edgesOf(code);
        const ways = truth ? whenTrue : whenFalse;
        if (ways.length > 0) for (const step of pick(random, ways)) take(step, given, known);
      }
    }
  }

  /** A list of one element, for which the body is what decides. */
  #quantify([operator, slot, list, body]: readonly ['all' | 'any', number, Code, Code], truth: boolean, random: Random, given: Assignment, known: Known): void {
    if (list[0] !== 'read') return;
    const attribute = this.attributes.of(list[1], list.slice(2) as string[]);
    if (truth === (operator === 'all') && once(random, 8)) {
      given.set(attribute, []);
      return;
    }
    this.settle(body, truth, random, given, known);
    let element: JsonValue = 'x';
    for (const [variable, value] of given) {
      if (variable.root !== 'var' || variable.names[0] !== slot || value === undefined) continue;
      given.delete(variable);
      const [, ...names] = variable.names;
      element = names.length === 0 ? value : { ...(typeof element === 'object' && !Array.isArray(element) ? element : {}), [String(names[0])]: value };
    }
    // Of `any` that is true another element does not matter, nor of `all` that is false.
    given.set(attribute, truth === (operator === 'any') && once(random, 3) ? ['x', element] : [element]);
  }
}

function take(step: Step, given: Assignment, known: Known): void {
  const { attribute } = step;
  // What is registered stays: a request that says otherwise makes it unknown.
  if (known(attribute) !== undefined) return;
  if ('to' in step) {
    given.set(attribute, step.to);
    return;
  }
  const value = known(step.like) ?? given.get(step.like) ?? 1;
  if (!given.has(step.like)) given.set(step.like, value);
  given.set(attribute, typeof value === 'number' ? value + step.plus : typeof value === 'string' && step.plus !== 0 ? `${value}x` : value);
}
