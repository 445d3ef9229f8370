// Calls: the function by its name, its arguments by number. What they mean is with each function.

import type { CallExpression } from '@polc/grammar';
import { nearest } from '@polc/grammar';
import type { Context } from './context.js';
import { LOGIC } from './functions/logic.js';
import { PLACE } from './functions/place.js';
import type { Signature } from './functions/signature.js';
import { TEXT } from './functions/text.js';
import { TIME } from './functions/time.js';
import type { Typed } from './typed.js';
import { quote } from './wording.js';

const FUNCTIONS: ReadonlyMap<string, Signature> = new Map(Object.entries({ ...LOGIC, ...TEXT, ...TIME, ...PLACE }));

/** Names that other languages have for them, and those of shapes. */
const FOREIGN: ReadonlyMap<string, string> = new Map([
  ...['len', 'size', 'count'].map((name) => [name, 'did you mean length?'] as const),
  ...['regex', 'regexp', 'regex_match', 'like'].map((name) => [name, 'did you mean matches, or glob?'] as const),
  ...['exists', 'defined'].map((name) => [name, 'did you mean has?'] as const),
  ...['some', 'exist'].map((name) => [name, 'did you mean any?'] as const),
  ...['every', 'forall', 'for_all'].map((name) => [name, 'did you mean all?'] as const),
  ...['tolower', 'to_lower', 'lowercase'].map((name) => [name, 'did you mean lower?'] as const),
  ['now', 'the time is context.time'],
  ...['string', 'number', 'integer', 'boolean', 'object', 'list', 'optional', 'nullable', 'one_of', 'null'].map(
    (name) => [name, 'shapes stand in parameters { … }; a condition compares values'] as const,
  ),
]);

export function compileCall(call: CallExpression, context: Context): Typed | null {
  const { report } = context;
  const signature = FUNCTIONS.get(call.name);
  if (signature === undefined) {
    const names = [...FUNCTIONS.keys()];
    const near = nearest(call.name, names);
    const help = FOREIGN.get(call.name.toLowerCase()) ?? (near === undefined ? `functions are ${names.join(', ')}` : `did you mean ${near}?`);
    report.error('unknown-function', call.nameSpan, `there is no function ${quote(call.name)}`, help);
    return null;
  }
  const named = call.arguments.find(({ name }) => name !== null);
  if (named !== undefined) {
    report.error('wrong-arguments', named.value.span, `${call.name} takes no named arguments`, `write ${signature.shown}`);
    return null;
  }
  const given = call.arguments.length;
  if (given < signature.least || given > signature.most) {
    const wanted = signature.least === signature.most ? `${signature.least}` : `${signature.least} or ${signature.most}`;
    const plural = wanted === '1' ? 'argument' : 'arguments';
    report.error(
      'wrong-arguments',
      given > signature.most ? call.span : call.nameSpan,
      `${call.name} takes ${wanted} ${plural}, not ${given}`,
      `write ${signature.shown}`,
    );
    return null;
  }
  return signature.compile(
    call.arguments.map(({ value }) => value),
    context,
    call,
  );
}
