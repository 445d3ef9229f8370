// What is in a bundle, for people.

import { counted } from './counted.js';
import { quoted } from './decision-text.js';
import { BLOCKS, type BlockName, type InspectedPolicy, type Inspection } from './inspect-bundle.js';
import type { PlainStanza } from './plain-stanza.js';
import { visible } from './visible.js';

/** Ends in a line end. */
export function inspectionText(inspection: Inspection): string {
  const { revision, compiler, format_version, bytes, signature, sections, counts, zones, policies, scopes, blocks, schema } = inspection;
  const key = signature === null ? 'none' : `by key ${visible(signature.key_id)}, ${signature.verified === true ? 'good' : 'not verified (--verify)'}`;
  const out = [
    `revision   ${revision}`,
    `compiler   ${visible(compiler)}, format ${format_version}`,
    `signature  ${key}`,
    `size       ${bytes} bytes: ${sections.map((each) => `${visible(each.name)} ${each.bytes}`).join(', ')}`,
    `holds      ${held(counts)}`,
    ...(zones.names.length === 0 ? [] : [`zones      ${visible(zones.names.join(', '))} (tzdata ${visible(zones.tzdata)})`]),
    ...Object.entries(schema.operations).map(([word, operation]) => `operation  ${quoted(word)} is ${visible(operation)}`),
    ...Object.entries(schema.subjects).map(([type, form]) => `subject    ${quoted(type)} is ${form === 'user' ? 'a user' : 'an agent'}`),
    ...Object.entries(schema.sources).map(([attribute, source]) => `attribute  ${visible(attribute)} from ${visible(source)}`),
    ...(schema.trusted_groups ? ["groups     those of a request are the user's"] : []),
  ];
  for (const policy of policies) out.push('', ...policyLines('', policy));
  for (const scope of scopes) out.push('', ...policyLines('scope ', scope));
  for (const name of BLOCKS) for (const record of blocks[name]) out.push('', ...recordLines(name, record));
  return `${out.join('\n')}\n`;
}

const NOUNS: readonly (readonly [key: keyof Inspection['counts'], noun: string, plural?: string])[] = [
  ['policies', 'policy', 'policies'],
  ['scopes', 'scope'],
  ['stanzas', 'stanza'],
  ['patterns', 'pattern'],
  ['agent_types', 'agent type'],
  ['agents', 'agent'],
  ['users', 'user'],
  ['groups', 'group'],
  ['delegations', 'delegation'],
  ['guardrails', 'guardrail'],
  ['targets', 'target'],
  ['globs', 'glob'],
  ['regular_expressions', 'regular expression'],
];

/** What every bundle has, and of the rest what is there. */
function held(counts: Inspection['counts']): string {
  const always: readonly string[] = ['policies', 'stanzas', 'patterns'];
  const shown = NOUNS.filter(([key]) => counts[key] > 0 || always.includes(key));
  return shown.map(([key, noun, plural]) => counted(counts[key], noun, plural)).join(', ');
}

function policyLines(kind: string, { name, file, paths }: InspectedPolicy): string[] {
  return [`${kind}${visible(name)}  (${visible(file)})`, ...paths.flatMap(stanzaLines)];
}

function stanzaLines(stanza: PlainStanza): string[] {
  const { path, kind, capabilities, line, ...rest } = stanza;
  return [`  ${line}: ${quoted(kind === 'prefix' ? `${path}*` : path)} (${kind}): ${capabilities.join(', ') || 'nothing'}`, ...members(rest, '      ')];
}

function recordLines(block: BlockName, record: object): string[] {
  const { id, name, file, line, ...rest } = record as Partial<Record<'id' | 'name' | 'file' | 'line', string | number>>;
  const place = file === undefined ? '' : `  (${visible(`${file}:${line}`)})`;
  return [`${block.slice(0, -1)} ${visible(String(id ?? name))}${place}`, ...members(rest, '  ')];
}

function members(record: object, indent: string): string[] {
  return Object.entries(record).map(([key, value]) => `${indent}${visible(key)} = ${visible(JSON.stringify(value))}`);
}
