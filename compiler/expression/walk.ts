// Looking through compiled expressions, for rules that judge them: what they read, and where truth hangs on a list that may be empty.

import type { Code, Names, Root } from '@polc/runtime';

export interface Read {
  readonly root: Root;
  readonly names: Names;
  /** Only asked whether it is there. */
  readonly asked: boolean;
}

/** The operands that are code themselves. */
export function operandsOf(code: Code): readonly Code[] {
  switch (code[0]) {
    case 'const':
    case 'read':
    case 'var':
    case 'has':
      return [];
    case 'and':
    case 'or':
      return code.slice(1) as Code[];
    case 'all':
    case 'any':
      return [code[2], code[3]];
    case 'glob':
    case 'matches':
    case 'cidr':
    case 'hours':
      return [code[1]];
    case 'near':
      return [code[1], code[2]];
    default:
      return code.slice(1) as unknown as Code[];
  }
}

/** Each attribute once, in the order in which they stand. */
export function readsOf(code: Code): readonly Read[] {
  const found = new Map<string, Read>();
  // What a named condition says is the same code wherever it is named.
  const seen = new Set<Code>();
  const visit = (each: Code): void => {
    if (seen.has(each)) return;
    seen.add(each);
    if (each[0] === 'read' || each[0] === 'has') {
      const [operator, root, ...names] = each;
      const key = JSON.stringify(each);
      if (!found.has(key)) found.set(key, { root, names, asked: operator === 'has' });
    }
    for (const operand of operandsOf(each)) visit(operand);
  };
  visit(code);
  return [...found.values()];
}

/** As messages name them, sorted: `context.risk`. */
export function attributesOf(code: Code): readonly string[] {
  return [...new Set(readsOf(code).map(({ root, names }) => [root, ...names].join('.')))].sort();
}

/** What the value of a part does to the whole: true makes for true, for false, or it depends. */
export type Polarity = 'positive' | 'negative' | 'mixed';

const flip = (polarity: Polarity): Polarity => (polarity === 'positive' ? 'negative' : polarity === 'negative' ? 'positive' : 'mixed');

/** Every part that is neither `and`, `or` nor `not`, with its polarity; what stands in an operand of a comparison is mixed. */
export function visitAtoms(code: Code, visit: (atom: Code, polarity: Polarity) => void, polarity: Polarity = 'positive'): void {
  switch (code[0]) {
    case 'and':
    case 'or':
      for (const operand of operandsOf(code)) visitAtoms(operand, visit, polarity);
      return;
    case 'not':
      visitAtoms(code[1], visit, flip(polarity));
      return;
    default:
      visit(code, polarity);
      for (const operand of operandsOf(code)) visitAtoms(operand, visit, code[0] === 'all' || code[0] === 'any' ? polarity : 'mixed');
  }
}

/** An `all` that is true, or an `any` that is false, of an empty list, where that makes the whole true. */
export interface OverEmpty {
  readonly quantifier: 'all' | 'any';
  readonly list: Code;
}

/**
 * Those over a list that may be empty: one of a request that nothing beside them says to hold something. Beside them means joined so that both
 * must hold: `length(list) > 0`, `any(…)` over the list, `x in list`.
 */
export function quantifiersOverEmpty(code: Code, truth = true): readonly OverEmpty[] {
  const found: OverEmpty[] = [];
  collect(code, truth ? 'positive' : 'negative', new Set(), found);
  return found;
}

const keyOf = (list: Code) => JSON.stringify(list);

const quantified = new WeakMap<Code, boolean>();

/** Looked at first: of most code there is nothing to collect, and shared code may be long when it is written out. */
function holdsQuantifier(code: Code): boolean {
  let holds = quantified.get(code);
  if (holds === undefined) {
    holds = code[0] === 'all' || code[0] === 'any' || operandsOf(code).some(holdsQuantifier);
    quantified.set(code, holds);
  }
  return holds;
}

function collect(code: Code, polarity: Polarity, full: ReadonlySet<string>, found: OverEmpty[]): void {
  if (!holdsQuantifier(code)) return;
  switch (code[0]) {
    case 'and':
    case 'or': {
      const operands = operandsOf(code);
      const both = polarity === (code[0] === 'and' ? 'positive' : 'negative');
      const known = both ? new Set([...full, ...operands.flatMap((operand) => fullLists(operand, polarity === 'positive'))]) : full;
      for (const operand of operands) collect(operand, polarity, known, found);
      return;
    }
    case 'not':
      collect(code[1], flip(polarity), full, found);
      return;
    case 'all':
    case 'any': {
      const [quantifier, , list, body] = code;
      const opens = polarity === 'mixed' || polarity === (quantifier === 'all' ? 'positive' : 'negative');
      if (opens && list[0] !== 'const' && !full.has(keyOf(list))) found.push({ quantifier, list });
      collect(body, polarity, full, found);
      return;
    }
    default:
      for (const operand of operandsOf(code)) collect(operand, 'mixed', full, found);
  }
}

/** The lists that hold something whenever the code has this truth. */
function fullLists(code: Code, truth: boolean): string[] {
  switch (code[0]) {
    case 'not':
      return fullLists(code[1], !truth);
    case 'and':
    case 'or':
      return truth === (code[0] === 'and') ? operandsOf(code).flatMap((operand) => fullLists(operand, truth)) : [];
    case 'any':
    case 'all':
      return truth === (code[0] === 'any') ? [keyOf(code[2])] : [];
    case 'in':
      return truth ? [keyOf(code[2])] : [];
    case 'contains':
      return truth ? [keyOf(code[1])] : [];
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
    case 'gt':
    case 'ge':
      return fullByLength(code[0], code[1], code[2], truth);
    default:
      return [];
  }
}

type Comparison = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

const MIRRORED = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' } as const;
const OPPOSITE = { eq: 'ne', ne: 'eq', lt: 'ge', le: 'gt', gt: 'le', ge: 'lt' } as const;
/** Whether a length that compares so with the number is above 0. */
const ABOVE_ZERO: Readonly<Record<Comparison, (number: number) => boolean>> = {
  ...{ eq: (n) => n > 0, ne: (n) => n === 0, gt: (n) => n >= 0, ge: (n) => n > 0, lt: () => false, le: () => false },
};

function fullByLength(operator: Comparison, left: Code, right: Code, truth: boolean): string[] {
  if (left[0] === 'const') return right[0] === 'const' ? [] : fullByLength(MIRRORED[operator], right, left, truth);
  if (left[0] !== 'length' || right[0] !== 'const' || typeof right[1] !== 'number') return [];
  return ABOVE_ZERO[truth ? operator : OPPOSITE[operator]](right[1]) ? [keyOf(left[1])] : [];
}
