// Vault's parameter lists as atoms: each key is true where it lets the request pass, false where it refuses it. A key that the request says nothing to
// passes, and shows nothing.

import type { ParameterRule, Stanza } from '@polc/compiler';
import { type Alternative, checkParameters, type JsonObject, type ParameterMap, type Terms, toLower } from '@polc/runtime';
import type { MemberAtom } from './catalogue.js';
import { FALSE, TRUE, type Truth } from './plan.js';

/** Required, denied, allowed keys in this order; the last is about parameters that no allowed key names. */
export function listAtoms({ required, denied, allowed, head }: Stanza): MemberAtom[] {
  const both = { true: true, false: true };
  return [
    ...required.map(({ name, span }) => ({ text: `required ${name}`, span, canBe: both })),
    ...(denied ?? []).map(({ written, span }) => ({ text: `denied ${written}`, span, canBe: both })),
    ...(allowed ?? []).map((rule) => ({ text: `allowed ${rule.written}`, span: rule.span, canBe: { true: true, false: isNarrow(rule) } })),
    ...(isClosed(allowed) ? [{ text: '(no other parameter)', span: head, canBe: both }] : []),
  ];
}

function isNarrow({ values, name }: ParameterRule): boolean {
  return values.length > 0 && name !== '*';
}

function isClosed(allowed: Stanza['allowed']): boolean {
  return allowed !== null && !allowed.some(({ name }) => name === '*');
}

/** Judged by the lists of the alternative, which is what decides; the atoms are those of one of its stanzas. */
export function askLists({ required, denied, allowed }: Stanza, merged: Alternative, data: JsonObject | null, values: Truth[], seen: boolean[]): Truth {
  const given = data ?? {};
  let truth: Truth = TRUE;
  const say = (passes: boolean, shows: boolean) => {
    values.push(passes ? TRUE : FALSE);
    seen.push(shows);
    if (!passes) truth = FALSE;
  };
  const passes = (terms: Partial<Pick<Terms, 'required' | 'allowed' | 'denied'>>, some: JsonObject) =>
    checkParameters({ ...merged, required: [], allowed: null, denied: null, ...terms }, some) === null;
  for (const { name } of required) say(passes({ required: [name] }, given), true);
  for (const { name } of denied ?? []) {
    const rule = new Map([[name, merged.denied?.get(name) ?? []]]);
    const named = name === '*' ? given : ofName(given, name);
    say(passes({ denied: rule }, named), Object.keys(given).length > 0);
  }
  for (const { name } of allowed ?? []) {
    const rule: ParameterMap = new Map([[name, merged.allowed?.get(name) ?? []]]);
    const named = name === '*' ? {} : ofName(given, name);
    say(passes({ allowed: rule }, named), name === '*' ? Object.keys(given).length > 0 : Object.keys(named).length > 0);
  }
  if (isClosed(allowed)) say(passes({ allowed: merged.allowed }, unknownTo(given, merged.allowed)), true);
  return truth;
}

function ofName(given: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([key]) => toLower(key) === name));
}

function unknownTo(given: JsonObject, allowed: ParameterMap | null): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([key]) => allowed?.has(toLower(key)) === false));
}
