// One request at a policy: who asks, a stanza that it is about, and what that stanza and its neighbours ask for, hit or just missed. Long, because all
// parts of a request are drawn with an eye on the others.

import type { Code, JsonObject, JsonValue, Request } from '@polc/runtime';
import type { Random } from 'fast-check';
import { withApprovals } from './approvals.js';
import type { Attribute } from './attribute.js';
import { below, once, percent, pick, pickAny } from './chance.js';
import type { Focus } from './focus.js';
import { hasLists, listedParameters } from './list-values.js';
import { instantText } from './near-time.js';
import { type PathChoices, pathInside, slipOfPath } from './paths.js';
import type { Principal } from './principals.js';
import type { Assignment } from './settle.js';
import { ODD, objectOf } from './shape-values.js';
import type { Stock, Wish } from './stock.js';
import { wishesOf } from './stock.js';
import { type Draft, write, writeAssignment } from './write-assignment.js';

export interface Making {
  /** Everything as the stanza wants it, nothing missed on purpose. */
  readonly fitting: boolean;
  /** Whether a token's details may come with it; they may unless it is said. */
  readonly details?: boolean;
  /** What else is to come true. */
  readonly wishes?: readonly Wish[];
}

const OPERATIONS = ['read', 'list', 'create', 'update', 'patch', 'delete', 'invoke', 'delegate', 'recover', 'sudo', 'help', 'unheard'] as const;
/** No operations by themselves. */
const SILENT: ReadonlySet<string> = new Set(['deny', 'sudo', 'subscribe']);

export function makeRequest(stock: Stock, random: Random, { fitting, details = true, wishes = [] }: Making): Request {
  const principal = principalOf(stock, random, fitting);
  const layer = pickAny(random, principal.layers) ?? [];
  const inRegion = pathInRegion(stock, random);
  const focus = inRegion === null ? focusOf(stock, principal, layer, random, fitting) : stock.focuses.selected(layer, inRegion);
  const draft: Draft = {
    operation: operationOf(stock, focus, random, fitting),
    path: '',
    parameters: null,
    purpose: undefined,
    context: {},
    target: {},
    session: sessionOf(principal, random, fitting),
    attributes: {},
    user: {},
  };
  draft.path = inRegion === null ? pathOf(stock, principal, focus, draft, random, fitting) : normal(inRegion, draft, principal, random);
  const met = [focus, ...principal.layers.filter((other) => other !== layer).map((other) => stock.focuses.selected(other, draft.path))].filter(
    (each) => each !== null,
  );
  draft.parameters = parametersOf(stock, met, draft.path, random, fitting);
  assign(stock, principal, met, wishes, draft, random, fitting);
  const request = assemble(stock, principal, focus, draft, random, fitting);
  if (details && !fitting && once(random, 40)) request.authorization_details = [detailOf(draft, random)];
  const asks = stock.edges.approvals && (stock.asksAt(draft.path) || met.some(({ stanza }) => stanza.approval !== null || stanza.controlGroup !== null));
  if (!asks || (!fitting && once(random, 3))) return request;
  return withApprovals(request, stock, random, fitting);
}

function principalOf({ forms, strangers }: Stock, random: Random, fitting: boolean): Principal {
  const stranger = !fitting && strangers.length > 0 && once(random, 60) ? pick(random, strangers) : null;
  return stranger ?? pick(random, pick(random, forms));
}

/** WHY before the path: templates are filled in with it. */
function sessionOf({ sessions }: Principal, random: Random, fitting: boolean): Record<string, JsonValue> {
  return sessions !== null && sessions.length > 0 && (fitting || !once(random, 12)) ? { id: pick(random, sessions) } : {};
}

// ---- What is asked

/** A stanza of the layer, as a rule. */
function focusOf({ focuses }: Stock, principal: Principal, layer: readonly string[], random: Random, fitting: boolean): Focus | null {
  if (!fitting && once(random, 20)) return pickAny(random, focuses.all) ?? null;
  const name = pickAny(random, layer) ?? pickAny(random, principal.layers.flat());
  const stanzas = name === undefined ? [] : (focuses.byList.get(name) ?? []);
  const focus = pickAny(random, stanzas) ?? pickAny(random, focuses.all) ?? null;
  return fitting && focus?.stanza.capabilities[0] === 'deny' ? (pickAny(random, stanzas) ?? focus) : focus;
}

