// Random Vault policies whose patterns collide: a tiny alphabet of segments in every class of pattern, every key a stanza may have. All of
// them are policies that Vault accepts; what is asked of them is request.ts's.

import type { JsonValue } from '@polc/runtime';
import fc from 'fast-check';
import { narrowPatterns, templatedPatterns, widePatterns } from './pattern.js';

export interface PolicyText {
  readonly text: string;
  readonly stanzas: readonly StanzaText[];
}

/** A stanza's text, and what requests near it are made of. */
export interface StanzaText {
  readonly text: string;
  readonly pattern: string;
  readonly capabilities: readonly string[];
  /** The parameters it speaks of, and the values it lists for them. */
  readonly names: readonly string[];
  readonly values: readonly JsonValue[];
}

type Part = Pick<StanzaText, 'text'> & Partial<StanzaText>;

// ---- Values of parameter lists

const STRINGS = ['x', 'y', 'X', 'xy', 'x*', '*x', '*x*', '*', '**', '', 'x,y', 'x*y', ' x', 'true', '1'];
const flatValues: fc.Arbitrary<JsonValue> = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...STRINGS) }, fc.boolean(), fc.constantFrom(0, 1, 2.5, -3));
const listValues: fc.Arbitrary<JsonValue> = fc.array(flatValues, { maxLength: 2 });
const objectValues: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.dictionary(fc.constantFrom('k', 'k', 'l', '__proto__'), flatValues, { maxKeys: 2, noNullPrototype: true }),
  fc.constantFrom({ k: { l: 'x' } }, { k: ['x'] }, {}),
);
const values = fc.oneof({ weight: 6, arbitrary: flatValues }, listValues, objectValues);

function hcl(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(hcl).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)} = ${hcl(inner as JsonValue)}`)
    .join(', ')} }`;
}

// ---- Keys of a stanza

export const PARAMETER_NAMES = ['a', 'b', 'A', 'x-y', 'policies', 'Token_Policies', '__proto__', 'constructor'] as const;

const CAPABILITIES = ['create', 'read', 'update', 'delete', 'list', 'sudo', 'patch', 'subscribe', 'recover'];
const capabilityLists = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...CAPABILITIES, 'read', 'list', 'update'), { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...CAPABILITIES, 'deny', 'deny'), { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant(CAPABILITIES) },
);

const capabilityPart = fc.oneof(
  { weight: 8, arbitrary: capabilityLists.map((list): Part => ({ text: `capabilities = ${hcl(list)}`, capabilities: list })) },
  { weight: 1, arbitrary: fc.constantFrom('read', 'write', 'sudo', 'deny', '').map((word): Part => ({ text: `policy = "${word}"` })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(capabilityLists, fc.constantFrom('read', 'write', 'sudo', 'deny'))
      .map(([list, word]): Part => ({ text: `policy = "${word}"\n  capabilities = ${hcl(list)}` })),
  },
  { weight: 1, arbitrary: fc.constant<Part>({ text: '' }) },
);

type Entry = readonly [name: string, values: JsonValue];

const wideEntries: fc.Arbitrary<Entry> = fc.tuple(
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...PARAMETER_NAMES) }, { weight: 1, arbitrary: fc.constant('*') }),
  fc.oneof({ weight: 6, arbitrary: fc.array(values, { maxLength: 3 }) }, { weight: 1, arbitrary: objectValues }),
);
const narrowEntries: fc.Arbitrary<Entry> = fc.tuple(
  fc.constantFrom('a', 'a', 'a', 'A', 'b', 'policies', '*'),
  fc.array(
    fc.oneof({ weight: 2, arbitrary: fc.constantFrom<JsonValue>('x', 'y', 'x*', '*', 'X', true, ['x'], { k: 'x' }) }, { weight: 1, arbitrary: values }),
    { maxLength: 3 },
  ),
);

function parameterPart(key: string, entry: fc.Arbitrary<Entry>): fc.Arbitrary<Part> {
  // Two keys that differ in case alone would be one parameter with Vault's choice of value.
  const entryLists = fc.uniqueArray(entry, { maxLength: 3, selector: ([name]) => name.toLowerCase() });
  return fc.tuple(entryLists, fc.constantFrom(' =', '')).map(([entries, assign]) => ({
    text: `${key}${assign} {\n${entries.map(([name, list]) => `    ${JSON.stringify(name)} = ${hcl(list)}\n`).join('')}  }`,
    names: entries.map(([name]) => name),
    values: entries.flatMap(([, list]) => (Array.isArray(list) ? (list as JsonValue[]) : [list])),
  }));
}

