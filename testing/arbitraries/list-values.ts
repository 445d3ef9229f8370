// Parameters at the edges of Vault's lists: values they hold, texts that their globs take, and slips of both.

import type { ParameterRule, ParameterValue, Stanza } from '@polc/compiler';
import type { JsonObject, JsonValue } from '@polc/runtime';
import type { Random } from 'fast-check';
import { once, percent, pick } from './chance.js';

type Lists = Pick<Stanza, 'allowed' | 'denied' | 'required'>;

export function hasLists({ allowed, denied, required }: Lists): boolean {
  return allowed !== null || denied !== null || required.length > 0;
}

/** Data that the lists let pass, as a rule; in `faults` of a hundred something is wrong with it. */
export function listedParameters({ allowed, denied, required }: Lists, random: Random, faults: number): JsonObject {
  const made: Record<string, JsonValue> = {};
  const wrong = percent(random, faults) ? pick(random, ['absent', 'more', 'value', 'denied'] as const) : null;
  const put = (name: string, value: JsonValue) => Object.defineProperty(made, name, { value, enumerable: true, writable: true, configurable: true });
  const ruleOf = (name: string) => allowed?.find((rule) => rule.name === name.toLowerCase()) ?? null;
  for (const { name } of required) put(name.toLowerCase(), valueFor(ruleOf(name), random, wrong === 'value'));
  for (const rule of allowed ?? []) if (rule.name !== '*' && once(random, 2)) put(rule.name, valueFor(rule, random, wrong === 'value' && once(random, 2)));
  if (wrong === 'more') put('more', 'x');
  if (wrong === 'denied' && denied !== null && denied.length > 0) {
    const rule = pick(random, denied);
    put(rule.name === '*' ? 'x' : rule.name, valueFor(rule, random, false));
  }
  const [first] = required;
  if (wrong === 'absent' && first !== undefined) delete made[first.name.toLowerCase()];
  return made;
}

function valueFor(rule: ParameterRule | null, random: Random, slip: boolean): JsonValue {
  const value = rule === null || rule.values.length === 0 ? undefined : plain(pick(random, rule.values), random);
  if (value === undefined) return slip ? '' : 'x';
  if (!slip) return once(random, 12) && typeof value === 'string' ? `${value},${value}` : value;
  if (typeof value !== 'string') return String(value);
  return pick(random, [`${value}x`, value.slice(0, -1), value.toUpperCase() === value ? value.toLowerCase() : value.toUpperCase(), [value, 'x'], `x${value}`]);
}

/** What equals it; of a text with a star at an end, what the star lets in. */
function plain(value: ParameterValue, random: Random): JsonValue | undefined {
  switch (value.kind) {
    case 'string': {
      const { value: text } = value;
      if (text.length < 2) return text;
      const [open, closed] = [text.startsWith('*'), text.endsWith('*')];
      const inner = text.slice(open ? 1 : 0, closed ? -1 : undefined);
      return `${open && once(random, 2) ? 'x' : ''}${inner}${closed && once(random, 2) ? 'x' : ''}`;
    }
    case 'list':
      return value.elements.map((element) => plain(element, random) ?? null);
    case 'object':
      return Object.fromEntries(value.entries.map(([name, inner]) => [name, plain(inner, random) ?? null]));
    case 'never':
      return undefined;
    default:
      return value.value;
  }
}
