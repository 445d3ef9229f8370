// A time window that leaves nothing out: it is true whenever the time is known.

import type { Expression } from '@polc/grammar';
import { parseDays, parseHours, windowsOf } from '../../zones/windows.js';
import type { Rule } from '../rule.js';
import { visitExpression, writtenConditions } from '../words-of.js';

export const wholeWeekWindow: Rule = {
  id: 'whole-week-window',
  reach: 'file',
  severity: 'warning',
  summary: 'days and hours that are all days and hours',
  check(context) {
    for (const { file, condition } of writtenConditions(context.model)) {
      visitExpression(condition.expression, (part) => {
        if (part.kind !== 'call' || part.name !== 'within_hours' || !isWholeWeek(part.arguments.map(({ value }) => value))) return;
        context.report({
          file,
          span: part.span,
          message: 'these days and hours are the whole week: they restrict nothing',
          help: 'name the days and hours that are meant, or leave them out',
        });
      });
    }
  },
};

const WEEK = 7 * 24 * 60;

function isWholeWeek([, , days, hours]: readonly Expression[]): boolean {
  const ranges = textsOf(days).map(parseDays);
  const intervals = textsOf(hours).map(parseHours);
  if ([...ranges, ...intervals].some((each) => 'fault' in each)) return false;
  const soundOf = <T>(each: { readonly value: T } | { readonly fault: unknown }) => ('value' in each ? [each.value] : []);
  const windows = windowsOf(ranges.flatMap(soundOf), intervals.flatMap(soundOf));
  return windows.length === 2 && windows[0] === 0 && windows[1] === WEEK;
}

function textsOf(expression: Expression | undefined): readonly string[] {
  const all = expression?.kind === 'list' ? expression.elements : expression === undefined ? [] : [expression];
  return all.flatMap((each) => (each.kind === 'literal' && typeof each.value === 'string' ? [each.value] : []));
}
