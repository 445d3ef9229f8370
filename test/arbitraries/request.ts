// Random requests, near misses of given policies more often than not: a path that a pattern covers, less or more a character; a name in
// another case; a value joined with another by a comma. Chosen by number, so that a scenario shrinks in all its parts.

import type { Identity, JsonObject, JsonValue, Request } from '@polc/runtime';
import fc from 'fast-check';
import { SEGMENTS } from './pattern.js';
import { MAX_POLICIES, PARAMETER_NAMES, policySets, type StanzaText } from './policy.js';

export interface Scenario {
  /** Policy texts by name. */
  readonly policies: ReadonlyMap<string, string>;
  readonly requests: readonly Request[];
}

// ---- Paths

interface PathPlan {
  readonly fillers: readonly string[];
  /** Seconds since the epoch, where a template asks for the time. */
  readonly time: string;
  readonly tail: string;
  readonly leading: string;
  readonly changes: readonly { readonly how: 'drop' | 'insert' | 'case' | 'slash'; readonly at: number; readonly what: string }[];
}

const fillers = fc.constantFrom('a', 'a', 'a', 'b', ...SEGMENTS, '+', '*', 'x', 'a/b');
const pathPlans: fc.Arbitrary<PathPlan> = fc.record({
  fillers: fc.array(fillers, { minLength: 1, maxLength: 4 }),
  time: fc.constantFrom('1700000000', '1700000001', '1700003600'),
  tail: fc.constantFrom('', '', 'a', 'b', '/', 'a/b', 'x/', '*'),
  leading: fc.constantFrom('', '', '', '', '', '/', '//'),
  changes: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          how: fc.constantFrom('drop', 'insert', 'case', 'slash'),
          at: fc.nat(12),
          what: fc.constantFrom('a', 'b', '/', '+', '*', '-', ' ', '\u0000', 'ä'),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
});

function pathFrom(plan: PathPlan, pattern: string): string {
  let next = 0;
  const filler = () => plan.fillers[next++ % plan.fillers.length] as string;
  const filled = pattern
    .replace(/^\//, '')
    .replace(/\*$/, () => plan.tail)
    .replaceAll(/\{\{(.*?)\}\}/g, (_, directive: string) => (directive.startsWith('time.now') ? plan.time : filler()))
    .split('/')
    .map((segment) => (segment === '+' ? filler() : segment))
    .join('/');
  return plan.leading + plan.changes.reduce(changed, filled);
}

function changed(path: string, { how, at, what }: PathPlan['changes'][number]): string {
  const place = at % (path.length + 1);
  const [before, behind] = [path.slice(0, place), path.slice(place)];
  switch (how) {
    case 'drop':
      return before + behind.slice(1);
    case 'insert':
      return before + what + behind;
    case 'case':
      return before + (behind.charAt(0) === behind.charAt(0).toUpperCase() ? behind.charAt(0).toLowerCase() : behind.charAt(0).toUpperCase()) + behind.slice(1);
    case 'slash':
      return path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  }
}

// ---- Parameters

type Near = 'itself' | 'case' | 'joined' | 'joined apart' | 'listed' | 'longer' | 'text';

const freeValues: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<JsonValue>('x', 'y', 'xy', 'yx', 'X', '', 'x,y', 'x, y', 'x,', ',', 'x,z', '*', 'axb') },
  fc.constantFrom<JsonValue>(
    null,
    true,
    false,
    0,
    1,
    2.5,
    [],
    ['x'],
    ['x', 'y'],
    ['x', 'z'],
    [['x']],
    [null],
    [1],
    {},
    { k: 'x' },
    { k: { l: 'x' } },
    { k: ['x'] },
  ),
);
const parameterPlans = fc.record({
  name: fc.nat(40),
  nameNear: fc.constantFrom('itself', 'itself', 'itself', 'lower', 'upper', 'longer'),
  value: fc.nat(40),
  near: fc.constantFrom<Near>('itself', 'itself', 'itself', 'case', 'joined', 'joined apart', 'listed', 'longer', 'text'),
  free: freeValues,
  useFree: fc.constantFrom(false, false, true),
  stranger: fc.constantFrom(false, false, false, false, true),
});
type ParameterPlan = typeof parameterPlans extends fc.Arbitrary<infer T> ? T : never;

function parametersFrom(plans: readonly ParameterPlan[], { names, values }: StanzaText): JsonObject {
  // WHY fromEntries: assigning to `__proto__` would not make a member of it.
  return Object.fromEntries(
    plans.map((plan) => {
      const known = plan.stranger || names.length === 0 ? PARAMETER_NAMES : names;
      const name = known[plan.name % known.length] as string;
      const spelled = { itself: name, lower: name.toLowerCase(), upper: name.toUpperCase(), longer: `${name}x` }[plan.nameNear] as string;
      if (plan.useFree || values.length === 0) return [spelled, plan.free];
      const other = plan.stranger ? plan.free : (values[(plan.value + 1) % values.length] as JsonValue);
      return [spelled, near(values[plan.value % values.length] as JsonValue, plan.near, other)];
    }),
  );
}

