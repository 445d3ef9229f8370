// What is no request: contracts.md.

import { type Paragraph, READ_A } from './paragraph.js';

export const FORMS: readonly Paragraph[] = [
  { section: 'contracts.md', says: 'two principals are none', policies: READ_A, request: { agent: 'x' }, outcome: 'malformed_request' },
  {
    section: 'contracts.md',
    says: 'a member that does not exist is refused',
    policies: READ_A,
    request: { policy: 'p' } as never,
    outcome: 'malformed_request',
  },
  { section: 'contracts.md', says: 'parameters are an object', policies: READ_A, request: { parameters: [] as never }, outcome: 'malformed_request' },
  { section: 'contracts.md', says: 'policies are text', policies: READ_A, request: { policies: ['p', 1 as never] }, outcome: 'malformed_request' },
  { section: 'contracts.md', says: 'the path is text', policies: READ_A, request: { path: null as never }, outcome: 'malformed_request' },
  { section: 'contracts.md', says: 'a negative TTL is no TTL', policies: READ_A, request: { wrap_ttl: -1 }, outcome: 'malformed_request' },
  { section: 'contracts.md', says: 'an empty TTL is no TTL', policies: READ_A, request: { wrap_ttl: '' }, outcome: 'malformed_request' },
  { section: 'contracts.md', says: 'a TTL that is no duration is no TTL', policies: READ_A, request: { wrap_ttl: '2d12h' }, outcome: 'malformed_request' },
  {
    section: 'contracts.md',
    says: 'an agent is a principal, and not one of these policies',
    policies: READ_A,
    request: { policies: undefined as never, agent: 'x' },
    outcome: 'unknown_principal',
  },
  {
    section: 'contracts.md',
    says: 'so is an agent with a delegation',
    policies: READ_A,
    request: { policies: undefined as never, agent: 'x', delegation: { id: 'd' } },
    outcome: 'unknown_principal',
  },
  {
    section: 'contracts.md',
    says: 'a user beside an agent needs a delegation',
    policies: READ_A,
    request: { policies: undefined as never, agent: 'x', user: { id: 'u' } },
    outcome: 'malformed_request',
  },
  {
    section: 'contracts.md',
    says: 'somebody has to ask',
    policies: READ_A,
    request: { policies: undefined as never },
    outcome: 'malformed_request',
  },
];
