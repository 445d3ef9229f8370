// Named conditions where they are named: each compiled once for all who name it, whatever it names itself first. Faults of a condition are told
// with its own block; a circle is told once, where it was found to close.

import type { Diagnostic, Expression, Item, Span } from '@polc/grammar';
import { hasErrors } from '@polc/grammar';
import { findCircles, shownCircle } from '../model/circles.js';
import { Reporter } from '../model/report.js';
import type { ConditionBlock, ParameterType, Vocabulary } from '../model/vocabulary.js';
import { accessOf } from './access.js';
import { compileWhole, type ResolveCondition } from './compile-expression.js';
import { writeOut } from './sugar/write-out.js';
import type { Typed } from './typed.js';

type Compiled = { readonly typed: Typed } | { readonly fault: Diagnostic | null };

/** By the parameters' types too: a tool may give a condition other types than its neighbour. */
const memos = new WeakMap<Vocabulary['conditions'], Map<ParameterType | null, Map<string, Compiled>>>();

function memoOf({ conditions, parameters }: Vocabulary): Map<string, Compiled> {
  const byParameters: Map<ParameterType | null, Map<string, Compiled>> = memos.get(conditions) ?? new Map();
  const memo: Map<string, Compiled> = byParameters.get(parameters) ?? new Map();
  memos.set(conditions, byParameters.set(parameters, memo));
  return memo;
}

/** For the expressions of `owner`, a condition block, or of a stanza or guardrail (null). */
export function resolverOf(owner: string | null, vocabulary: Vocabulary, report: Reporter): ResolveCondition {
  let told = false;
  return (name, span) => {
    const compiled = compileNamed(name, vocabulary);
    if ('typed' in compiled) return compiled.typed;
    if (owner !== null && !told) told = reportCircle(owner, name, span, vocabulary, report);
    // Sound by itself, and at odds with the parameters of this tool only: nobody else would tell.
    const fault = vocabulary.parameters !== null && 'typed' in compileNamed(name, { ...vocabulary, parameters: null }) ? compiled.fault : null;
    if (fault !== null) {
      report.error(fault.code, span, `the condition ${JSON.stringify(name)} does not fit this tool: ${fault.message}`, fault.help, [
        { message: 'here', file: fault.file, span: fault.span },
      ]);
    }
    return null;
  };
}

/** With a stack of its own: a chain of conditions may be long. What a circle holds has no code. */
function compileNamed(name: string, vocabulary: Vocabulary): Compiled {
  const memo = memoOf(vocabulary);
  const open = new Set<string>();
  const pending = [name];
  while (pending.length > 0) {
    const next = pending.at(-1) as string;
    const missing = open.has(next) || memo.has(next) ? [] : conditionsNamedBy(next, vocabulary).filter((each) => !memo.has(each) && !open.has(each));
    open.add(next);
    if (missing.length > 0) {
      pending.push(...missing);
      continue;
    }
    pending.pop();
    if (!memo.has(next)) memo.set(next, compileSilently(next, vocabulary, memo));
  }
  return memo.get(name) as Compiled;
}

function compileSilently(name: string, vocabulary: Vocabulary, memo: ReadonlyMap<string, Compiled>): Compiled {
  const block = vocabulary.conditions.get(name) as ConditionBlock;
  const report = new Reporter(block.file);
  const expression = writeOut('condition', block.items, block.span, report);
  const resolve: ResolveCondition = (each) => {
    const found = memo.get(each);
    return found !== undefined && 'typed' in found ? found.typed : null;
  };
  const typed = expression === null ? null : compileWhole(expression, vocabulary, resolve, report);
  if (typed !== null) return { typed };
  return { fault: report.diagnostics.find((each) => hasErrors([each])) ?? null };
}

/** The circle that closes at `owner`, if any, told at the first name of it. Whether it was told. */
function reportCircle(owner: string, name: string, span: Span, vocabulary: Vocabulary, report: Reporter): boolean {
  const circle = circlesOf(vocabulary).get(owner);
  if (circle === undefined || circle[0] !== name) return false;
  report.error(
    'condition-cycle',
    span,
    `conditions name each other in a circle: ${shownCircle(circle)
      .map((each) => (each === '…' ? each : JSON.stringify(each)))
      .join(' → ')}`,
    'a condition cannot say what it means by itself: take one of these out',
  );
  return true;
}

const circles = new WeakMap<Vocabulary['conditions'], ReadonlyMap<string, readonly string[]>>();

function circlesOf(vocabulary: Vocabulary): ReadonlyMap<string, readonly string[]> {
  const { conditions } = vocabulary;
  const found = circles.get(conditions) ?? findCircles(conditions.keys(), (name) => conditionsNamedBy(name, vocabulary));
  circles.set(conditions, found);
  return found;
}

const NO_ITEMS: readonly Item[] = [];
/** By all conditions too: which of the names exist is theirs to say. */
const namedBy = new WeakMap<Vocabulary['conditions'], Map<string, readonly string[]>>();

/** Those that exist. Only `expr` can name one: sugar holds literals. */
function conditionsNamedBy(name: string, { conditions }: Vocabulary): readonly string[] {
  const known = namedBy.get(conditions) ?? new Map<string, readonly string[]>();
  let found = known.get(name);
  if (found === undefined) {
    const items = conditions.get(name)?.items ?? NO_ITEMS;
    const names = new Set<string>();
    for (const { keys, value } of items) if (keys[0]?.value === 'expr' && value.kind === 'expression') collect(value.expression, names);
    found = [...names].filter((each) => conditions.has(each));
    namedBy.set(conditions, known.set(name, found));
  }
  return found;
}

function collect(expression: Expression, names: Set<string>): void {
  switch (expression.kind) {
    case 'reference':
    case 'index': {
      const [root, name] = accessOf(expression)?.names ?? [];
      if (root === 'condition' && typeof name === 'string') names.add(name);
      break;
    }
    case 'unary':
      collect(expression.operand, names);
      break;
    case 'binary':
      collect(expression.left, names);
      collect(expression.right, names);
      break;
    case 'call':
      for (const { value } of expression.arguments) collect(value, names);
      break;
    case 'list':
      for (const element of expression.elements) collect(element, names);
  }
}
