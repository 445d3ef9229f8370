// What a record of a caller may hold, as JSON Schema 2020-12. Its keys are not given: they are made.

import { closed, ID, INSTANT, NAME, NAMES } from '../agents/agent-schema.js';

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
      x509_sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      spiffe: { type: 'string', maxLength: 2_048 },
      jwt: closed({ issuer: NAME, subject: NAME }, ['issuer', 'subject']),
      status: { enum: ['active', 'suspended'] },
      expires: INSTANT,
    },
    ['id'],
  ),
  oneOf: FORMS,
} as const;
