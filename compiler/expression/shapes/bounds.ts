// Bounds of strings, numbers and lists, and those that no value can keep.

import type { Expression, Span } from '@polc/grammar';
import type { NumberShape, StringShape } from '@polc/runtime';
import type { Reporter } from '../../model/report.js';
import { literalNumber, literalText, type Text } from '../functions/literals.js';
import { soundPatterns } from '../functions/text.js';
import type { Arguments } from './arguments.js';

export type Bounds = Readonly<Record<string, number>>;

/** Counts: whole numbers from 0. The arguments that are there; null after an error. */
export function refuseCrossed({ named }: Arguments, least: string, most: string, report: Reporter): Bounds | null {
  const found: Record<string, number> = {};
  let sound = true;
  for (const name of [least, most]) {
    const expression = named.get(name);
    if (expression === undefined) continue;
    const number = literalNumber(expression, name, { report });
    if (number !== null && (number.value < 0 || !Number.isInteger(number.value))) {
      report.error('wrong-type', number.span, `${name} must be a whole number from 0, not ${number.value}`);
      sound = false;
    } else if (number === null) sound = false;
    else found[name] = number.value;
  }
  const [low, high] = [found[least], found[most]];
  if (low !== undefined && high !== undefined && low > high) {
    report.error('impossible-shape', (named.get(most) as Expression).span, `${most} is less than ${least}: nothing has this shape`);
    return null;
  }
  return sound ? found : null;
}

export function readStringShape(given: Arguments, report: Reporter): StringShape | null {
  const lengths = refuseCrossed(given, 'min_length', 'max_length', report);
  const globs = readPatterns(given.named.get('glob'), 'glob', report);
  const patterns = readPatterns(given.named.get('matches'), 'matches', report);
  if (lengths === null || globs === null || patterns === null) return null;
  return { kind: 'string', ...lengths, ...(globs.length > 0 ? { globs } : {}), ...(patterns.length > 0 ? { patterns } : {}) };
}

/** Empty when there is no such argument; null after an error. */
function readPatterns(expression: Expression | undefined, kind: 'glob' | 'matches', report: Reporter): readonly string[] | null {
  if (expression === undefined) return [];
  const all = expression.kind === 'list' ? expression.elements : [expression];
  if (all.length === 0) {
    report.error('empty-list', expression.span, `the list of ${kind} is empty`, 'of an empty list nothing can match: leave it out');
    return null;
  }
  const texts = all.map((each) => literalText(each, `a pattern of ${kind}`, { report }));
  const sound = texts.filter((each): each is Text => each !== null);
  return sound.length < texts.length ? null : soundPatterns(sound, kind, { report });
}

const NUMBERS = ['min', 'max', 'above', 'below', 'multiple_of'] as const;

export function readNumberShape({ named, span }: Arguments, integer: boolean, report: Reporter): NumberShape | null {
  const found: Partial<Record<(typeof NUMBERS)[number], number>> = {};
  let sound = true;
  for (const name of NUMBERS) {
    const expression = named.get(name);
    const number = expression === undefined ? undefined : literalNumber(expression, name, { report });
    if (number === null) sound = false;
    else if (number !== undefined) found[name] = number.value + 0;
    if (name !== 'multiple_of' || number == null || number.value > 0) continue;
    report.error('wrong-type', number.span, `multiple_of must be above 0, not ${number.value}`);
    sound = false;
  }
  if (!sound) return null;
  const fault = impossible(found, integer);
  if (fault !== null) {
    report.error('impossible-shape', placeOf(fault.names, named, span), fault.message, 'widen the bounds');
    return null;
  }
  return { kind: 'number', ...(integer ? { integer } : {}), ...found };
}

const placeOf = (names: readonly string[], named: Arguments['named'], otherwise: Span): Span => {
  const last = names.map((name) => named.get(name)?.span).filter((span) => span !== undefined);
  return last.reduce<Span | null>((latest, span) => (latest === null || span.start > latest.start ? span : latest), null) ?? otherwise;
};

function impossible(bounds: Omit<NumberShape, 'kind'>, integer: boolean): { readonly names: readonly string[]; readonly message: string } | null {
  const { min, max, above, below } = bounds;
  for (const [low, high, isEmpty] of [
    ['min', 'max', (a: number, b: number) => a > b],
    ['min', 'below', (a: number, b: number) => a >= b],
    ['above', 'max', (a: number, b: number) => a >= b],
    ['above', 'below', (a: number, b: number) => a >= b],
  ] as const) {
    const [a, b] = [bounds[low], bounds[high]];
    if (a !== undefined && b !== undefined && isEmpty(a, b)) {
      return { names: [low, high], message: `no number is ${low === 'min' ? 'at least' : 'above'} ${a} and ${high === 'max' ? 'at most' : 'below'} ${b}` };
    }
  }
  if (!integer) return null;
  const first = Math.max(min === undefined ? Number.NEGATIVE_INFINITY : Math.ceil(min), above === undefined ? Number.NEGATIVE_INFINITY : Math.floor(above) + 1);
  const last = Math.min(max === undefined ? Number.POSITIVE_INFINITY : Math.floor(max), below === undefined ? Number.POSITIVE_INFINITY : Math.ceil(below) - 1);
  return first > last ? { names: ['min', 'max', 'above', 'below'], message: 'no whole number lies within these bounds' } : null;
}
