// Whether an object of a log is an entry of this form. A log that verifies may hold others: of a later form, or of another writer.

import type { JsonObject } from '@polc/runtime';
import { isObject } from '../is-object.js';
import type { AuditEntry } from './audit-entry.js';

type Test = (value: unknown) => boolean;
type Shape = { readonly [member: string]: Test };

const isText: Test = (value) => typeof value === 'string';
const isFlag: Test = (value) => typeof value === 'boolean';
const isTime: Test = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const isNumber: Test = (value) => typeof value === 'number';
const isJson: Test = (value) => value !== undefined;
const orNull =
  (test: Test): Test =>
  (value) =>
    value === null || test(value);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
/** More members are no fault: a later version may say more. */
const shaped =
  (shape: Shape): Test =>
  (value) =>
    isObject(value) && Object.entries(shape).every(([member, test]) => test(value[member]));

const texts = listOf(isText);
const textOrNull = orNull(isText);
const numberOrNull = orNull(isNumber);

const HEAD: Shape = {
  ...{ v: (value) => value === 1, id: isText, time: isTime, node: isText, caller: isText, credential: isText },
  ...{ address: textOrNull, request_id: textOrNull, traceparent: textOrNull },
};

const ASKED: Shape = {
  ...{ policies: orNull(texts), agent: textOrNull, user: textOrNull, chain: texts, delegation: textOrNull, operation: isText, path: isText },
  ...{ purpose: textOrNull, session: textOrNull, parameters: isJson, context: isJson, target: isJson, attributes: isJson, approvals: texts },
};

const VOUCHED: Shape = { kind: isText, issuer: isText, jti: textOrNull, txn: textOrNull, bound: isFlag, prior_actors: texts };

const ENTRIES = new Map<unknown, Test>(
  Object.entries({
    decision: {
      ...{ api: isText, asked: shaped(ASKED), vouched: orNull(shaped(VOUCHED)), allowed: isFlag, outcome: isText },
      layers: listOf(shaped({ layer: isText, principal: isText, allowed: isFlag, outcome: isText })),
      rules: listOf(shaped({ layer: isText, policy: isText, path: isText, file: isText, line: isNumber, role: isText })),
      obligations: shaped({
        ...{ max_ttl: numberOrNull, uses: numberOrNull, mfa: isFlag },
        approval: orNull(shaped({ action: isText, requirements: texts })),
      }),
      ...{ advice: texts, missing: texts, revision: isText, facts_revision: textOrNull, sealed: textOrNull },
    },
    change: { kind: isText, action: isText, subject: isText, agent: textOrNull, user: textOrNull, body: orNull(isObject), facts_revision: textOrNull },
    alert: { alert: isText, agent: textOrNull, user: textOrNull, path: textOrNull, message: isText, decision: textOrNull },
    service: { event: isText, message: isText, revision: textOrNull },
  } satisfies { readonly [type in AuditEntry['type']]: Shape }).map(([type, shape]) => [type, shaped({ ...HEAD, ...shape })]),
);

/** null for any other. Words of closed lists are not held against them: a later version may know more. */
export function knownEntry(value: JsonObject): AuditEntry | null {
  return ENTRIES.get(value.type)?.(value) ? (value as unknown as AuditEntry) : null;
}
