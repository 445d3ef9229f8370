// Which attributes exist, and of what type they are (grammar/spec.md §7.3): the built-in ones, those the schema declares, and in open roots any
// that is not a slip of a built-in one.

import { nearest, type Span } from '@polc/grammar';
import { type Names, ROOTS, type Root } from '@polc/runtime';
import type { AttributeType } from '../model/blocks.js';
import type { Reporter } from '../model/report.js';
import type { Vocabulary } from '../model/vocabulary.js';
import { type Access, from } from './access.js';
import type { Context } from './context.js';
import { over, type Typed } from './typed.js';
import { isListType, isTime, memberType, showType, type Type, typeOf } from './types.js';
import { quote, suggest } from './wording.js';

const BUILT_IN: Readonly<Record<Root, Readonly<Record<string, AttributeType>>>> = {
  agent: { id: 'string', type: 'string', owner: 'string', metadata: 'map' },
  user: { id: 'string', groups: 'list(string)', mfa: 'boolean' },
  delegation: {
    ...{ mode: 'string', id: 'string', depth: 'number', consent: 'string', consent_age: 'duration' },
    ...{ scopes: 'list(string)', purposes: 'list(string)' },
  },
  parameters: {},
  target: { sensitivity: 'string', system: 'string' },
  context: { time: 'timestamp', ip: 'string', country: 'string', region: 'string', lat: 'number', lon: 'number', risk: 'number' },
  session: { id: 'string' },
  request: { operation: 'string', path: 'string', purpose: 'string' },
};

/** The type that a built-in attribute has whatever a schema says. */
export function builtInType(root: Root, name: string): AttributeType | undefined {
  return Object.hasOwn(BUILT_IN[root], name) ? BUILT_IN[root][name] : undefined;
}

/** Have their built-in names and no other, whatever the schema is. */
const CLOSED: ReadonlySet<Root> = new Set(['delegation', 'request']);

export const isRoot = (word: string): word is Root => (ROOTS as readonly string[]).includes(word);

/** `access` starts with a root. null when there is no such attribute; it has then been reported. */
export function compileAttribute(access: Access, context: Context): Typed | null {
  const found = resolveAttribute(access, context);
  if (found === null) return null;
  const [root, ...names] = access.names as readonly [Root, ...Names];
  const read = over([], ['read', root, ...names], found);
  return isTime(found) ? over([read], [found, read.code], found) : read;
}

/** The type of an attribute, with its existence checked. */
export function resolveAttribute(access: Access, { vocabulary, report }: Context): Type | null {
  const [root, name] = access.names as readonly [Root, string | number | undefined];
  const span = access.spans[1] ?? access.span;
  if (name === undefined) {
    const first = Object.keys(BUILT_IN[root])[0];
    report.error(
      'unknown-attribute',
      access.span,
      `${root} alone is no value`,
      `name what is meant of it${first === undefined ? '' : `, such as ${root}.${first}`}`,
    );
    return null;
  }
  if (typeof name === 'number') {
    report.error('unknown-attribute', span, `${root} is no list`, `its attributes have names: ${root}.name`);
    return null;
  }
  if (root === 'parameters' && vocabulary.parameters !== null) return parameterType(access, vocabulary.parameters(access.names.slice(1)), { report });
  const declared = vocabulary.schema.attributes.get(root);
  const builtIn = BUILT_IN[root];
  const type = Object.hasOwn(builtIn, name) ? builtIn[name] : declared?.get(name)?.type;
  if (type === undefined) {
    const fault = unknown(root, name, declared, report);
    if (fault !== null) {
      report.error('unknown-attribute', span, fault.message, fault.help);
      return null;
    }
  }
  return descend(access, 2, type === undefined ? 'any' : typeOf(type), { report });
}

function parameterType(access: Access, type: AttributeType | null, { report }: Pick<Context, 'report'>): Type | null {
  if (type !== null) return typeOf(type);
  const [, first, last] = [access.spans[0], access.spans[1], access.spans.at(-1)] as readonly [Span, Span, Span];
  const path = access.names.slice(1).join('.');
  report.error(
    'unknown-tool-parameter',
    from(first, last),
    `the tool has no parameter ${quote(path)}`,
    "its parameters are those of its inputSchema's properties",
  );
  return null;
}

/** Null when an attribute of this name may exist. */
function unknown(
  root: Root,
  name: string,
  declared: ReadonlyMap<string, unknown> | undefined,
  report: Reporter,
): { message: string; help: string | undefined } | null {
  const builtIn = Object.keys(BUILT_IN[root]);
  const message = `${root} has no attribute ${quote(name)}`;
  if (CLOSED.has(root)) return { message, help: suggest(name, builtIn, 'its attributes') };
  if (declared !== undefined && declared.size > 0) {
    const near = report.mayLookThrough(declared.size) ? nearest(name, [...builtIn, ...declared.keys()]) : undefined;
    const shown = () => [...builtIn, ...take(declared.keys(), 20)].slice(0, 20).join(', ');
    return { message, help: near === undefined ? `schema { ${root} { … } } declares what it has: ${shown()}` : `did you mean ${near}?` };
  }
  // WHY not short ones: nearly all of two letters are a slip from each other.
  const meant = name.length < 3 ? undefined : builtIn.find((each) => each.length > 2 && isOneSlip(name, each));
  return meant === undefined ? null : { message, help: `did you mean ${meant}? One that is really called so is declared in schema { ${root} { … } }` };
}

function* take(names: Iterable<string>, count: number): Generator<string> {
  for (const name of names)
    if (count-- > 0) yield name;
    else return;
}

/** The type of what lies below, name by name; of a variable too. */
export function descend(access: Access, at: number, type: Type, { report }: Pick<Context, 'report'>): Type | null {
  let found = type;
  for (let i = at; i < access.names.length; i++) {
    const name = access.names[i] as string | number;
    const next = memberType(found, name);
    if (next === null) {
      report.error(
        'type-mismatch',
        access.spans[i] as Span,
        `${showType(found)} has no ${typeof name === 'number' ? 'elements' : `part ${quote(name)}`}`,
        helpFor(found, name),
      );
      return null;
    }
    found = next;
  }
  return found;
}

function helpFor(type: Type, name: string | number): string | undefined {
  if (name === 'length' || name === 'size') return 'write length(…)';
  if (isListType(type)) return 'its elements are [0], [1] and so on; any(x, list, …) looks at all of them';
  return type === 'map' ? 'a map takes names: ["name"]' : undefined;
}

/** One insertion, deletion, substitution or swap of neighbours; and letter case. The slips that `nearest` counts. */
function isOneSlip(word: string, known: string): boolean {
  const [a, b] = [word.toLowerCase(), known.toLowerCase()];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && left === [...right].reverse().join(''));
}

/** The roots, for a did-you-mean. */
export const rootWords = (vocabulary: Vocabulary): readonly string[] => (vocabulary.conditions.size > 0 ? [...ROOTS, 'condition'] : ROOTS);
