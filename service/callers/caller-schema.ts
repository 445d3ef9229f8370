// What a record of a caller may hold, as JSON Schema 2020-12. Its keys are not given: they are made.

import { closed, ID, IDENTITY, INSTANT, NAMES } from '../agents/agent-schema.js';

const FORMS = [{ required: ['policies'] }, { required: ['user'] }, { required: ['agent'] }];

export const CALLER = {
  ...closed(
    {
      id: ID,
      description: { type: 'string', maxLength: 4_096 },
      /** What its rights are decided by: policies of its own, or those of a user or an agent. */
      policies: { ...NAMES, minItems: 1 },
      user: ID,
      agent: ID,
      /** Credentials beside its keys. */
      ...IDENTITY.properties,
      status: { enum: ['active', 'suspended'] },
      expires: INSTANT,
    },
    ['id'],
  ),
  oneOf: FORMS,
} as const;
