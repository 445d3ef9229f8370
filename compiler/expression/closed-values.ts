// Attributes of which every value is known, and literals that are none of them: such a comparison is never true, so that a `forbid` over a slip
// would forbid nothing.

import { type Expression, nearest } from '@polc/grammar';
import type { Context } from './context.js';
import { constantOf, type Typed } from './typed.js';
import { quote } from './wording.js';

/** What a policy can grant, by the word of a request after the schema's mapping. */
export const OPERATIONS = ['create', 'read', 'update', 'patch', 'delete', 'list', 'recover', 'revoke', 'renew', 'rollback', 'invoke', 'delegate'];

const VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['delegation.mode', ['direct', 'on-behalf-of', 'agent-to-agent']],
  ['delegation.consent', ['explicit', 'implied']],
  ['request.operation', OPERATIONS],
]);

/** `value` as compiled from `written` is compared with `attribute`. A warning: nothing of it is wrong but what is meant. */
export function warnOfNever(attribute: Typed, value: Typed, written: Expression, { report, vocabulary }: Context): void {
  const [operator, ...names] = attribute.code;
  const name = operator === 'read' ? names.join('.') : '';
  const values = VALUES.get(name);
  const literal = constantOf(value);
  if (values === undefined || typeof literal !== 'string' || values.includes(literal)) return;
  const near = nearest(literal.replaceAll('_', '-'), values);
  const mapped = name === 'request.operation' ? vocabulary.schema.operations.get(literal) : undefined;
  const help =
    mapped === undefined
      ? near === undefined
        ? `its values are ${values.join(', ')}`
        : `did you mean ${quote(near)}?`
      : `the schema maps it to ${quote(mapped)}`;
  report.warning('impossible-comparison', written.span, `${name} is never ${quote(literal)}`, help);
}
