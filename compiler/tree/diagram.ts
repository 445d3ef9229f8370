// Conditions to a decision diagram in three-valued logic: each atom is asked at most once on any way through, cheap ones first, equal parts are shared.

import type { Code } from '@polc/runtime';

/** Where a way ends. */
export type Truth = 'true' | 'false' | 'unknown';

export interface DiagramNode<A> {
  readonly atom: A;
  readonly on: Readonly<Record<Truth, DiagramNode<A> | Truth>>;
}

/**
 * A formula over atoms, by their numbers. INVARIANT: `key` tells two of them apart, and operands are formulas that are neither constants nor of the
 * same operator, save for one `unknown`.
 */
type Formula = Truth | { readonly key: string; readonly op: 'atom' | 'not' | 'and' | 'or'; readonly operands: readonly Formula[]; readonly atom: number };

/** So many nodes a diagram may have. WHY: they can double with each atom; what is larger is evaluated as it is written. */
const MAX_NODES = 24;

/**
 * `numberOf` tells atoms apart, and null where one cannot be tested; smaller numbers are asked first. null where it cannot be, or has too many nodes.
 * The nodes come out parents first.
 */
export function buildDiagram(
  code: Code,
  numberOf: (atom: Code) => number | null,
): { readonly nodes: readonly DiagramNode<number>[]; readonly root: DiagramNode<number> | Truth } | null {
  const formula = formulaOf(code, numberOf, new Map());
  if (formula === null) return null;
  const known = new Map<string, DiagramNode<number> | Truth>();
  const nodes = new Map<string, DiagramNode<number>>();
  let budget = MAX_NODES;
  const build = (rest: Formula): DiagramNode<number> | Truth | null => {
    if (typeof rest === 'string') return rest;
    const there = known.get(rest.key);
    if (there !== undefined) return there;
    // Once it is spent nothing more is looked at: what is left may be without end.
    if (budget === 0) return null;
    budget--;
    const atom = firstAtom(rest);
    const next: (DiagramNode<number> | Truth)[] = [];
    for (const truth of TRUTHS) {
      const one = build(assume(rest, atom, truth));
      if (one === null) return null;
      next.push(one);
    }
    const node = nodeOf(nodes, atom, next as unknown as Ways);
    known.set(rest.key, node);
    return node;
  };
  const root = build(formula);
  return root === null ? null : { root, nodes: typeof root === 'string' ? [] : inOrder(root) };
}

const TRUTHS: readonly Truth[] = ['true', 'false', 'unknown'];
type Ways = readonly [yes: DiagramNode<number> | Truth, no: DiagramNode<number> | Truth, maybe: DiagramNode<number> | Truth];

/** Equal nodes are one, and a node that leads to one place only is that place. */
function nodeOf(nodes: Map<string, DiagramNode<number>>, atom: number, [yes, no, maybe]: Ways): DiagramNode<number> | Truth {
  if (yes === no && no === maybe) return yes;
  const numbers = [...nodes.values()];
  const key = [atom, ...[yes, no, maybe].map((one) => (typeof one === 'string' ? one : numbers.indexOf(one)))].join();
  const node = nodes.get(key) ?? { atom, on: { true: yes, false: no, unknown: maybe } };
  nodes.set(key, node);
  return node;
}

/** `known`: what named conditions say is one code wherever they are named. */
function formulaOf(code: Code, numberOf: (atom: Code) => number | null, known: Map<Code, Formula | null>): Formula | null {
  const there = known.get(code);
  if (there !== undefined) return there;
  const formula = readFormula(code, numberOf, (inner) => formulaOf(inner, numberOf, known));
  known.set(code, formula);
  return formula;
}

function readFormula(code: Code, numberOf: (atom: Code) => number | null, inner: (code: Code) => Formula | null): Formula | null {
  switch (code[0]) {
    case 'const':
      return code[1] === true ? 'true' : code[1] === false ? 'false' : null;
    case 'not': {
      const operand = inner(code[1]);
      return operand === null ? null : not(operand);
    }
    case 'and':
    case 'or': {
      const operands: Formula[] = [];
      for (const one of code.slice(1) as Code[]) {
        const operand = inner(one);
        if (operand === null) return null;
        operands.push(operand);
      }
      return join(code[0], operands);
    }
    case 'ne': {
      const equal = inner(['eq', code[1], code[2]]);
      return equal === null ? null : not(equal);
    }
    default: {
      const atom = numberOf(code);
      return atom === null ? null : { key: `${atom}`, op: 'atom', operands: [], atom };
    }
  }
}

function not(formula: Formula): Formula {
  if (typeof formula === 'string') return formula === 'true' ? 'false' : formula === 'false' ? 'true' : 'unknown';
  return formula.op === 'not' ? (formula.operands[0] as Formula) : { key: `!${formula.key}`, op: 'not', operands: [formula], atom: -1 };
}

/** Kleene's: one `false` settles `and`, whatever is unknown beside it. */
function join(op: 'and' | 'or', all: readonly Formula[]): Formula {
  const [settling, neutral] = op === 'and' ? (['false', 'true'] as const) : (['true', 'false'] as const);
  const operands = new Map<string, Formula>();
  for (const operand of all.flatMap((one) => (typeof one !== 'string' && one.op === op ? one.operands : [one]))) {
    if (operand === settling) return settling;
    if (operand !== neutral) operands.set(typeof operand === 'string' ? operand : operand.key, operand);
  }
  const [only, ...others] = operands.values();
  if (only === undefined) return neutral;
  if (others.length === 0) return only;
  return { key: `${op}(${[...operands.keys()].sort().join()})`, op, operands: [...operands.values()], atom: -1 };
}

function firstAtom(formula: Formula): number {
  if (typeof formula === 'string') return Number.POSITIVE_INFINITY;
  return formula.op === 'atom' ? formula.atom : formula.operands.reduce((least, operand) => Math.min(least, firstAtom(operand)), Number.POSITIVE_INFINITY);
}

function assume(formula: Formula, atom: number, truth: Truth): Formula {
  if (typeof formula === 'string') return formula;
  switch (formula.op) {
    case 'atom':
      return formula.atom === atom ? truth : formula;
    case 'not':
      return not(assume(formula.operands[0] as Formula, atom, truth));
    default:
      return join(
        formula.op,
        formula.operands.map((operand) => assume(operand, atom, truth)),
      );
  }
}

/** Each once, after all that lead to it. */
function inOrder(root: DiagramNode<number>): DiagramNode<number>[] {
  const done = new Set<DiagramNode<number>>();
  const order: DiagramNode<number>[] = [];
  const visit = (node: DiagramNode<number> | Truth): void => {
    if (typeof node === 'string' || done.has(node)) return;
    done.add(node);
    for (const next of Object.values(node.on)) visit(next);
    order.push(node);
  };
  visit(root);
  return order.reverse();
}
