// One request from a file or standard input, and the answers to requests that could not be read.

import type { Decision, Request } from '@polc/runtime';
import { readJsonDocument } from '../host/json-document.js';

/** Whatever decides: the engine, or the reference that it is held against. */
export interface Decider {
  decide(request: Request): Decision;
}

/** JSON of any kind: what is no request is for `decide` to refuse. */
export async function readRequest(file: string): Promise<Request> {
  return (await readJsonDocument(file)) as Request;
}

/** The decision on what is no request at all, with the reason in words. */
export function malformed(decider: Decider, message: string): Decision {
  // Not even an object: every engine refuses it, and says under which revision.
  const refused = decider.decide(null as unknown as Request);
  const { rules, layers, obligations, advice, missing, capabilities, vault, revision, facts_revision } = refused;
  return { allowed: false, outcome: 'malformed_request', message, layers, rules, obligations, advice, missing, capabilities, vault, revision, facts_revision };
}
