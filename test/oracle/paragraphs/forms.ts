// What is no request: contracts.md.

import { type Paragraph, READ_A } from './paragraph.js';

export const FORMS: readonly Paragraph[] = [
  { section: 'form', says: 'two principals are none', policies: READ_A, request: { agent: 'x' }, outcome: 'malformed_request' },
  {
    section: 'form',
    says: 'a member that does not exist is refused',
    policies: READ_A,
    request: { policy: 'p' } as never,
    outcome: 'malformed_request',
  },
  { section: 'form', says: 'parameters are an object', policies: READ_A, request: { parameters: [] as never }, outcome: 'malformed_request' },
  { section: 'form', says: 'policies are text', policies: READ_A, request: { policies: ['p', 1 as never] }, outcome: 'malformed_request' },
  { section: 'form', says: 'the path is text', policies: READ_A, request: { path: null as never }, outcome: 'malformed_request' },
  { section: 'form', says: 'a negative TTL is no TTL', policies: READ_A, request: { wrap_ttl: -1 }, outcome: 'malformed_request' },
  { section: 'form', says: 'an empty TTL is no TTL', policies: READ_A, request: { wrap_ttl: '' }, outcome: 'malformed_request' },
  { section: 'form', says: 'a TTL that is no duration is no TTL', policies: READ_A, request: { wrap_ttl: '2d12h' }, outcome: 'malformed_request' },
];
