// What a service answers instead of a yes (RFC 9457: `status`, `code`, `detail`), as a failure of the command.

import { Failure, type FailureCode } from '../failure.js';
import type { Answer } from './service-client.js';

/** @throws Failure for every status that is an error; `hint` says more where a problem has this code */
export function demandYes({ status, json }: Answer, hint: (code: string) => string = () => ''): void {
  if (status >= 200 && status < 300) return;
  const { code, detail } = (typeof json === 'object' && json !== null ? json : {}) as { readonly code?: unknown; readonly detail?: unknown };
  if (typeof code !== 'string' || typeof detail !== 'string') {
    throw new Failure('server', `the answer has the status ${status} and says nothing that a polc server says`);
  }
  throw new Failure(failureCode(status, code), `${detail}${hint(code)}`, { code });
}

/** Whether this is why it was no yes. */
export function isProblem(error: unknown, ...codes: readonly string[]): error is Failure {
  const { cause } = error instanceof Failure ? error : { cause: null };
  return typeof cause === 'object' && cause !== null && 'code' in cause && codes.includes(String(cause.code));
}

function failureCode(status: number, code: string): FailureCode {
  if (code === 'unaudited') return 'log';
  if (code === 'bad_policies') return 'policies';
  if (status === 400) return 'usage';
  // Too many requests: asked later, it may well be a yes.
  return status > 400 && status < 500 && status !== 429 ? 'refused' : 'server';
}
