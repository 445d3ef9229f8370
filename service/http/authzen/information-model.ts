// Requests of the Authorization API 1.0 (OpenID AuthZEN), §5-§8: their shapes, as JSON Schema 2020-12. Members that are not named are ignored (§10.1).

export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly properties?: { readonly [name: string]: unknown };
}

export interface Action {
  readonly name: string;
  readonly properties?: { readonly [name: string]: unknown };
}

export interface Evaluation {
  readonly subject: Entity;
  readonly action: Action;
  readonly resource: Entity;
  readonly context?: { readonly [name: string]: unknown };
}

export interface Evaluations extends Partial<Evaluation> {
  readonly evaluations?: readonly Partial<Evaluation>[];
  readonly options?: { readonly evaluations_semantic?: Semantic };
}

export const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const;
export type Semantic = (typeof SEMANTICS)[number];

export interface Search extends Partial<Omit<Evaluation, 'subject' | 'resource'>> {
  readonly subject: Omit<Entity, 'id'> & { readonly id?: unknown };
  readonly resource: Omit<Entity, 'id'> & { readonly id?: unknown };
  readonly page?: { readonly token?: string; readonly limit?: number };
}

const TEXT = { type: 'string', maxLength: 16_384 } as const;
const OBJECT = { type: 'object' } as const;

const object = (properties: object, required: readonly string[]) => ({ type: 'object', properties, required }) as const;

const ENTITY = object({ type: TEXT, id: TEXT, properties: OBJECT }, ['type', 'id']);
const KIND_OF_ENTITY = object({ type: TEXT, properties: OBJECT }, ['type']);
const ACTION = object({ name: TEXT, properties: OBJECT }, ['name']);
const PAGE = object({ token: { type: 'string', maxLength: 2_048 }, limit: { type: 'integer', minimum: 0 }, properties: OBJECT }, []);

export const EVALUATION = object({ subject: ENTITY, action: ACTION, resource: ENTITY, context: OBJECT }, ['subject', 'action', 'resource']);

/** What of a single evaluation is missing or wrong is said beside its decision, so that its members are not looked at here. */
export const EVALUATIONS = object(
  {
    ...{ subject: ENTITY, action: ACTION, resource: ENTITY, context: OBJECT },
    evaluations: { type: 'array', items: OBJECT, maxItems: 1_000 },
    options: object({ evaluations_semantic: { enum: SEMANTICS } }, []),
  },
  [],
);

export const SUBJECT_SEARCH = object({ subject: KIND_OF_ENTITY, action: ACTION, resource: ENTITY, context: OBJECT, page: PAGE }, [
  'subject',
  'action',
  'resource',
]);
export const RESOURCE_SEARCH = object({ subject: ENTITY, action: ACTION, resource: KIND_OF_ENTITY, context: OBJECT, page: PAGE }, [
  'subject',
  'action',
  'resource',
]);
export const ACTION_SEARCH = object({ subject: ENTITY, resource: ENTITY, context: OBJECT, page: PAGE }, ['subject', 'resource']);
