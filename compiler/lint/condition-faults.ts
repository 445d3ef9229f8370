// What conditions can never be, and what they always are, found once for the lint rules that speak of it: each condition by itself, and those of a stanza
// together with its parameters. Exact or silent (analysis/satisfiable.ts), within a fixed amount of work a run.

import type { Expression, Related, Span } from '@polc/grammar';
import type { Code } from '@polc/runtime';
import { type Expr, freeReader, OP, UNKNOWN } from '@polc/runtime/anatomy';
import { type Answer, Inquiry } from '../analysis/satisfiable.js';
import { literalsOf } from '../bundle/literals.js';
import { operandsOf } from '../expression/walk.js';
import type { SchemaModel } from '../model/blocks.js';
import type { Condition } from '../model/condition.js';
import type { Stanza } from '../model/stanza.js';
import { alignCondition, type Part } from './aligned.js';
import { attributeName } from './conditions.js';
import type { RuleContext } from './rule.js';

/** `always`: whenever it is known. `whole`: of all of the condition. */
export interface ConditionFault {
  readonly kind: 'never' | 'always';
  readonly whole: boolean;
  readonly span: Span;
  /** What it contradicts. */
  readonly against: Span | null;
  /** Of some requests it is unknown. */
  readonly unknown: boolean;
}

export interface FoundFaults {
  of(condition: Condition): readonly ConditionFault[];
  /** Of what a stanza asks for all in all, where nothing is wrong with each by itself. */
  together(stanza: Stanza): { readonly span: Span; readonly related: readonly Related[] } | null;
}

/** Questions that a run may put. Those that need none, as most do, are free. */
const EFFORT = 2_000;

export function conditionFaults(context: RuleContext): FoundFaults {
  let found = known.get(context.stanzas);
  if (found === undefined) {
    found = new Faults(context);
    known.set(context.stanzas, found);
  }
  return found;
}

const known = new WeakMap<readonly Stanza[], FoundFaults>();
/** Conditions of files that stay are the same objects. */
const told = new WeakMap<Condition, readonly ConditionFault[]>();

class Faults implements FoundFaults {
  readonly #context: RuleContext;
  #effort = EFFORT;

  constructor(context: RuleContext) {
    this.#context = context;
  }

  of(condition: Condition): readonly ConditionFault[] {
    let faults = told.get(condition);
    if (faults === undefined) {
      faults = this.#effort <= 0 || !isSmall([condition.code]) || isPlain([condition.code]) ? [] : this.#find(condition);
      told.set(condition, faults);
    }
    return faults;
  }

