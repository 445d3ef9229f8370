// The form of the door's settings, as JSON Schema 2020-12: closed, since a member that is written wrong would be a check that nobody makes.

import { closed } from '../agents/agent-schema.js';

const TEXT = { type: 'string' } as const;
const TEXTS = { type: 'array', items: TEXT } as const;
const NUMBER = { type: 'number' } as const;
const FLAG = { type: 'boolean' } as const;
/** A function, which no schema knows. */
const ANY = {} as const;

const KEYS = {
  ...closed({ jwks: { type: 'object' }, uri: TEXT, timeout: NUMBER, maxAge: NUMBER, cooldown: NUMBER, maxSize: NUMBER }),
  minProperties: 1,
} as const;
const DPOP = closed({ required: FLAG, window: NUMBER, algorithms: TEXTS, nonce: ANY });

const ISSUER = closed(
  {
    ...{ issuer: TEXT, audiences: TEXTS, keys: KEYS, algorithms: TEXTS, types: TEXTS, dpop: DPOP },
    ...{ userClaim: TEXT, actorClaim: TEXT, authorizationDetailsClaim: TEXT, actorIssuers: TEXTS, leeway: NUMBER, mayActRequired: FLAG },
  },
  ['issuer', 'audiences', 'keys'],
);
const TRUST_DOMAIN = closed({ trustDomain: TEXT, audiences: TEXTS, bundle: KEYS, leeway: NUMBER }, ['trustDomain', 'audiences', 'bundle']);

export const TOKEN_SETTINGS = closed(
  { issuers: { type: 'array', items: ISSUER }, trustDomains: { type: 'array', items: TRUST_DOMAIN }, first: ANY, clock: ANY },
  ['issuers'],
);
