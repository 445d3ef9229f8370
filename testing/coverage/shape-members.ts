// The members of a `parameters` block as atoms: each is true where the request's parameter has the shape, false where it has not or is missing.

import type { Parameters } from '@polc/compiler';
import { hasShape, type JsonObject, type JsonValue, type LoadedObjectShape } from '@polc/runtime';
import type { MemberAtom } from './catalogue.js';
import { FALSE, TRUE, type Truth } from './plan.js';

/** In the order of the block; the last is about all other parameters. */
export function shapeAtoms({ shape, spans, span }: Parameters): MemberAtom[] {
  const named = shape.members.map(([name, optional, { kind }]) => ({
    text: name,
    span: spans.get(name) ?? span,
    canBe: { true: true, false: !(optional && kind === 'any') },
  }));
  const { extra } = shape;
  const others = { text: extra === undefined ? '(no other parameter)' : '"*"', span, canBe: { true: true, false: extra?.kind !== 'any' } };
  return [...named, others];
}

/** The truth of each member, and whether the request had anything to say to it: what may be absent passes, and shows nothing. */
export function askShape({ members, extra }: LoadedObjectShape, data: JsonObject | null, values: Truth[], seen: boolean[]): Truth {
  const given = data ?? {};
  let truth: Truth = TRUE;
  const say = (passes: boolean, shows: boolean) => {
    values.push(passes ? TRUE : FALSE);
    seen.push(shows);
    if (!passes) truth = FALSE;
  };
  for (const [name, { optional, shape }] of members) {
    const there = Object.hasOwn(given, name);
    const passes = there ? hasShape(shape, given[name] as JsonValue) : optional;
    say(passes, there || !optional);
  }
  const others = Object.keys(given).filter((name) => !members.has(name));
  say(
    others.every((name) => extra !== undefined && hasShape(extra, given[name] as JsonValue)),
    extra === undefined || others.length > 0,
  );
  return truth;
}
