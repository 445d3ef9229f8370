// A word in an expression: a variable, an attribute of a root, a named condition, or nothing anyone knows.

import type { Expression, Span } from '@polc/grammar';
import { nearest } from '@polc/grammar';
import { type Access, accessOf, from } from './access.js';
import { compileAttribute, descend, isRoot, rootWords } from './attributes.js';
import type { Context } from './context.js';
import { over, type Typed } from './typed.js';
import { quote, suggest } from './wording.js';

/** A reference, or an index of whatever. */
export function compileReference(expression: Expression, context: Context): Typed | null {
  const access = accessOf(expression);
  if (access === null) {
    context.report.error('type-mismatch', expression.span, 'only attributes and variables have parts', 'write the attribute itself: context.scopes[0]');
    return null;
  }
  const first = access.names[0] as string;
  const slot = context.variables.findIndex(({ name }) => name === first);
  if (slot >= 0) return compileVariable(slot, access, context);
  if (isRoot(first)) return compileAttribute(access, context);
  if (first === 'condition') return compileNamed(access, context);
  refuse(first, access, context);
  return null;
}

function compileVariable(slot: number, access: Access, context: Context): Typed | null {
  const variable = context.variables[slot];
  const type = variable === undefined ? null : descend(access, 1, variable.type, context);
  return type === null ? null : over([], ['var', slot, ...access.names.slice(1)], type);
}

function compileNamed(access: Access, context: Context): Typed | null {
  const { report, vocabulary } = context;
  const [, name, more] = access.names;
  const known = () => [...vocabulary.conditions.keys()];
  if (typeof name !== 'string') {
    report.error('unknown-condition', access.span, 'condition alone is no value', suggest('', known(), 'the named conditions') ?? 'write condition.name');
    return null;
  }
  const span = access.spans[1] as Span;
  if (more !== undefined) {
    const at = from(access.spans[2] as Span, access.spans.at(-1) as Span);
    report.error('type-mismatch', at, 'a condition has no parts', 'a name with dots or dashes is written condition["a.b"]');
    return null;
  }
  if (vocabulary.conditions.has(name)) return context.condition(name, access.span);
  const help =
    suggest(name, report.mayLookThrough(vocabulary.conditions.size) ? known() : [], 'the named conditions') ?? `define it: condition ${quote(name)} { … }`;
  report.error('unknown-condition', span, `there is no condition ${quote(name)}`, help);
  return null;
}

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['null', 'there is no null: has(…) asks whether an attribute is there'],
  ['nil', 'there is no nil: has(…) asks whether an attribute is there'],
  ['now', 'the time is context.time'],
]);

function refuse(first: string, access: Access, { report, variables, vocabulary }: Context): void {
  const words = [...variables.map(({ name }) => name), ...rootWords(vocabulary)];
  const near = nearest(first, words);
  const quoted = `a string is written in quotes: ${quote(first)}`;
  const bare = access.names.length === 1;
  const slip = near === undefined ? undefined : `did you mean ${near}?`;
  // A bare word next to a root is rather a string: roots are no values.
  const help = FOREIGN.get(first) ?? (bare && (near === undefined || isRoot(near)) ? quoted : slip);
  report.error(
    'unknown-root',
    bare ? access.span : (access.spans[0] as Span),
    bare ? `nothing here is called ${quote(first)}` : `there are no attributes of ${quote(first)}`,
    help ?? `attributes start with ${words.join(', ')}`,
  );
}
