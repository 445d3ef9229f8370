// Everything that some decisions test, cut into groups that have no place in common. A group is a variable of the diagrams, a combination of truths that
// values can bring about (classes.ts) a class of it.

import { UNKNOWN } from '@polc/runtime/anatomy';
import { type Group, type Setting, solve } from './classes.js';
import { Diagrams, type Node } from './diagram.js';
import type { Place } from './place.js';
import { type Formula, isTest, type Test } from './tests.js';

export class Board {
  readonly diagrams = new Diagrams();
  readonly groups: Group[] = [];
  readonly #tests = new Map<string, Test>();
  readonly #variables = new Map<string, { readonly variable: number; readonly index: number }>();
  readonly #setting: Setting;
  readonly #known: Map<string, Group>;

  /** `known`: groups that were solved in the same setting, by what they test. */
  constructor(setting: Setting, known: Map<string, Group> = new Map()) {
    this.#setting = setting;
    this.#known = known;
  }

  /** Before `settle`: whatever will be asked. */
  enter(formula: Formula): void {
    if (isTest(formula)) this.#tests.set(formula.key, formula);
    else if (typeof formula === 'object') {
      const parts: readonly Formula[] = 'parts' in formula ? formula.parts : [formula.part];
      for (const part of parts) this.enter(part);
    }
  }

  /** Whether anything that was entered reads a place. */
  reads(key: string): boolean {
    return [...this.#tests.values()].some(({ places }) => places.some((place) => place.key === key));
  }

  /** @throws TooMuch */
  settle(): void {
    for (const tests of groupsOf([...this.#tests.values()])) {
      const key = `${tests.map((test) => test.key).join('\n')}\n${this.#setting.key(tests)}`;
      const group = this.#known.get(key) ?? solve(tests, this.#setting);
      this.#known.set(key, group);
      const variable = this.diagrams.variable(group.classes.length);
      this.groups[variable] = group;
      group.tests.forEach((test, index) => {
        this.#variables.set(test.key, { variable, index });
      });
    }
  }

  /** A diagram whose leaves are truths. */
  node(formula: Formula): Node {
    const { diagrams } = this;
    if (typeof formula !== 'object') return diagrams.leaf(formula);
    if (isTest(formula)) {
      const { variable, index } = this.#variables.get(formula.key) as { variable: number; index: number };
      const { classes } = this.groups[variable] as Group;
      return diagrams.node(
        variable,
        classes.map(({ truths }) => diagrams.leaf(truths[index])),
      );
    }
    if (formula.op === 'is') return diagrams.map(this.node(formula.part), (truth) => truth === formula.truth);
    if (formula.op === 'not') return diagrams.map(this.node(formula.part), (truth) => (truth === UNKNOWN ? UNKNOWN : !truth));
    const settles = formula.op === 'or';
    const join = (a: unknown, b: unknown) => (a === settles || b === settles ? settles : a === UNKNOWN || b === UNKNOWN ? UNKNOWN : !settles);
    const early = (truth: unknown) => (truth === settles ? settles : undefined);
    return formula.parts.reduce<Node>((node, part) => diagrams.combine(node, this.node(part), join, early), diagrams.leaf(!settles));
  }
}

/** Tests that share a place, or share one with one that shares one. */
function groupsOf(tests: readonly Test[]): Test[][] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let at = key;
    for (let next = parent.get(at); next !== undefined; next = parent.get(at)) at = next;
    return at;
  };
  for (const { places } of tests) {
    const [first, ...rest] = places.map(({ key }) => find(key));
    for (const other of rest) if (find(other) !== find(first as string)) parent.set(find(other), find(first as string));
  }
  const groups = new Map<string, Test[]>();
  for (const test of tests) {
    const root = find((test.places[0] as Place).key);
    const there = groups.get(root);
    if (there === undefined) groups.set(root, [test]);
    else there.push(test);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}