  together({ file, when, parameters, capabilities }: Stanza) {
    if (when.length === 0 || (when.length === 1 && parameters === null) || capabilities.includes('deny')) return null;
    const codes = when.map(({ code }) => code);
    if (!isSmall(codes)) return null;
    const shape = parameters !== null && codes.some(readsParameters) ? parameters.shape : null;
    if ((when.length === 1 && shape === null) || (shape === null && isPlain(codes)) || this.#effort <= 0) return null;
    if (when.some((condition) => this.of(condition).some(({ kind, whole }) => kind === 'never' && whole))) return null;
    const reader = freeReader(literalsOf(codes, this.#schema, shape === null ? [] : [shape]));
    const exprs = codes.map((code) => reader.condition(code));
    const inquiry = new Inquiry(exprs, shape === null ? null : reader.shape(shape));
    const never = (chosen: readonly Expr[]) => this.#ask(inquiry, chosen, true).told === 'no';
    // A shape that nothing passes is the shape's fault.
    if (never([]) || !never(exprs)) return null;
    const span = (i: number) => (when[i] as Condition).span;
    for (let i = 0; i < exprs.length; i++) {
      if (never([exprs[i] as Expr]))
        return { span: span(i), related: parameters === null ? [] : [{ message: 'what the parameters may be', file, span: parameters.span }] };
      for (let j = 0; j < i; j++)
        if (never([exprs[i] as Expr, exprs[j] as Expr])) return { span: span(i), related: [{ message: 'contradicts this', file, span: span(j) }] };
    }
    return { span: span(exprs.length - 1), related: when.slice(0, -1).map((one) => ({ message: 'together with this', file, span: one.span })) };
  }

  get #schema(): SchemaModel {
    return this.#context.model.blocks.schema;
  }

  #ask(inquiry: Inquiry, exprs: readonly Expr[], truth: boolean): Answer {
    this.#effort--;
    return inquiry.canBe(exprs.map((expr) => [expr, truth]));
  }

  #find({ code, expression, span }: Condition): readonly ConditionFault[] {
    const expr = freeReader(literalsOf([code], this.#schema)).condition(code);
    const inquiry = new Inquiry([expr]);
    const part = alignCondition(expression, expr, this.#context.conditions) ?? { span, expression, join: null, exprs: [expr], parts: [] };
    const faults: ConditionFault[] = [];
    this.#visit(part, true, inquiry, faults);
    return faults;
  }

  /** The outermost part that is always the same says it. */
  #visit(part: Part, whole: boolean, inquiry: Inquiry, faults: ConditionFault[]): void {
    if (this.#effort <= 0 || !part.exprs.some(readsAnything)) return;
    const [open, shut] = [this.#canBe(part, true, inquiry), this.#canBe(part, false, inquiry)];
    if (open === 'no') {
      const { at, against } = this.#reason(part, inquiry);
      if (against !== null && isBound(at.expression) && isBound(against.expression)) return;
      faults.push({ kind: 'never', whole, span: at.span, against: against?.span ?? null, unknown: this.#canBeUnknown(part, inquiry) });
    } else if (shut === 'no' && open === 'yes') {
      if (!saysItself(part)) faults.push({ kind: 'always', whole, span: part.span, against: null, unknown: this.#canBeUnknown(part, inquiry) });
    } else for (const inner of part.parts) this.#visit(inner, false, inquiry, faults);
  }

  #canBe({ join, exprs }: Part, truth: boolean, inquiry: Inquiry): Answer['told'] {
    if (join === null || (join === 'and') === truth) return this.#ask(inquiry, exprs, truth).told;
    const answers = exprs.map((expr) => this.#ask(inquiry, [expr], truth).told);
    return answers.includes('yes') ? 'yes' : answers.includes('undecided') ? 'undecided' : 'no';
  }

  #canBeUnknown({ exprs }: Part, inquiry: Inquiry): boolean {
    return exprs.some((expr) => inquiry.canBe([[expr, UNKNOWN]]).told !== 'no');
  }

  /** The first operand that cannot be, alone or beside one before it. */
  #reason(part: Part, inquiry: Inquiry): { readonly at: Part; readonly against: Part | null } {
    if (part.join !== 'and') return { at: part, against: null };
    for (const [i, one] of part.parts.entries()) {
      if (this.#canBe(one, true, inquiry) === 'no') return this.#reason(one, inquiry);
      for (const other of part.parts.slice(0, i)) if (this.#contradict(one, other, inquiry)) return { at: one, against: other };
    }
    return { at: part, against: null };
  }

  #contradict(one: Part, other: Part, inquiry: Inquiry): boolean {
    const ways = (part: Part): readonly (readonly Expr[])[] => (part.join === 'or' ? part.exprs.map((expr) => [expr]) : [part.exprs]);
    return ways(one).every((own) => ways(other).every((theirs) => this.#ask(inquiry, [...own, ...theirs], true).told === 'no'));
  }
}

function readsAnything({ code, args }: Expr): boolean {
  return code === OP.read || code === OP.has || args.some(readsAnything);
}

/** Other rules speak of it: whole weeks, blocks of all addresses, an attribute beside itself. */
function saysItself({ expression, exprs }: Part): boolean {
  if (exprs.length === 1 && (exprs[0]?.code === OP.hours || exprs[0]?.code === OP.cidr)) return true;
  return expression.kind === 'binary' && attributeName(expression.left) !== null && attributeName(expression.left) === attributeName(expression.right);
}

/** A period that ends before it begins has a rule of its own. */
function isBound(expression: Expression): boolean {
  return expression.kind === 'binary' && [expression.left, expression.right].some((part) => part.kind === 'call' && part.name === 'timestamp');
}

function readsParameters(code: Code): boolean {
  return ((code[0] === 'read' || code[0] === 'has') && code[1] === 'parameters') || operandsOf(code).some(readsParameters);
}

/** Parts, all in all. WHY: what names name may be written out to any size. */
const MAX_PARTS = 400;

function isSmall(codes: readonly Code[]): boolean {
  let count = 0;
  const fits = (code: Code): boolean => ++count <= MAX_PARTS && operandsOf(code).every(fits);
  return codes.every(fits);
}

/**
 * Whether it shows at once that each can be true and false, all together: an atom an attribute, each compared with a constant. What is no such thing has to
 * be looked at.
 */
function isPlain(codes: readonly Code[]): boolean {
  const seen = new Set<string>();
  const read = (code: Code): boolean => {
    if (code[0] !== 'read' && code[0] !== 'has') return false;
    const name = `${code[1]}.${String(code[2])}`;
    return !seen.has(name) && seen.add(name).size > 0;
  };
  const atom = (code: Code): boolean => {
    switch (code[0]) {
      case 'and':
      case 'or':
      case 'not':
        return operandsOf(code).every(atom);
      case 'read':
      case 'has':
        return read(code);
      case 'eq':
      case 'ne':
        return read(code[1]) && (isScalar(code[2]) || (code[2][0] === 'const' && typeof code[2][1] === 'boolean'));
      case 'lt':
      case 'le':
      case 'gt':
      case 'ge':
      case 'startswith':
      case 'endswith':
      case 'contains':
        return read(code[1]) && isScalar(code[2]);
      case 'in':
        return (read(code[1]) && isFilledList(code[2])) || (isScalar(code[1]) && read(code[2]));
      case 'cidr':
      case 'hours':
        return read(code[1]);
      default:
        return false;
    }
  };
  return codes.every(atom);
}

const isScalar = (code: Code) => code[0] === 'const' && (typeof code[1] === 'number' || (typeof code[1] === 'string' && code[1] !== ''));
const isFilledList = (code: Code) => code[0] === 'const' && Array.isArray(code[1]) && code[1].length > 0;