function operationOf({ options, policy }: Stock, focus: Focus | null, random: Random, fitting: boolean): string {
  const granted = focus === null ? [] : focus.stanza.capabilities.filter((capability) => !SILENT.has(capability));
  const allowed = options.operations;
  if (allowed !== undefined) {
    const both = granted.filter((operation) => allowed.includes(operation));
    return both.length > 0 && percent(random, 80) ? pick(random, both) : (pickAny(random, allowed) ?? 'read');
  }
  if (!fitting && percent(random, 12)) return pick(random, OPERATIONS);
  const operation = pickAny<string>(random, granted) ?? 'read';
  const words = policy.model.blocks.schema.operations;
  if (words.size === 0 || !once(random, 8)) return operation;
  return [...words].find(([, meant]) => meant === operation)?.[0] ?? operation;
}

/** null where every path will do. */
function pathInRegion({ regions, focuses }: Stock, random: Random): string | null {
  if (regions === null) return null;
  const pattern = pickAny(random, regions);
  if (pattern === undefined) return 'x';
  const text = pattern.kind === 'prefix' ? `${pattern.text}*` : pattern.text;
  return pathInside({ pieces: [text], pattern }, { random, focuses, directive: () => null });
}

function pathOf(stock: Stock, principal: Principal, focus: Focus | null, draft: Draft, random: Random, fitting: boolean): string {
  const { focuses } = stock;
  const choices: PathChoices = { random, focuses, directive: (directive) => directiveOf(directive, stock, principal, draft, random) };
  const path = focus === null ? (pickAny(random, focuses.points) ?? 'x') : pathInside(focus, choices);
  if (fitting || percent(random, 72)) return normal(path, draft, principal, random);
  return slipOfPath(path, random, focuses);
}

/** As most doors want it: without a slash at the end, but for lists. */
function normal(path: string, { operation }: Draft, { form }: Principal, random: Random): string {
  return form !== 'policies' && path.endsWith('/') && operation !== 'list' && !once(random, 30) ? `${path}x` : path === '' && form !== 'policies' ? 'x' : path;
}

/** What a template is filled in with: what is registered, else what the request then says. */
function directiveOf(directive: string, stock: Stock, principal: Principal, draft: Draft, random: Random): string | null {
  const { user, chain } = principal;
  const [root, name = '', ...rest] = directive.split('.');
  const actor = chain.at(-1);
  const say = (members: Record<string, JsonValue>, key: string) => {
    members[key] ??= 'x';
    return String(members[key]);
  };
  switch (root) {
    case 'agent':
      if (actor === undefined) return null;
      if (name === 'id') return actor.id;
      return String(actor.metadata?.[rest.join('.')] ?? 'x');
    case 'user': {
      if (user === null) return null;
      if (name === 'id') return user.id;
      const registered = user.attributes?.[name];
      return registered === undefined ? say(draft.user, name) : String(registered);
    }
    case 'self':
      return pick(
        random,
        [actor?.id, user?.id, actor?.type, ...stock.registry.delegations.slice(0, 8).map(({ id }) => id)]
          .filter((id) => id !== undefined)
          .concat('x')
          .slice(0, 4),
      );
    case 'session':
      return say(draft.session, 'id');
    default:
      return stock.identity.valueOf(directive);
  }
}

function parametersOf({ tools }: Stock, met: readonly Focus[], path: string, random: Random, fitting: boolean): Record<string, JsonValue> | null {
  const faults = fitting ? 0 : 30;
  const shaped = met.filter(({ stanza }) => stanza.parameters !== null);
  const focus = pickAny(random, shaped) ?? met.find(({ stanza }) => hasLists(stanza));
  const tool = tools.get(path);
  if (focus === undefined && tool === undefined) return fitting || percent(random, 70) ? null : { x: 'x' };
  if (!fitting && once(random, 16)) return null;
  const { parameters } = focus?.stanza ?? {};
  if (parameters !== null && parameters !== undefined && !(tool !== undefined && once(random, 6))) return { ...objectOf(parameters.shape, random, faults) };
  if (focus !== undefined && hasLists(focus.stanza)) return { ...listedParameters(focus.stanza, random, faults) };
  return tool === undefined ? null : { ...objectOf(tool, random, faults) };
}

// ---- What conditions see

