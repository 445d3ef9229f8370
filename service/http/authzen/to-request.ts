// An evaluation of the Authorization API as a request: the subject's type says in which form it asks, type and id of the resource are a path of two
// segments, the properties of the action its parameters.

import type { Engine, JsonObject, Request } from '@polc/runtime';
import { isObject } from '../../is-object.js';
import { segmentOf } from '../../pdp/segment.js';
import { ServiceError } from '../../service-error.js';
import type { Evaluation } from './information-model.js';

export type Form = 'user' | 'agent';

/** What polc reads of a context, under `polc`; every other member is an attribute. */
interface Extension {
  readonly delegation?: JsonObject;
  readonly purpose?: string;
  readonly session?: JsonObject;
  readonly authorization_details?: readonly JsonObject[];
  /** Answer with the whole decision beside the truth. */
  readonly reasons?: boolean;
}

const EXTENSION = ['delegation', 'purpose', 'session', 'authorization_details', 'reasons'];

/** `user` and `agent` are themselves, unless the schema says otherwise; null for a type that nobody knows. */
export function formOf(type: string, { tables }: Engine): Form | null {
  const { subjects } = tables.blocks;
  if (Object.hasOwn(subjects, type)) return subjects[type] as Form;
  return type === 'user' || type === 'agent' ? type : null;
}

/** A subject of a type that nobody knows is no principal: the request is denied as malformed. @throws ServiceError invalid */
export function toRequest({ subject, action, resource, context }: Evaluation, engine: Engine, mayVouch: boolean): Request {
  const form = formOf(subject.type, engine);
  const { id } = subject;
  const properties = mayVouch ? (subject.properties as JsonObject | undefined) : undefined;
  // WHY member by member: objects that are spread together take several times as long to decide (bench/serve).
  const request: { -readonly [M in keyof Request]: Request[M] } = { operation: action.name, path: `${segmentOf(resource.type)}/${segmentOf(resource.id)}` };
  if (form === 'user') request.user = properties === undefined ? { id } : { ...properties, id };
  if (form === 'agent') {
    request.agent = id;
    if (properties !== undefined) request.attributes = properties;
  }
  if (action.properties !== undefined) request.parameters = action.properties as JsonObject;
  if (mayVouch && resource.properties !== undefined) request.target = resource.properties as JsonObject;
  if (context !== undefined) addContext(request, context, mayVouch);
  return request;
}

function addContext(request: { -readonly [M in keyof Request]: Request[M] }, context: NonNullable<Evaluation['context']>, mayVouch: boolean): void {
  const { delegation, purpose, session, authorization_details } = extensionOf(context);
  const { polc: _, ...attributes } = context;
  if (delegation !== undefined) request.delegation = delegation;
  if (purpose !== undefined) request.purpose = purpose;
  if (session !== undefined) request.session = mayVouch ? session : onlyId(session);
  if (authorization_details !== undefined) request.authorization_details = authorization_details;
  if (mayVouch) request.context = attributes as JsonObject;
}

/** What else is known of a session, only an enforcement point knows. What is no object is the decision's to refuse. */
function onlyId(session: JsonObject): JsonObject {
  if (!isObject(session)) return session;
  return session.id === undefined ? {} : { id: session.id };
}

export function wantsReasons({ context }: Pick<Evaluation, 'context'>): boolean {
  return extensionOf(context).reasons === true;
}

/** @throws ServiceError invalid */
function extensionOf(context: Evaluation['context']): Extension {
  const extension = context?.polc;
  if (extension === undefined) return {};
  if (typeof extension !== 'object' || extension === null || Array.isArray(extension)) throw invalid('it is an object');
  const unknown = Object.keys(extension).find((name) => !EXTENSION.includes(name));
  if (unknown !== undefined) throw invalid(`${JSON.stringify(unknown)} is no member of it`);
  return extension as Extension;
}

function invalid(what: string): ServiceError {
  return new ServiceError('invalid', `context.polc: ${what}`, 'context.polc');
}
