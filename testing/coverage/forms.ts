// Who could ask so that a policy is looked at: the forms of requests (grammar/spec.md §9) over the principals of the files and the facts; and the paths
// that a pattern matches.

import type { AgentRecord, DelegationRecord, JsonObject, Request, UserRecord } from '@polc/runtime';
import { usualNow } from '../arbitraries/edges.js';
import type { Catalogue } from './catalogue.js';

/** A request without what it asks for. */
export type Form = Omit<Request, 'operation' | 'path'>;

const MOST_FORMS = 12;
const MOST_TIMES = 3;
const HOUR = 3_600_000;

export class Forms {
  readonly #agents: ReadonlyMap<string, AgentRecord>;
  readonly #users: ReadonlyMap<string, UserRecord>;
  readonly #delegations: readonly DelegationRecord[];
  readonly #catalogue: Catalogue;
  readonly #times: readonly string[];

  constructor(catalogue: Catalogue) {
    const { model, facts } = catalogue;
    const { agents, users, delegations } = model.blocks;
    const byId = <R extends { readonly id: string }>(own: readonly { readonly record: R }[], others: readonly R[] = []) =>
      new Map([...own.map(({ record }) => record), ...others.filter(({ id }) => !own.some(({ record }) => record.id === id))].map((one) => [one.id, one]));
    this.#catalogue = catalogue;
    this.#agents = byId(agents, facts.agents);
    this.#users = byId(users, facts.users);
    this.#delegations = [...byId(delegations, facts.delegations).values()];
    // WHY fixed times: the request must get its answer tomorrow too. Consents have to be in force, some want them fresh.
    const given = (facts.consents ?? []).map(({ given_at: at }) => (typeof at === 'number' ? at : Date.parse(at))).filter(Number.isFinite);
    const times = [usualNow(model, facts), ...given.slice(0, MOST_TIMES).flatMap((at) => [at + 1_000, at + HOUR, at + 25 * HOUR])];
    this.#times = [...new Set(times)].map((time) => new Date(time).toISOString());
  }

  /** For a policy, or for everybody; those of most principals come first. */
  all(policy: string | null): Form[] {
    const holds = (names: readonly string[] | undefined) => policy === null || (names ?? []).some((name) => name.trim().toLowerCase() === policy);
    const agents = [...this.#agents.values()].filter(({ policies, ceiling, type }) => {
      return holds(policies) || holds(ceiling?.policies) || holds(this.#ceilingOf(type));
    });
    const users = [...this.#users.values()].filter(
      (user) => holds(user.policies) || (user.groups ?? []).some((group) => this.#groupHolds(group, holds, new Set())),
    );
    const acting = new Set([...agents.map(({ id }) => `agent:${id}`), ...users.map(({ id }) => `user:${id}`)]);
    const delegated = this.#delegations.filter(({ from, to }) => acting.has(from) || acting.has(`agent:${to}`));
    const forms: Form[] = [
      ...delegated.slice(0, MOST_FORMS).flatMap((delegation) => this.of(delegation)),
      ...agents.slice(0, MOST_FORMS).map(({ id }) => ({ agent: id })),
      ...users.slice(0, MOST_FORMS).map(({ id }) => ({ user: { id } })),
      ...(policy === null ? [] : [{ policies: [policy] }]),
    ];
    return this.#dated(forms);
  }

  /** Of a scope: the delegations that have it. */
  ofScope(scope: string): Form[] {
    const those = this.#delegations.filter(({ scopes }) => scopes.includes(scope)).slice(0, MOST_FORMS);
    return this.#dated(those.flatMap((delegation) => this.of(delegation)));
  }

  ofDelegation(id: string): Form[] {
    return this.#dated(this.#delegations.filter((delegation) => delegation.id === id).flatMap((delegation) => this.of(delegation)));
  }

  /** `layer kind:id`. */
  ofLayer(layer: string, principal: string): Form[] {
    const [kind = '', id = ''] = [principal.slice(0, principal.indexOf(':')), principal.slice(principal.indexOf(':') + 1)];
    if (kind === 'delegation') return this.ofDelegation(id);
    const agents = kind === 'agent_type' ? [...this.#agents.values()].filter(({ type }) => type === id).map((agent) => agent.id) : [id];
    const names = kind === 'user' ? [`user:${id}`] : agents.map((agent) => `agent:${agent}`);
    const joined = this.#delegations.filter(({ from, to }) => names.includes(from) || names.includes(`agent:${to}`)).slice(0, MOST_FORMS);
    const alone: Form[] = kind === 'user' ? [{ user: { id } }] : agents.slice(0, MOST_FORMS).map((agent) => ({ agent }));
    const delegated = joined.flatMap((delegation) => this.of(delegation));
    return this.#dated(layer === 'agent_policies' || kind === 'user' ? [...alone, ...delegated] : [...delegated, ...alone]);
  }

  /** The user of a form. */
  userOf({ user, delegation }: Form): string | undefined {
    const { id, user: root } = (delegation ?? {}) as { readonly id?: string; readonly user?: string };
    const from = this.#delegations.find((each) => each.id === id)?.from;
    return (user as { readonly id?: string } | undefined)?.id ?? root ?? (from?.startsWith('user:') ? from.slice('user:'.length) : undefined);
  }

  /** By itself, and behind each delegation that ends where it begins. */
  of(delegation: DelegationRecord): Form[] {
    const { id, from, to } = delegation;
    const said = saidFor(delegation);
    const forms: Form[] = [{ agent: to, delegation: { id }, ...said }];
    if (!from.startsWith('agent:')) return forms;
    const first = from.slice('agent:'.length);
    const before = this.#delegations.filter((each) => each.to === first && each.id !== id).slice(0, 3);
    for (const each of before) {
      const user = each.from.startsWith('user:') ? { user: each.from.slice('user:'.length) } : {};
      const chain = each.from.startsWith('user:') ? [first, to] : [each.from.slice('agent:'.length), first, to];
      forms.push({
        agent: to,
        delegation: { ...user, chain } as JsonObject,
        ...said,
        ...saidFor(each),
      });
    }
    forms.push({ agent: to, delegation: { chain: [first, to] }, ...said });
    return forms;
  }

  #dated(forms: readonly Form[]): Form[] {
    return this.#times.flatMap((time) => forms.map((form) => ({ ...form, context: { time } })));
  }

  #ceilingOf(type: string | undefined): readonly string[] | undefined {
    return this.#catalogue.model.blocks.agentTypes.find(({ record }) => record.id === type)?.record.ceiling_policies;
  }

