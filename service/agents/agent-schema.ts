// What a record of the registry may hold, as JSON Schema 2020-12: for the door of the server, for OpenAPI, and for the registry itself.

export const NAME = { type: 'string', minLength: 1, maxLength: 256, pattern: '^[^\\p{Cc}\\p{Cs}]+$' } as const;
/** It stands in paths: `agents/ID`. */
export const ID = { type: 'string', minLength: 1, maxLength: 256, pattern: '^[^\\p{Cc}\\p{Cs}/*+]+$' } as const;
export const NAMES = { type: 'array', items: NAME, maxItems: 1_000, uniqueItems: true } as const;
/** Seconds, or a duration as Vault writes it. */
const DURATION = { type: ['number', 'string'], minimum: 0, maxLength: 64 } as const;
/** RFC 3339, or milliseconds. */
export const INSTANT = { type: ['number', 'string'], maxLength: 64 } as const;

/** An object of these members and no others. */
export const closed = <P extends object>(properties: P, required: readonly (keyof P & string)[] = []) =>
  ({ type: 'object', properties, required, additionalProperties: false }) as const;

export const IDENTITY = {
  ...closed({
    spiffe: { type: 'string', maxLength: 2_048 },
    x509_sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    jwt: closed({ issuer: NAME, subject: NAME }, ['issuer', 'subject']),
  }),
  minProperties: 1,
} as const;

const AGENT_PROPERTIES = {
  id: ID,
  /** An `agent_type` of the policies: its class, with that one's ceilings. */
  type: NAME,
  /** Which of several that run the same. */
  instance: NAME,
  owner: NAME,
  description: { type: 'string', maxLength: 4_096 },
  /** Vault's record (agents-and-standards.md §6.1). */
  display_name: NAME,
  entity_id: NAME,
  optional_authorization_details: { type: 'boolean' },
  metadata: { type: 'object', propertyNames: NAME, additionalProperties: { type: ['string', 'number', 'boolean'], maxLength: 4_096 }, maxProperties: 100 },
  identity: IDENTITY,
  policies: NAMES,
  ceiling: closed({ policies: NAMES, direct: { type: 'boolean' } }, ['policies']),
  ephemeral: closed({ max_ttl: DURATION, uses: { type: 'integer', minimum: 1, maximum: 1_000_000 } }),
  status: { enum: ['active', 'suspended'] },
  expires: INSTANT,
} as const;

export const AGENT = closed(AGENT_PROPERTIES, ['id']);

export const USER = closed(
  { id: ID, groups: NAMES, policies: NAMES, attributes: { type: 'object', maxProperties: 100 }, status: { enum: ['active', 'suspended'] }, expires: INSTANT },
  ['id'],
);

export const GROUP = closed({ id: ID, policies: NAMES, groups: NAMES }, ['id']);
