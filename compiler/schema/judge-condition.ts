// Comparisons of a tool's parameters with literals, in compiled conditions: those that no value of the tool's schema can pass.

import type { Code, JsonValue } from '@polc/runtime';
import { operandsOf } from '../expression/walk.js';
import type { Condition } from '../model/condition.js';
import type { Reporter } from '../model/report.js';
import { clashOf } from './clash.js';
import { describeDomain } from './describe-domain.js';
import { type Domain, holds } from './domain.js';
import { domainAt } from './parameter-type.js';

/** What a side of a comparison may be, and how it is called. */
interface Subject {
  readonly domain: Domain;
  readonly called: string;
}

const WORDS = {
  eq: 'is never equal to',
  in: 'is never one of',
  lt: 'is never less than',
  le: 'is never at most',
  gt: 'is never greater than',
  ge: 'is never at least',
  contains: 'never contains',
} as const;

type Comparison = keyof typeof WORDS;

const TURNED = { eq: 'eq', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le', in: 'contains', contains: 'in' } as const satisfies Record<Comparison, Comparison>;

const isComparison = (operator: string): operator is Comparison => Object.hasOwn(WORDS, operator);

export function judgeCondition(condition: Condition, parameters: Domain, report: Reporter): void {
  /** By slot. */
  const variables = new Map<number, Subject | null>();
  const said = new Set<string>();

  const subjectOf = (code: Code): Subject | null => {
    if (code[0] === 'read' && code[1] === 'parameters') return below({ domain: parameters, called: 'parameters' }, code.slice(2) as (string | number)[]);
    return code[0] === 'var' ? below(variables.get(code[1]) ?? null, code.slice(2) as (string | number)[]) : null;
  };

  const judge = (operator: Comparison, left: Code, right: Code): void => {
    const turned = left[0] === 'const';
    const literal = turned ? left : right;
    const subject = subjectOf(turned ? right : left);
    if (subject === null || literal[0] !== 'const') return;
    const comparison = turned ? TURNED[operator] : operator;
    if (canPass(comparison, subject.domain, literal[1])) return;
    const message = `${subject.called} ${WORDS[comparison]} ${shown(literal[1])}`;
    if (said.has(message)) return;
    said.add(message);
    report.warning('impossible-parameter', condition.span, message, `the tool takes ${describeDomain(subject.domain)} there`);
  };

  // Named conditions share their code, which binds each variable that it reads: what was said of it once is all there is to say.
  const seen = new Set<Code>();

  const walk = (code: Code): void => {
    if (seen.has(code)) return;
    seen.add(code);
    const operator = code[0];
    if (operator === 'all' || operator === 'any') {
      const [, slot, list, body] = code;
      walk(list);
      variables.set(slot, elementOf(subjectOf(list)));
      walk(body);
      return;
    }
    if (isComparison(operator)) judge(operator, code[1] as Code, code[2] as Code);
    for (const operand of operandsOf(code)) walk(operand);
  };
  walk(condition.code);
}

/** null where nothing is known, or nothing can be. */
function below(subject: Subject | null, names: readonly (string | number)[]): Subject | null {
  const domain = subject === null ? null : domainAt(subject.domain, names);
  if (subject === null || domain === null) return null;
  return {
    domain,
    called: subject.called + names.map((name) => (typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`)).join(''),
  };
}

/** null for a tuple, whose elements differ. */
function elementOf(list: Subject | null): Subject | null {
  if (list === null || list.domain.list === null || list.domain.list.fixed > 0) return null;
  return { domain: list.domain.list.at(0), called: `an element of ${list.called}` };
}

function canPass(comparison: Comparison, domain: Domain, literal: JsonValue): boolean {
  switch (comparison) {
    case 'eq':
      return holds(domain, literal);
    case 'in':
      if (typeof literal === 'string') return domain.text !== null;
      return !Array.isArray(literal) || literal.some((value: JsonValue) => holds(domain, value));
    case 'contains': {
      const { list, text } = domain;
      if (text !== null && typeof literal === 'string') return true;
      return list !== null && (list.fixed > 0 || (list.max > 0 && holds(list.at(0), literal)));
    }
    default:
      if (typeof literal !== 'number') return typeof literal !== 'string' || domain.text !== null;
      return clashOf({ kind: 'number', ...BOUNDS[comparison](literal) }, domain, []) === null;
  }
}

const BOUNDS = {
  lt: (below: number) => ({ below }),
  le: (max: number) => ({ max }),
  gt: (above: number) => ({ above }),
  ge: (min: number) => ({ min }),
} as const;

function shown(literal: JsonValue): string {
  const text = JSON.stringify(literal);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
