// Who is asked about: policies, an agent or a user, from the options of a verb; and that they exist.

import type { BundleContents } from '@polc/runtime';
import { Failure } from '../failure.js';

export interface NamedPrincipal {
  readonly policy?: readonly string[];
  readonly agent?: string;
  readonly user?: string;
}

export type Principal = { readonly kind: 'policies'; readonly names: readonly string[] } | { readonly kind: 'agent' | 'user'; readonly id: string };

export const WHO = 'one of --policy NAME (once or more often), --agent ID and --user ID';

/** null where nobody is named. `takes`: the verb that takes one. @throws Failure usage, where more than one is named */
export function givenPrincipal({ policy = [], agent, user }: NamedPrincipal, takes: string): Principal | null {
  const given: Principal[] = [
    ...(policy.length === 0 ? [] : [{ kind: 'policies', names: policy } as const]),
    ...(agent === undefined ? [] : [{ kind: 'agent', id: agent } as const]),
    ...(user === undefined ? [] : [{ kind: 'user', id: user } as const]),
  ];
  const [first = null, ...others] = given;
  if (others.length > 0) throw new Failure('usage', `${takes} ${WHO}`);
  return first;
}

/** In a request unknown names count for nothing, as in Vault; here they are a mistake. */
export async function policiesOfPrincipal(principal: Principal, { policies, principals }: BundleContents): Promise<readonly string[]> {
  if (principal.kind !== 'policies') {
    const { kind, id } = principal;
    const known = principals.filter((each) => each.kind === kind);
    return (
      known.find((each) => each.id === id)?.policies ??
      (await refuseUnknown(
        `${kind} "${id}"`,
        id,
        known.map((each) => each.id),
      ))
    );
  }
  const { foldName } = await import('@polc/runtime');
  const known = policies.filter(({ scope }) => !scope).map(({ name }) => name);
  for (const name of principal.names) if (!known.includes(foldName(name))) await refuseUnknown(`policy "${name}"`, foldName(name), known);
  return principal.names;
}

async function refuseUnknown(what: string, name: string, known: readonly string[]): Promise<never> {
  const { nearest } = await import('@polc/grammar');
  const close = nearest(name, known);
  throw new Failure('usage', `there is no ${what}${close === undefined ? '' : `; did you mean "${close}"?`}`);
}
