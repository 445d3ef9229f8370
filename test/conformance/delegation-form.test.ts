// Vault's delegation cases once more, asked as what they are: an agent that acts for a user, the user's policies and the agent's ceiling in blocks.

import { compile } from '@polc/compiler';
import { loadBundle, type Request } from '@polc/runtime';
import { expect, it } from 'vitest';
import { delegationCases, type PolicyTexts } from './vault-cases.js';

const BLOCKS = (user: readonly string[], ceiling: readonly string[]) => `
scope "all" {
  path "*" { capabilities = ["create", "read", "update", "delete", "list", "patch", "recover", "sudo"] }
}
user "alice" { policies = ${JSON.stringify(user)} }
agent "bot" { ceiling { policies = ${JSON.stringify(ceiling)} } }
delegation "d" {
  from    = "user:alice"
  to      = "bot"
  scopes  = ["all"]
  consent = "implied"
}
`;

/** Under names of their own, so that the two lists do not mix. */
function named(side: string, policies: PolicyTexts): { readonly file: string; readonly name: string; readonly text: string }[] {
  return Object.entries(policies).map(([name, text]) => ({ file: `${side}-${name}.hcl`, name: `${side}-${name}`, text: text ?? '' }));
}

/** Other forms want paths that are normal, and know neither `help` nor words that nothing grants. */
function isAskable({ operation, path }: Request): boolean {
  const text = path.replace(/^\/+/, '').replace(operation === 'list' ? /\/$/ : /$^/, '');
  const known = ['create', 'read', 'update', 'delete', 'list', 'patch', 'recover', 'revoke', 'renew', 'rollback'];
  return known.includes(operation) && text.split('/').every((segment) => !['', '.', '..'].includes(segment));
}

it('on behalf of a user Vault’s delegation cases decide as in Vault, each layer by itself', () => {
  const cases = delegationCases().filter(({ subject }) => isAskable(subject.request));
  // Most of the 219 can be asked so, some of them allowed.
  expect(cases.length).toBeGreaterThan(100);
  expect(cases.filter(({ expect: { allowed } }) => allowed).length).toBeGreaterThan(10);
  for (const { name, subject, ceiling, expect: expected } of cases) {
    const [own, limits] = [named('own', subject.policies), named('limit', ceiling.policies)];
    const names = (list: readonly { readonly name: string }[]) => list.map((policy) => policy.name);
    const { bundle, diagnostics } = compile([...own, ...limits, { file: 'blocks.hcl', text: BLOCKS(names(own), names(limits)) }]);
    if (bundle === undefined) throw new Error(`${name}: ${JSON.stringify(diagnostics)}`);
    // Vault's cases look at the ACL alone: MFA is a need of its own here.
    const { policies: _, ...asked } = subject.request;
    const decision = loadBundle(bundle).decide({ ...asked, agent: 'bot', user: { id: 'alice', mfa: true }, delegation: { id: 'd' } });
    const layer = (wanted: string) => decision.layers.find(({ layer }) => layer === wanted)?.allowed;
    expect([name, decision.allowed, layer('user_policies'), layer('ceiling')]).toEqual([
      name,
      expected.allowed,
      expected.subject_allows,
      expected.ceiling_allows,
    ]);
  }
});
