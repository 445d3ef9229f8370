// Whether a value of a request stands in a list of a policy: vault-acl.md §5.1.

import type { Paragraph } from './paragraph.js';

export const VALUES: readonly Paragraph[] = [
  {
    section: '§5.1',
    says: 'a lone star is a literal star',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["*"] } }',
    request: { parameters: { x: 'y' } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '§5.1',
    says: 'two stars match every string, and nothing but strings',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["**"] "y" = ["**"] } }',
    request: { parameters: { x: 'anything, at all', y: true } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '§5.1',
    says: 'a whole string that matches is not split',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["baz/*"] } }',
    request: { parameters: { x: 'baz/q,evil' } },
    outcome: 'allowed',
  },
  {
    section: '§5.1',
    says: 'a star in the middle is literal',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = ["a*c"] } }',
    request: { parameters: { x: 'abc' } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '§5.1',
    says: 'a number of a request equals no number of a policy, so it is not denied',
    policies: 'path "a" { capabilities = ["read"] denied_parameters = { "x" = [1, "1", [1], { "n" = 1 }] } }',
    request: { parameters: { x: 1 } },
    outcome: 'allowed',
  },
  {
    section: '§5.1',
    says: 'nor inside a list or an object',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [[1]] } }',
    request: { parameters: { x: [1] } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '§5.1',
    says: 'an object nested in an object never matches',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [{ "m" = { "n" = "1" } }] } }',
    request: { parameters: { x: { m: { n: '1' } } } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '§5.1',
    says: 'an object in a list matches',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [[{ "n" = "1" }]] } }',
    request: { parameters: { x: [{ n: '1' }] } },
    outcome: 'allowed',
  },
  {
    section: '§5.1',
    says: 'a glob does not reach into an object',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "x" = [{ "n" = "1*" }] } }',
    request: { parameters: { x: { n: '12' } } },
    outcome: 'parameter_not_allowed',
  },
  {
    section: '§5.1',
    says: 'one denied element of a list is enough, and the empty list has none',
    policies: 'path "a" { capabilities = ["read"] denied_parameters = { "x" = ["bad"] } }',
    request: { parameters: { x: [] } },
    outcome: 'allowed',
  },
  {
    section: '§5.1',
    says: 'a mixed-case entry for policies can never match',
    policies: 'path "a" { capabilities = ["read"] allowed_parameters = { "policies" = ["Dev"] } }',
    request: { parameters: { policies: 'Dev' } },
    outcome: 'parameter_not_allowed',
  },
];
