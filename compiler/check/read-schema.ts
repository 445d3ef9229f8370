// The `schema` block: words for operations and for subjects, and the attributes of requests, agents, users and targets (grammar/spec.md §8).

import { nearest, type Span, type Value } from '@polc/grammar';
import { type PrincipalForm, SOURCES } from '@polc/runtime';
import { builtInType } from '../expression/attributes.js';
import { OPERATIONS } from '../expression/closed-values.js';
import { quote } from '../expression/wording.js';
import { ATTRIBUTE_TYPES, type AttributeType, type DeclaredAttribute, PRINCIPAL_FORMS, type SchemaModel } from '../model/blocks.js';
import type { Reporter } from '../model/report.js';
import type { Block } from './block.js';
import { Fields, type Inner } from './fields.js';

const ROOTS = ['agent', 'user', 'target', 'context', 'session', 'parameters'] as const;
const SHAPE = { what: 'a schema', keys: ['operations', 'subjects', ...ROOTS] };
const ATTRIBUTE = { what: 'an attribute', keys: ['type', 'source'] };

export const NO_SCHEMA: SchemaModel = { operations: new Map(), subjects: new Map(), attributes: new Map(), trustedGroups: false };

export function readSchema({ items, head }: Block, report: Reporter): SchemaModel {
  const fields = new Fields(items, SHAPE, head, report);
  const attributes = new Map<string, ReadonlyMap<string, DeclaredAttribute>>();
  let trustedGroups = false;
  for (const root of ROOTS) {
    const block = fields.block(root);
    if (block === undefined) continue;
    const declared = new Fields(block.items, { what: root, keys: null }, block.span, report);
    if (root === 'user' && isTrusted(declared)) trustedGroups = true;
    attributes.set(root, readRoot(declared, root, report));
  }
  const operations = readOperations(fields.block('operations'), report);
  return { operations, subjects: readSubjects(fields.block('subjects'), report), attributes, trustedGroups };
}

/** `groups = "trusted"` declares nothing: it says where groups come from. */
function isTrusted(user: Fields): boolean {
  return textOf(user.value('groups'))?.text === 'trusted';
}

function readRoot(fields: Fields, root: (typeof ROOTS)[number], report: Reporter): ReadonlyMap<string, DeclaredAttribute> {
  const declared = new Map<string, DeclaredAttribute>();
  for (const name of fields.names) {
    if (root === 'user' && name === 'groups' && isTrusted(fields)) continue;
    const attribute = readAttribute(fields, name, report);
    if (attribute === null) continue;
    const own = builtInType(root, name);
    if (own === undefined || own === attribute.type) declared.set(name, attribute);
    else
      report.error(
        'built-in-type',
        attribute.span,
        `${root}.${name} is a ${own}, whatever a schema says`,
        `write ${name} = ${quote(own)}, or choose another name`,
      );
  }
  return declared;
}

function readAttribute(fields: Fields, name: string, report: Reporter): DeclaredAttribute | null {
  const value = fields.value(name) as Value;
  const span = fields.span(name);
  const written = textOf(value);
  if (written !== null) {
    const type = checkWord(written, ATTRIBUTE_TYPES, 'unknown-type', 'a type', report);
    return type === null ? null : { type, source: null, span };
  }
  if (value.kind !== 'object') {
    fields.wrong(value, name, 'a type, such as "string", or a block', `write ${name} { type = "…"  source = "…" }`);
    return null;
  }
  const inner = new Fields(value.body.items, ATTRIBUTE, span, report);
  inner.require('type', 'type = "string"');
  const type = inner.text('type');
  const source = inner.text('source');
  const sourceWord = source === undefined ? null : checkWord({ text: source.name, span: source.span }, SOURCES, 'unknown-source', 'a source', report);
  const typeWord =
    type === undefined ? null : checkWord<AttributeType>({ text: type.name, span: type.span }, ATTRIBUTE_TYPES, 'unknown-type', 'a type', report);
  return typeWord === null ? null : { type: typeWord, source: sourceWord, span };
}

function readOperations(inner: Inner | undefined, report: Reporter): ReadonlyMap<string, string> {
  const operations = new Map<string, string>();
  if (inner === undefined) return operations;
  const fields = new Fields(inner.items, { what: 'operations', keys: null }, inner.span, report);
  for (const word of fields.names) {
    const target = fields.text(word);
    if (OPERATIONS.includes(word) || word === 'help')
      report.error('known-operation', fields.span(word), `${quote(word)} is an operation already`, 'map words that polc does not know');
    else if (target !== undefined) {
      const operation = checkWord({ text: target.name, span: target.span }, OPERATIONS, 'unknown-operation', 'an operation', report);
      if (operation !== null) operations.set(word, operation);
    }
  }
  return operations;
}

function readSubjects(inner: Inner | undefined, report: Reporter): ReadonlyMap<string, PrincipalForm> {
  const subjects = new Map<string, PrincipalForm>();
  if (inner === undefined) return subjects;
  const fields = new Fields(inner.items, { what: 'subjects', keys: null }, inner.span, report);
  for (const type of fields.names) {
    const written = fields.text(type);
    if (written === undefined) continue;
    const form = checkWord({ text: written.name, span: written.span }, PRINCIPAL_FORMS, 'unknown-principal-form', 'a principal form', report);
    if (form !== null) subjects.set(type, form);
  }
  return subjects;
}

interface Word {
  readonly text: string;
  readonly span: Span;
}

/** In a block called `parameters` what stands behind `=` is an expression. */
function textOf(value: Value | undefined): Word | null {
  if (value?.kind === 'string') return { text: value.value, span: value.span };
  const expression = value?.kind === 'expression' ? value.expression : null;
  return expression?.kind === 'literal' && typeof expression.value === 'string' ? { text: expression.value, span: expression.span } : null;
}

function checkWord<W extends string>({ text, span }: Word, words: readonly W[], code: string, what: string, report: Reporter): W | null {
  const word = words.find((candidate) => candidate === text);
  if (word !== undefined) return word;
  const near = nearest(text, words);
  report.error(code, span, `${quote(text)} is not ${what}`, near === undefined ? `there are ${words.join(', ')}` : `did you mean "${near}"?`);
  return null;
}
