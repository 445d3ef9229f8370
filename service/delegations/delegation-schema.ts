// What delegations and consents may hold, as JSON Schema 2020-12.

import { closed, ID, INSTANT, NAME, NAMES } from '../agents/agent-schema.js';

export const DELEGATION = closed(
  {
    id: ID,
    from: { type: 'string', maxLength: 300, pattern: '^(?:user|agent):[^\\p{Cc}\\p{Cs}]+$' },
    to: ID,
    scopes: { ...NAMES, minItems: 1 },
    purposes: { ...NAMES, minItems: 1 },
    /** By `session.id` of a request. */
    sessions: { ...NAMES, minItems: 1 },
    consent: { enum: ['explicit', 'implied'] },
    expires: INSTANT,
    max_depth: { type: 'integer', minimum: 0, maximum: 16 },
    status: { enum: ['active', 'revoked'] },
  },
  ['id', 'from', 'to', 'scopes'],
);

/** As it is given. Who gives it, and when, is not his to say. */
export const CONSENT = closed(
  {
    delegation: ID,
    scopes: { ...NAMES, minItems: 1 },
    expires: INSTANT,
    /** What was shown to whoever consents. */
    text: { type: 'string', maxLength: 16_384 },
    /** How it was given: a form, a phone, a command. */
    method: NAME,
  },
  ['delegation', 'scopes'],
);
