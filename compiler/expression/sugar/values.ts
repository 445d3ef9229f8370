// The values of sugar as literals of expressions: a string, number or boolean, or a list of them that is not empty.

import type { Expression, Value } from '@polc/grammar';
import type { Reporter } from '../../model/report.js';
import { list, literal } from './build.js';

const KINDS: Readonly<Record<Value['kind'], string>> = {
  ...{ string: 'a string', number: 'a number', boolean: 'true or false', null: 'null', list: 'a list', object: 'a block', expression: 'an expression' },
};

export type Wanted = 'string' | 'number' | 'boolean' | 'duration' | 'scalar';

const WORDS: Readonly<Record<Wanted, string>> = {
  ...{
    string: 'a string',
    number: 'a number',
    boolean: 'true or false',
    duration: 'a number of seconds or a duration in quotes',
    scalar: 'a string, number or boolean',
  },
};

const TAKES: Readonly<Record<Wanted, readonly Value['kind'][]>> = {
  ...{ string: ['string'], number: ['number'], boolean: ['boolean'], duration: ['string', 'number'], scalar: ['string', 'number', 'boolean'] },
};

/** null, with a fault, for anything else. */
export function scalarOf(value: Value, name: string, wanted: Wanted, report: Reporter): Expression | null {
  if (value.kind === 'list') {
    report.error('wrong-type', value.span, `${name} must be ${WORDS[wanted]}, not a list`);
    return null;
  }
  return elementOf(value, name, wanted, report);
}

/** A list says "any of"; a single value may stand for a list of one. */
export function valuesOf(value: Value, name: string, wanted: Wanted, report: Reporter): Expression | null {
  if (value.kind !== 'list') return elementOf(value, name, wanted, report);
  if (value.elements.length === 0) {
    report.error('empty-list', value.span, `the list of ${name} is empty`, 'an empty list decides nothing: write its elements, or leave it out');
    return null;
  }
  const elements = value.elements.map((element) => elementOf(element.value, `an element of ${name}`, wanted, report));
  const whole = elements.filter((each) => each !== null);
  return whole.length < elements.length ? null : list(whole, value.span);
}

function elementOf(value: Value, name: string, wanted: Wanted, report: Reporter): Expression | null {
  if (!TAKES[wanted].includes(value.kind)) {
    report.error('wrong-type', value.span, `${name} must be ${WORDS[wanted]}, not ${KINDS[value.kind]}`);
    return null;
  }
  if (value.kind === 'string' || value.kind === 'boolean') return literal(value.value, value.span);
  if (value.kind !== 'number') return null;
  const exact = value.fault === undefined && Number.isFinite(value.value) && (!Number.isInteger(value.value) || Number.isSafeInteger(value.value));
  if (exact) return literal(value.value, value.span);
  report.error('number-out-of-range', value.span, 'numbers beyond ±2^53 cannot be compared exactly', 'write it in quotes if it is a name');
  return null;
}
