// A signed token from a file, in its compact form (RFC 7515).

import { Failure } from '../failure.js';
import { nameOfInput, readInput } from './read-input.js';

/** Whether it is good is not asked here. @throws Failure */
export async function readToken(file: string): Promise<string> {
  const token = Buffer.from(await readInput(file))
    .toString('utf8')
    .trim();
  // INVARIANT: what is wrong with it is said without it.
  if (!/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(token)) throw new Failure('usage', `${nameOfInput(file)}: this is no token`);
  return token;
}
