// Decisions of a log, decided again from what they were decided by: the sealed request, the bundle of their revision, the facts of theirs.

import { canonicalJson, type Decision, type Engine, type JsonValue, type Request } from '@polc/runtime';
import type { AskedEntry, AuditEntry, DecisionEntry } from './audit-entry.js';
import { askedOf } from './entry-of.js';
import type { AuditKeys } from './sealed.js';

/** Why an entry cannot be decided again. */
export type Impossible =
  /** Its request was not kept. */
  | 'unsealed'
  /** Its request was sealed by another secret, or is not the one that was sealed. */
  | 'unopened'
  | 'no_bundle'
  | 'no_facts'
  /** How old its facts were is nowhere kept. */
  | 'stale_facts';

export interface Difference {
  /** `asked`: the sealed request is not the one that the entry tells of. */
  readonly what: 'asked' | 'allowed' | 'outcome' | 'layers' | 'rules';
  readonly logged: JsonValue;
  readonly now: JsonValue;
}

export type ReExecuted = { readonly index: number; readonly id: string } & (
  | { readonly result: 'same' }
  | { readonly result: 'different'; readonly differences: readonly Difference[] }
  | { readonly result: 'impossible'; readonly why: Impossible }
);

/** The engine of this bundle with these facts; it is to decide by `clock`, which stands at the time of the entry. Asked again where either changes. */
export type EngineFor = (
  revision: string,
  factsRevision: string | null,
  clock: () => number,
) => Promise<Pick<Engine, 'revision' | 'decide'> | 'no_bundle' | 'no_facts'>;

/** One answer a decision, in order; entries of other types are passed over. Rejects with what `engineFor` does. */
export async function* reExecute(
  entries: Iterable<{ readonly index: number; readonly entry: AuditEntry }>,
  keys: AuditKeys,
  engineFor: EngineFor,
): AsyncGenerator<ReExecuted> {
  let now = 0;
  const clock = () => now;
  let known: { readonly revision: string; readonly facts: string | null; readonly engine: Awaited<ReturnType<EngineFor>> } | null = null;
  for (const { index, entry } of entries) {
    if (entry.type !== 'decision') continue;
    const { id, revision, facts_revision: facts } = entry;
    const request = openedOf(entry, keys);
    if (typeof request === 'string') {
      yield { index, id, result: 'impossible', why: request };
      continue;
    }
    if (known === null || known.revision !== revision || known.facts !== facts) known = { revision, facts, engine: await engineFor(revision, facts, clock) };
    const { engine } = known;
    now = Date.parse(entry.time);
    yield { index, id, ...(typeof engine === 'string' ? { result: 'impossible', why: engine } : judged(entry, request.request, engine, keys)) };
  }
}

/** In an object: a request may be any JSON. */
function openedOf({ sealed, id, outcome }: DecisionEntry, { sealing }: AuditKeys): { readonly request: Request } | Impossible {
  if (outcome === 'stale_facts') return 'stale_facts';
  if (sealed === null) return 'unsealed';
  const text = sealing.open(sealed, id);
  if (text === null) return 'unopened';
  try {
    return { request: JSON.parse(text) as Request };
  } catch {
    return 'unopened';
  }
}

type Judged =
  | { readonly result: 'same' }
  | { readonly result: 'different'; readonly differences: readonly Difference[] }
  | { readonly result: 'impossible'; readonly why: Impossible };

function judged(entry: DecisionEntry, request: Request, engine: Pick<Engine, 'revision' | 'decide'>, { hash }: AuditKeys): Judged {
  // WHY again: whoever hands the engine out goes by names of files, and this is what it is about.
  if (engine.revision !== entry.revision) return { result: 'impossible', why: 'no_bundle' };
  const decision: Decision = engine.decide(request);
  if (decision.facts_revision !== entry.facts_revision) return { result: 'impossible', why: 'no_facts' };
  const asked = askedOf(request, hash);
  const pairs: readonly (readonly [Difference['what'], unknown, unknown])[] = [
    ['asked', entry.asked, { ...asked, ...partiesNamed(request, asked, entry.asked) }],
    ...(['allowed', 'outcome', 'layers', 'rules'] as const).map((what) => [what, entry[what], decision[what]] as const),
  ];
  const differences = pairs.flatMap(([what, logged, now]): Difference[] => {
    const [before, after] = [logged as JsonValue, now as JsonValue];
    return canonicalJson(before) === canonicalJson(after) ? [] : [{ what, logged: before, now: after }];
  });
  return differences.length === 0 ? { result: 'same' } : { result: 'different', differences };
}

/** Of a delegation that is only named, the request does not say between whom it is; the layers do, which are compared by themselves. */
function partiesNamed(request: Request, asked: AskedEntry, logged: AskedEntry): Partial<AskedEntry> {
  const isNamed = asked.delegation !== null && request.delegation?.chain === undefined;
  return isNamed ? { user: asked.user ?? logged.user, chain: logged.chain } : {};
}