  #groupHolds(id: string, holds: (names: readonly string[] | undefined) => boolean, seen: Set<string>): boolean {
    if (seen.has(id)) return false;
    seen.add(id);
    const { model, facts } = this.#catalogue;
    const group = model.blocks.groups.find(({ record }) => record.id === id)?.record ?? facts.groups?.find((each) => each.id === id);
    return group !== undefined && (holds(group.policies) || (group.groups ?? []).some((outer) => this.#groupHolds(outer, holds, seen)));
  }
}

/** A purpose and a session that it is for, where it is not for any. */
function saidFor({ purposes: [purpose] = [], sessions: [session] = [] }: DelegationRecord): Pick<Form, 'purpose' | 'session'> {
  return { ...(purpose === undefined ? {} : { purpose }), ...(session === undefined ? {} : { session: { id: session } }) };
}

/** Vault's identity for the directives of a pattern, where the form has none; each value is `x`. */
export function identityFor(written: string, form: Form): Form {
  const entity: { id?: string; name?: string; metadata: Record<string, string> } = { metadata: {} };
  let found = false;
  for (const [, name = ''] of written.matchAll(/\{\{\s*identity\.entity\.([^}\s]+)\s*\}\}/g)) {
    found = true;
    if (name === 'id' || name === 'name') entity[name] = 'x';
    else if (name.startsWith('metadata.')) entity.metadata[name.slice('metadata.'.length)] = 'x';
  }
  return found && form.identity === undefined ? { ...form, identity: { entity } } : form;
}

/** Paths that a pattern matches, each filled in another way. `+` is a whole segment, a final `*` whatever follows. */
export function pathsFor(written: string, form: Form, user: string | undefined): string[] {
  const text = written.replace(/^\//, '').replace(/\{\{([^}]*)\}\}/g, (_, directive: string) => {
    const name = directive.trim();
    return (name === 'agent.id' ? form.agent : name === 'user.id' ? user : (form.agent ?? user)) ?? 'x';
  });
  const segmented = text.split('/').some((segment) => segment === '+');
  const open = text.endsWith('*');
  const paths = ['x', 'other-7', '0'].flatMap((filler) => {
    const filled = (
      segmented
        ? text
            .split('/')
            .map((segment) => (segment === '+' ? filler : segment))
            .join('/')
        : text
    ) as string;
    if (!open) return [filled];
    const stem = filled.slice(0, -1);
    return [`${stem}${filler}`, `${stem}${filler}/${filler}`];
  });
  return [...new Set(paths)];
}
