// The body of a request, or what stands in it as JSON.

import { readIJson } from '../i-json.js';
import { ServiceError } from '../service-error.js';

/** Deeper than anything that is asked. */
const MAX_DEPTH = 64;

/** @throws ServiceError invalid */
export function readJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new ServiceError('invalid', 'the body is empty');
  const read = readIJson(bytes, MAX_DEPTH);
  if ('fault' in read) throw new ServiceError('invalid', `the body ${read.fault}`);
  return read.value;
}