const TTLS = [
  { text: '5', seconds: 5 },
  { text: '"10s"', seconds: 10 },
  { text: '60.9', seconds: 60 },
  { text: '"1m"', seconds: 60 },
  { text: '"1d"', seconds: 86400 },
  { text: '"1h30m"', seconds: 5400 },
  { text: '0', seconds: 0 },
  { text: '""', seconds: 0 },
  { text: '"-5s"', seconds: -5 },
];
const ttlPart = fc.tuple(fc.option(fc.constantFrom(...TTLS)), fc.option(fc.constantFrom(...TTLS))).map(([min, max]): Part => {
  // Vault refuses a stanza whose maximum is below its minimum; merging makes such pairs all the same.
  const clash = min !== null && max !== null && min.seconds !== 0 && max.seconds !== 0 && max.seconds < min.seconds;
  const lines = [min === null ? '' : `min_wrapping_ttl = ${min.text}`, max === null || clash ? '' : `max_wrapping_ttl = ${max.text}`];
  return { text: lines.filter((line) => line !== '').join('\n  ') };
});

const requiredPart = fc
  .array(fc.constantFrom(...PARAMETER_NAMES), { maxLength: 2 })
  .map((names): Part => ({ text: `required_parameters = ${hcl(names)}`, names }));
const mfaPart = fc.array(fc.constantFrom('m2', 'm1', 'M1', ''), { maxLength: 3 }).map((names): Part => ({ text: `mfa_methods = ${hcl(names)}` }));
const otherParts = fc
  .constantFrom(
    'comment = ["anything"]',
    'subscribe_event_types = ["kv*", "*"]',
    'control_group { factor "f" { identity { group_names = ["g"] approvals = 1 } } }',
    'control_group = { ttl = "4h"  max_ttl = true  factor "f" { identity { group_ids = ["i"]  approvals = 2 } }  factor "g" { identity { group_names = ["h"]  approvals = 1 } } }',
  )
  .map((text): Part => ({ text }));

function sometimes(part: fc.Arbitrary<Part>, outOf: number): fc.Arbitrary<Part> {
  return fc.oneof({ weight: outOf - 1, arbitrary: fc.constant<Part>({ text: '' }) }, { weight: 1, arbitrary: part });
}

const wideBodies: fc.Arbitrary<readonly Part[]> = fc.tuple(
  capabilityPart,
  sometimes(parameterPart('allowed_parameters', wideEntries), 3),
  sometimes(parameterPart('denied_parameters', wideEntries), 4),
  sometimes(requiredPart, 5),
  sometimes(ttlPart, 6),
  sometimes(mfaPart, 6),
  sometimes(otherParts, 8),
);

/** Those whose operations look at parameters, and one whose does not. */
const MEETING = ['create', 'read', 'update', 'patch', 'recover', 'list'];
const meeting: Part = { text: `capabilities = ${hcl(MEETING)}`, capabilities: MEETING };

const narrowBodies: fc.Arbitrary<readonly Part[]> = fc.tuple(
  fc.oneof({ weight: 5, arbitrary: fc.constant(meeting) }, { weight: 1, arbitrary: capabilityPart }),
  sometimes(parameterPart('allowed_parameters', narrowEntries), 2),
  sometimes(parameterPart('denied_parameters', narrowEntries), 3),
  sometimes(requiredPart, 8),
  sometimes(ttlPart, 8),
  sometimes(mfaPart, 4),
  sometimes(otherParts, 6),
);

function stanzas(patterns: fc.Arbitrary<string>, bodies: fc.Arbitrary<readonly Part[]>): fc.Arbitrary<StanzaText> {
  return fc.tuple(patterns, bodies).map(([pattern, parts]) => ({
    pattern,
    text: `path ${JSON.stringify(pattern)} {\n${parts
      .filter(({ text }) => text !== '')
      .map(({ text }) => `  ${text}\n`)
      .join('')}}\n`,
    capabilities: parts.flatMap((part) => part.capabilities ?? []),
    names: parts.flatMap((part) => part.names ?? []),
    values: parts.flatMap((part) => part.values ?? []),
  }));
}

function policies(stanza: fc.Arbitrary<StanzaText>): fc.Arbitrary<readonly PolicyText[]> {
  const policy = fc.array(stanza, { maxLength: 6 }).map((list): PolicyText => ({ text: list.map(({ text }) => text).join('\n'), stanzas: list }));
  return fc.array(policy, { minLength: 1, maxLength: MAX_POLICIES });
}

export const MAX_POLICIES = 3;

/** Policies that compete for paths, policies whose stanzas merge, and policies with a template in every pattern. */
export const policySets: fc.Arbitrary<readonly PolicyText[]> = fc.oneof(
  { weight: 5, arbitrary: policies(stanzas(widePatterns, wideBodies)) },
  { weight: 3, arbitrary: policies(stanzas(narrowPatterns, narrowBodies)) },
  { weight: 2, arbitrary: policies(stanzas(templatedPatterns, wideBodies)) },
);