function assign(stock: Stock, principal: Principal, met: readonly Focus[], more: readonly Wish[], draft: Draft, random: Random, fitting: boolean): void {
  const { edges, settler, targetOf } = stock;
  const wishes = [...stock.guardrailWishes(draft.path), ...met.flatMap(({ stanza }) => wishesOf(stanza)), ...more];
  if (principal.purposes !== null && principal.purposes.length > 0 && (fitting || !once(random, 12))) draft.purpose = pick(random, principal.purposes);
  if (wishes.length > 0) {
    const given: Assignment = new Map();
    const known = (attribute: Attribute) => knownOf(attribute, principal, draft) ?? (attribute.root === 'target' ? targetOf(draft.path, attribute) : undefined);
    const missed = fitting || percent(random, 60) ? null : pick(random, wishes).code;
    for (const { code, truth } of wishes) settler.settle(code as Code, code === missed ? !truth : truth, random, given, known);
    if (!fitting && once(random, 6)) disturb(given, random);
    writeAssignment(given, draft, principal);
  }
  if (!fitting && edges.attributes.size > 0 && once(random, 6)) {
    const { attribute, trues, falses } = pick(random, [...edges.attributes.values()]);
    const values = once(random, 2) && trues.length > 0 ? trues : falses;
    if (attribute.root !== 'request') write(attribute, pickAny(random, values) ?? pick(random, ODD), draft, principal);
  }
  // Groups that the request may add hold policies, too.
  if (stock.trustedGroups.length > 0 && principal.user !== null && draft.user.groups === undefined && once(random, 4))
    draft.user.groups = [pick(random, stock.trustedGroups)];
  if (edges.mfa && principal.user !== null && draft.user.mfa === undefined && (fitting || once(random, 2))) draft.user.mfa = true;
}

/** Missing, or of no type that anybody expects. */
function disturb(given: Assignment, random: Random): void {
  const attributes = [...given.keys()];
  const attribute = pickAny(random, attributes);
  if (attribute !== undefined) given.set(attribute, once(random, 2) && attribute.id !== 'context.time' ? undefined : pick(random, ODD));
}

function knownOf({ root, names: [first, ...rest] }: Attribute, { user, chain }: Principal, draft: Draft): JsonValue | undefined {
  const actor = chain.at(-1);
  switch (root) {
    case 'agent':
      if (first === 'id' || first === 'type' || first === 'owner') return actor?.[first];
      return first === 'metadata' && rest.length === 1 ? actor?.metadata?.[String(rest[0])] : undefined;
    case 'user':
      if (first === 'id') return user?.id;
      if (first === 'groups') return user?.groups as JsonValue | undefined;
      return typeof first === 'string' ? user?.attributes?.[first] : undefined;
    case 'request':
      return first === 'path' ? draft.path : first === 'operation' ? draft.operation : undefined;
    default:
      return undefined;
  }
}

// ---- Together

type Members = { -readonly [K in keyof Request]: Request[K] };

function assemble(stock: Stock, principal: Principal, focus: Focus | null, draft: Draft, random: Random, fitting: boolean): Members {
  const { edges, identity, now } = stock;
  const request: Record<string, unknown> = { ...principal.asking, operation: draft.operation, path: draft.path };
  if (principal.user !== null && hasMembers(draft.user)) request.user = { id: principal.user.id, ...draft.user };
  if (draft.parameters !== null) request.parameters = draft.parameters;
  if (draft.purpose !== undefined) request.purpose = draft.purpose;
  else if (!fitting && once(random, 20)) request.purpose = 'x';
  for (const member of ['session', 'target', 'attributes'] as const) if (hasMembers(draft[member])) request[member] = draft[member];
  if (edges.timed) {
    // WHY always there: without it the answer would hang on the clock of whoever asks.
    const instants = edges.instants;
    if (draft.context.time === undefined)
      draft.context.time = !fitting && instants.length > 0 && once(random, 8) ? instantText(pick(random, instants) + below(random, 3) - 1) : instantText(now);
  }
  if (hasMembers(draft.context)) request.context = draft.context;
  if (identity.identity !== null && !once(random, 20)) request.identity = identity.identity;
  const ttl = wrapTtlOf(focus, random, fitting);
  if (ttl !== null) request.wrap_ttl = ttl;
  return request as unknown as Members;
}

function hasMembers(members: object): boolean {
  for (const _ in members) return true;
  return false;
}

/** Seconds at the limits of the stanza. */
function wrapTtlOf(focus: Focus | null, random: Random, fitting: boolean): number | null {
  const { minWrappingTtl = 0, maxWrappingTtl = 0 } = focus?.stanza ?? {};
  const [min, max] = [minWrappingTtl / 1e9, maxWrappingTtl / 1e9];
  if (min <= 0 && max <= 0) return !fitting && once(random, 30) ? 60 : null;
  const inside = [...(min > 0 ? [min] : []), ...(max > 0 ? [max] : [])];
  if (fitting) return pick(random, inside);
  return once(random, 8) ? null : pick(random, [...inside, Math.max(0, min - 1), max + 1]);
}

function detailOf({ operation, path }: Draft, random: Random): JsonObject {
  return {
    type: once(random, 12) ? 'other' : 'vault:path_access',
    path: pick(random, [path, '*', `${path}x`]),
    capabilities: pick(random, [[operation], ['read', 'list'], ['deny']]),
  };
}
