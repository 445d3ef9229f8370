// Vault's entities, and the registration of one as an agent (agents-and-standards §6.1: agent-registry), as JSON Schema 2020-12.

import { closed, ID, NAME, NAMES } from './agent-schema.js';

const TEXTS = { type: 'object', propertyNames: NAME, additionalProperties: { type: 'string', maxLength: 4_096 }, maxProperties: 100 } as const;

/** What an entity is, as Vault's `identity/entity` takes it. */
export const ENTITY = closed({ id: ID, name: NAME, metadata: TEXTS, policies: NAMES }, []);

/** `agent-registry/register`. */
export const REGISTRATION = closed(
  {
    id: ID,
    display_name: NAME,
    entity_id: ID,
    description: { type: 'string', maxLength: 4_096 },
    owner: NAME,
    ceiling_policies: NAMES,
    no_default_ceiling_policy: { type: 'boolean' },
    optional_authorization_details: { type: 'boolean' },
  },
  ['display_name', 'entity_id'],
);
