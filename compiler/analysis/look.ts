// Reads a condition for what it tells apart in one value that it reads (features.ts). What it does not know it says.

import type { JsonValue } from '@polc/runtime';
import { type Environment, type Expr, isList, OP, type Truth, truthOf, UNKNOWN } from '@polc/runtime/anatomy';
import { ABSENT, type Features, type Given } from './features.js';
import { automatonWalk, loweredWalk, orderWalk, partWalk, textsWalk, type Walk } from './walk.js';

/** Whether a node reads the value, and the names below it. */
export type Reads = (expr: Expr) => readonly (string | number)[] | null;

/** An operand: the value (or what lies below it) through at most one function, a constant, or something else. */
type Operand =
  | { readonly kind: 'value'; readonly of: Features; readonly through: 'nothing' | 'lower' | 'length' | 'timestamp' | 'duration' | 'neg' }
  | { readonly kind: 'constant'; readonly value: JsonValue }
  /** `related`: another value through `timestamp`, `duration` or, `plain`, nothing. */
  | { readonly kind: 'else'; readonly related: boolean; readonly plain: boolean };

export function lookAt(expr: Expr, reads: Reads, features: Features): void {
  new Look(reads, features).atom(expr);
}

class Look {
  readonly #reads: Reads;
  readonly #features: Features;

  constructor(reads: Reads, features: Features) {
    this.#reads = reads;
    this.#features = features;
  }

  atom(expr: Expr): void {
    const { code, args, literal } = expr;
    if (!this.#touches(expr)) return;
    switch (code) {
      case OP.and:
      case OP.or:
      case OP.not:
        for (const arg of args) this.atom(arg);
        return;
      case OP.has:
        this.#below(this.#reads(expr) as readonly (string | number)[]);
        return;
      case OP.read:
      case OP.var: {
        const of = this.#below(this.#reads(expr) as readonly (string | number)[]);
        of.constants.push(true, false);
        return;
      }
      case OP.eq:
      case OP.ne:
        this.#equal(this.#operand(args[0] as Expr), this.#operand(args[1] as Expr));
        return;
      case OP.lt:
      case OP.le:
      case OP.gt:
      case OP.ge:
        this.#order(this.#operand(args[0] as Expr), this.#operand(args[1] as Expr));
        return;
      case OP.in:
        this.#member(this.#operand(args[0] as Expr), this.#operand(args[1] as Expr));
        return;
      case OP.contains:
        this.#contains(this.#operand(args[0] as Expr), this.#operand(args[1] as Expr), isDeclaredList(args[0] as Expr));
        return;
      case OP.startswith:
      case OP.endswith: {
        const [whole, part] = [this.#operand(args[0] as Expr), this.#operand(args[1] as Expr)];
        if (part.kind === 'constant' && typeof part.value === 'string') this.#text(whole, partWalk(part.value, code === OP.startswith ? 'start' : 'end'));
        else this.#give(whole, part);
        return;
      }
      case OP.glob:
      case OP.matches:
        if (literal.kind === 'automata') for (const automaton of literal.automata) this.#text(this.#operand(args[0] as Expr), automatonWalk(automaton));
        return;
      case OP.cidr: {
        const of = this.#operand(args[0] as Expr);
        if (of.kind === 'value' && of.through === 'nothing' && literal.kind === 'blocks') of.of.blocks.push(literal.blocks);
        else this.#give(of);
        return;
      }
      case OP.hours: {
        const of = this.#operand(args[0] as Expr);
        if (of.kind === 'value' && literal.kind === 'hours' && (of.through === 'timestamp' || of.through === 'nothing')) of.of.hours.push(literal);
        else this.#give(of);
        return;
      }
      case OP.all:
      case OP.any:
        this.#quantified(expr);
        return;
      default:
        this.#features.exact = false;
    }
  }

  #touches(expr: Expr): boolean {
    return this.#reads(expr) !== null || expr.args.some((arg) => this.#touches(arg));
  }

  /** What is told apart below the value. */
  #below(names: readonly (string | number)[]): Features {
    let at = this.#features;
    for (const name of names) {
      if (typeof name === 'number') {
        this.#features.exact = false;
        return at;
      }
      const member = at.member(name);
      member.direct = true;
      at = member.features;
    }
    return at;
  }

  #operand(expr: Expr): Operand {
    const { code, args, literal } = expr;
    const names = this.#reads(expr);
    if (names !== null) return { kind: 'value', of: this.#below(names), through: 'nothing' };
    if (code === OP.const && literal.kind === 'value') return { kind: 'constant', value: literal.value };
    const through =
      code === OP.lower
        ? 'lower'
        : code === OP.length
          ? 'length'
          : code === OP.timestamp
            ? 'timestamp'
            : code === OP.duration
              ? 'duration'
              : code === OP.neg
                ? 'neg'
                : null;
    if (through !== null) {
      const inner = this.#operand(args[0] as Expr);
      if (inner.kind === 'value' && inner.through === 'nothing') {
        if (through === 'timestamp') inner.of.instant = true;
        if (through === 'duration') inner.of.duration = true;
        return { ...inner, through };
      }
      // `lower` of another value, or a function of a function.
      return { kind: 'else', plain: false, related: inner.kind === 'else' && inner.plain && (through === 'timestamp' || through === 'duration') };
    }
    if (this.#touches(expr)) this.#features.exact = false;
    return { kind: 'else', related: code === OP.read, plain: code === OP.read };
  }

  /** Somebody else must say whether it matters. */
  #give(...operands: readonly Operand[]): void {
    for (const operand of operands) {
      if (operand.kind !== 'value') continue;
      operand.of.exact = false;
      if (operand.of.related === 'no') operand.of.related = 'equal';
    }
  }

