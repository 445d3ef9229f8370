// Functions of time: conversion, and the wall clock of a zone.

import type { Expression } from '@polc/grammar';
import { nearest } from '@polc/grammar';
import { durationOf, instantOf } from '@polc/runtime';
import { type Hours, type Parsed, parseDays, parseHours, windowsOf } from '../../zones/windows.js';
import { zoneNames, zoneOf } from '../../zones/zones.js';
import { convert, timeHelp } from '../compare.js';
import type { Context } from '../context.js';
import { constant, constantOf, over, type Typed } from '../typed.js';
import { showType } from '../types.js';
import { quote } from '../wording.js';
import { literalText, literalTexts, type Text } from './literals.js';
import type { Signature } from './signature.js';

const CONVERSIONS = {
  timestamp: {
    shown: 'timestamp("2026-01-01T00:00:00Z")',
    code: 'invalid-timestamp',
    help: 'write it as RFC 3339 has it, with seconds and an offset: "2026-01-01T00:00:00Z"',
    read: instantOf,
  },
  duration: {
    shown: 'duration("1h30m")',
    code: 'invalid-duration',
    help: 'write seconds (300), days ("2d") or a duration such as "1h30m", without blanks',
    read: durationOf,
  },
} as const;

/** Literals become numbers of milliseconds here; the rest at each request. */
const conversion = (type: 'timestamp' | 'duration'): Signature => ({
  shown: CONVERSIONS[type].shown,
  least: 1,
  most: 1,
  compile([first], { report, compile }) {
    const expression = first as Expression;
    const value = compile(expression);
    if (value === null || value.type === type) return value;
    if (value.type !== 'any' && value.type !== 'string' && value.type !== 'number') {
      report.error('type-mismatch', expression.span, `${type} needs a string or a number, not ${showType(value.type)}`);
      return null;
    }
    const literal = constantOf(value);
    if (literal === undefined) return convert(value, type);
    const { code, help, read } = CONVERSIONS[type];
    const found = read(literal);
    if (typeof found === 'number') return constant(found, type);
    report.error(code, expression.span, `${typeof literal === 'string' ? quote(literal) : String(literal)} is no ${type}`, help);
    return null;
  },
});

const withinHours: Signature = {
  shown: 'within_hours(context.time, "Europe/Berlin", ["mon-fri"], ["09:00-17:00"])',
  least: 3,
  most: 4,
  compile([first, second, third, fourth], context) {
    const at = compileInstant(first as Expression, context);
    const zone = readZone(second as Expression, context);
    const days = readAll(third as Expression, 'days', 'invalid-days', parseDays, context);
    const hours = fourth === undefined ? [] : readAll(fourth, 'hours', 'invalid-hours', parseHours, context);
    if (at === null || zone === null || days === null || hours === null) return null;
    return over([at], ['hours', at.code, zone, ...windowsOf(days, hours satisfies readonly Hours[])], 'boolean');
  },
};

function compileInstant(expression: Expression, context: Context): Typed | null {
  const value = context.compile(expression);
  if (value === null || value.type === 'timestamp') return value;
  if (value.type === 'any') return convert(value, 'timestamp');
  context.report.error('type-mismatch', expression.span, `within_hours needs a timestamp, not ${showType(value.type)}`, timeHelp('timestamp', value.type));
  return null;
}

function readZone(expression: Expression, context: Context): string | null {
  const name = literalText(expression, 'a time zone', context);
  if (name === null || zoneOf(name.text) !== null) return name?.text ?? null;
  const zones = zoneNames();
  const near = context.report.mayLookThrough(zones.length) ? nearest(name.text, zones) : undefined;
  const help = near === undefined ? 'zones have the names of the IANA database, such as "Europe/Berlin" and "UTC"' : `did you mean ${quote(near)}?`;
  context.report.error('unknown-time-zone', name.span, `there is no time zone ${quote(name.text)}`, help);
  return null;
}

function readAll<T>(expression: Expression, what: string, code: string, parse: (text: string) => Parsed<T>, context: Context): readonly T[] | null {
  const texts = literalTexts(expression, `an element of ${what}`, context);
  if (texts === null) return null;
  const values: T[] = [];
  for (const { text, span } of texts satisfies readonly Text[]) {
    const parsed = parse(text);
    if ('fault' in parsed) context.report.error(code, span, parsed.fault.message, parsed.fault.help);
    else values.push(parsed.value);
  }
  return values.length < texts.length ? null : values;
}

export const TIME: Readonly<Record<string, Signature>> = { timestamp: conversion('timestamp'), duration: conversion('duration'), within_hours: withinHours };
