// The request of a test: the members of a request (grammar/spec.md §9) in HCL. What it comes to is the engine's to say; what is no member, and what can
// only be a slip, is refused here.

import type { Value } from '@polc/grammar';
import type { JsonValue, Request } from '@polc/runtime';
import type { Reporter } from '../../model/report.js';
import { Fields, type Inner } from '../fields.js';
import { plainObject, plainValue } from '../plain-value.js';

const SHAPE = {
  what: 'a request',
  keys: [
    ...['policies', 'user', 'agent', 'delegation', 'operation', 'path', 'parameters', 'purpose', 'context', 'session', 'target', 'attributes'],
    ...['authorization_details', 'approvals', 'wrap_ttl', 'identity'],
  ],
};
const TEXTS: readonly string[] = ['agent', 'operation', 'path', 'purpose'];
const OBJECTS: readonly string[] = ['parameters', 'context', 'session', 'target', 'attributes', 'identity'];
/** `user = "alice"` is short for `user = { id = "alice" }`. */
const BY_ID: readonly string[] = ['user', 'delegation'];

/** null after an error. */
export function readRequest({ items, span }: Inner, report: Reporter): Request | null {
  const before = report.diagnostics.length;
  const fields = new Fields(items, SHAPE, span, report);
  fields.require('operation', 'operation = "read"');
  fields.require('path', 'path = "…"');
  if (!['policies', 'user', 'agent'].some((key) => fields.value(key) !== undefined))
    report.error('missing-key', span, 'a request needs one who asks', 'write agent = "…", user = "…" or policies = ["…"]');
  const members = fields.names.map((name) => [name, readMember(name, fields.value(name) as Value, fields, report)] as const);
  return report.diagnostics.length === before ? (Object.fromEntries(members) as unknown as Request) : null;
}

function readMember(name: string, value: Value, fields: Fields, report: Reporter): JsonValue | undefined {
  if (TEXTS.includes(name)) return fields.text(name)?.name;
  if (name === 'policies') return fields.texts(name)?.map((policy) => policy.name);
  if (BY_ID.includes(name) && value.kind === 'string') return { id: value.value };
  if (OBJECTS.includes(name) || BY_ID.includes(name)) {
    if (value.kind === 'object') return plainObject(value.body.items, name, report);
    fields.wrong(value, name, BY_ID.includes(name) ? 'an id or an object' : 'an object', `write ${name} = { … }`);
    return undefined;
  }
  return plainValue(value, name, report);
}