  #equal(a: Operand, b: Operand): void {
    const [value, other] = a.kind === 'value' ? [a, b] : [b, a];
    if (value.kind !== 'value') return;
    if (other.kind === 'constant') this.#constant(value, other.value);
    else this.#relate(value, other, 'equal');
  }

  #relate(value: Operand, other: Operand, how: 'equal' | 'order'): void {
    for (const operand of [value, other]) {
      if (operand.kind !== 'value') continue;
      const plain = operand.through === 'nothing' || operand.through === 'timestamp' || operand.through === 'duration';
      if (!plain || (other.kind === 'else' && !other.related)) operand.of.exact = false;
      if (operand.of.related !== 'order') operand.of.related = how;
      if (how === 'order' && isPlain(value) && isPlain(other)) operand.of.orderedText = true;
    }
    // A value that is compared with another part of itself.
    if (value.kind === 'value' && other.kind === 'value') this.#give(value, other);
  }

  #constant({ of, through }: Operand & { readonly kind: 'value' }, constant: JsonValue): void {
    if (through === 'nothing') of.addConstant(constant);
    else if (through === 'lower') {
      if (typeof constant === 'string') of.walks.push(loweredWalk(textsWalk([constant])));
    } else if (typeof constant === 'number') this.#point({ kind: 'value', of, through }, constant);
  }

  #point({ of, through }: Operand & { readonly kind: 'value' }, point: number): void {
    if (through === 'length') for (const sizes of [of.sizes, of.counts, of.memberCounts]) sizes.push(Math.ceil(point));
    else of.points.push(through === 'neg' ? -point : through === 'duration' ? point / 1000 : point);
  }

  #order(a: Operand, b: Operand): void {
    const [value, other] = a.kind === 'value' ? [a, b] : [b, a];
    if (value.kind !== 'value') return;
    if (other.kind !== 'constant') this.#relate(value, other, 'order');
    else if (typeof other.value === 'number') this.#point(value, other.value);
    else if (typeof other.value === 'string') this.#text(value, orderWalk(other.value));
  }

  #text(operand: Operand, walk: Walk): void {
    if (operand.kind !== 'value' || (operand.through !== 'nothing' && operand.through !== 'lower')) this.#give(operand);
    else operand.of.walks.push(operand.through === 'lower' ? loweredWalk(walk) : walk);
  }

  /** Is a value one of a list, or has a list a value. */
  #member(value: Operand, list: Operand): void {
    if (value.kind === 'value' && list.kind === 'constant' && isList(list.value)) for (const one of list.value) this.#constant(value, one);
    else if (list.kind === 'value' && list.through === 'nothing' && value.kind === 'constant') this.#element(list.of, value.value);
    else if (list.kind === 'value' && list.through === 'nothing' && isPlain(value) && value.kind === 'else') {
      list.of.holds++;
      list.of.element().features.related = 'equal';
    } else if (value.kind === 'value' && value.through === 'nothing' && isPlain(list) && list.kind === 'else') {
      if (value.of.related === 'no') value.of.related = 'equal';
    } else this.#give(value, list);
  }

  #contains(whole: Operand, part: Operand, isList: boolean): void {
    if (whole.kind === 'value' && part.kind === 'constant') {
      if (typeof part.value === 'string') this.#text(whole, partWalk(part.value, 'anywhere'));
      if (whole.through === 'nothing') this.#element(whole.of, part.value);
      return;
    }
    this.#member(part, whole);
    // A text may be what has another one in it.
    if (!isList) this.#give(part, whole);
  }

  #element(of: Features, constant: JsonValue): void {
    const { features, tests } = of.element();
    features.addConstant(constant);
    tests.push({ truth: (value) => (value === ABSENT ? false : equalTo(value, constant)) });
  }

  #quantified({ args, literal }: Expr): void {
    const [list, body] = args as readonly [Expr, Expr];
    const operand = this.#operand(list);
    if (operand.kind !== 'value' || operand.through !== 'nothing' || literal.kind !== 'slot' || this.#touches(body)) {
      this.#features.exact = false;
      return;
    }
    const { slot } = literal;
    const { features, tests } = operand.of.element();
    const inner = new Look((expr) => (expr.code === OP.var && expr.literal.kind === 'slot' && expr.literal.slot === slot ? expr.names : null), features);
    inner.atom(body);
    if (readsRoots(body)) features.exact = false;
    tests.push({ truth: (value) => bodyTruth(body, slot, value) });
  }
}

function isDeclaredList({ literal, names }: Expr): boolean {
  return literal.kind === 'root' && names.length === 1 && literal.type?.startsWith('list') === true;
}

function isPlain(operand: Operand): boolean {
  return operand.kind === 'value' ? operand.through === 'nothing' : operand.kind === 'else' && operand.plain;
}

function readsRoots(expr: Expr): boolean {
  return expr.code === OP.read || expr.code === OP.has || expr.args.some(readsRoots);
}

function bodyTruth(body: Expr, slot: number, value: Given): Truth {
  const environment: Environment = { read: () => undefined, variables: [], settled: null, unknowns: null };
  if (value === ABSENT) return UNKNOWN;
  environment.variables[slot] = value;
  return truthOf(body, environment);
}

function equalTo(value: JsonValue, constant: JsonValue): Truth {
  if (typeof value !== typeof constant || isList(value) !== isList(constant)) return UNKNOWN;
  return JSON.stringify(value) === JSON.stringify(constant);
}