function near(value: JsonValue, how: Near, other: JsonValue): JsonValue {
  if (how === 'listed') return [value, other];
  if (how === 'text') return String(value);
  if (how === 'longer' && typeof value === 'object') return longer(value);
  if (typeof value !== 'string') return value;
  if (how === 'case') return value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
  if (how === 'joined' || how === 'joined apart') return `${value},${how === 'joined' ? '' : ' '}${typeof other === 'string' ? other : 'x'}`;
  return how === 'longer' ? `${value}x` : value;
}

function longer(value: Extract<JsonValue, object> | null): JsonValue {
  if (Array.isArray(value)) return [...value, 'x'];
  return { ...value, more: 'x' };
}

// ---- Who asks

const identityValues = fc.constantFrom('a', 'a', 'a', 'a', 'b', 'b', 'ab', '', 'a*', '+', 'a+', 'a/b', '/', '{{identity.entity.id}}', 'ä');
const metadata = fc.option(fc.dictionary(fc.constantFrom('k', 'k.l', 'other', '__proto__'), identityValues, { maxKeys: 2, noNullPrototype: true }));
const record = { id: identityValues, name: identityValues, metadata };
const identities: fc.Arbitrary<Identity | null> = fc.oneof(
  fc.constant(null),
  fc.record(
    {
      entity: fc.option(
        fc.record(
          {
            ...record,
            aliases: fc.array(
              fc.record({ ...record, mount_accessor: fc.constantFrom('acc', 'acc', 'other'), custom_metadata: metadata }, { requiredKeys: [] }),
              { maxLength: 2 },
            ),
          },
          { requiredKeys: [] },
        ),
        { freq: 6 },
      ),
      groups: fc.option(
        fc.array(
          fc.record(
            { ...record, id: fc.constantFrom('i', 'j', ''), name: fc.constantFrom('g', 'g', 'h', ''), namespace_id: fc.constantFrom('root', 'ns1', 'ns1') },
            { requiredKeys: ['id', 'name'] },
          ),
          { maxLength: 2 },
        ),
        { freq: 6 },
      ),
    },
    { requiredKeys: [] },
  ),
);

const operations = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('read', 'list', 'list', 'update', 'create', 'delete', 'patch', 'recover') },
  { weight: 3, arbitrary: fc.constantFrom('revoke', 'renew', 'rollback', 'help') },
  { weight: 1, arbitrary: fc.constantFrom('', 'sudo', 'subscribe', 'deny', 'READ', 'scan', 'header', 'alias-lookahead', '__proto__', 'constructor') },
);

const wrapTtls = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<number | string>(0, 4, 5, 6, 9, 10, 11, 59, 60, 61, 5400, 86400, 86401, '', '5', '10s', '1m', '60', '1d', '1h30m', '0.5s'),
  },
);

/** A policy list; most often all there are. */
const NAMES = Array.from({ length: MAX_POLICIES }, (_, index) => `p${index}`);
const policyLists = fc.oneof(
  { weight: 2, arbitrary: fc.constant(NAMES) },
  { weight: 1, arbitrary: fc.shuffledSubarray(NAMES, { minLength: 1 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...NAMES, 'P0', 'P1', ' p2\t', 'unknown', ''), { maxLength: 4 }) },
);

const requestPlans = fc.record({
  policies: policyLists,
  target: fc.nat(40),
  operation: operations,
  /** Of the target's own capabilities, where it has one. */
  fitting: fc.option(fc.nat(9), { freq: 2 }),
  path: pathPlans,
  parameters: fc.oneof({ weight: 1, arbitrary: fc.constantFrom(null, undefined) }, { weight: 3, arbitrary: fc.array(parameterPlans, { maxLength: 3 }) }),
  wrapTtl: wrapTtls,
  identity: identities,
  time: fc.constantFrom<JsonValue>(1_700_000_000_000, 1_700_000_000_999, '2023-11-14T22:13:20Z', '2023-11-14T23:13:20.5+01:00', 'soon', 0, -1),
});
type RequestPlan = typeof requestPlans extends fc.Arbitrary<infer T> ? T : never;

const NOTHING: StanzaText = { text: '', pattern: 'a/b', capabilities: [], names: [], values: [] };

function requestFrom(plan: RequestPlan, stanzas: readonly StanzaText[]): Request {
  const target = stanzas[plan.target % stanzas.length] ?? NOTHING;
  const { capabilities } = target;
  return {
    policies: plan.policies,
    operation: plan.fitting === null || capabilities.length === 0 ? plan.operation : (capabilities[plan.fitting % capabilities.length] as string),
    path: pathFrom(plan.path, target.pattern),
    ...(plan.parameters === undefined ? {} : { parameters: plan.parameters && parametersFrom(plan.parameters, target) }),
    wrap_ttl: plan.wrapTtl,
    identity: plan.identity,
    // A template may ask for the time, and everyone must hear the same.
    context: { time: plan.time },
  };
}

/** Up to three policies, and requests near them of any lists of them. */
export function scenario(requests = 12): fc.Arbitrary<Scenario> {
  return fc.record({ texts: policySets, plans: fc.array(requestPlans, { minLength: 1, maxLength: requests }) }).map(({ texts, plans }) => ({
    policies: new Map(texts.map(({ text }, index) => [NAMES[index] as string, text])),
    requests: plans.map((plan) =>
      requestFrom(
        plan,
        texts.flatMap(({ stanzas }) => stanzas),
      ),
    ),
  }));
}
