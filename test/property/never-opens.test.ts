// What only takes away never turns a denial into an allow: one more layer, hop, guardrail or key; an attribute, a policy, a consent that is not known.
// Random worlds over the whole language; each property also has to close some of what was open, or it would say nothing.

import type { Engine, Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allInFacts, onlyOnes, withConflict, withdrawn, withKey, withLayer, withUnknown } from '../arbitraries/language/changes.js';
import { conditionBodies } from '../arbitraries/language/conditions.js';
import { expressions } from '../arbitraries/language/expressions.js';
import { engineOf } from '../arbitraries/language/load-world.js';
import { type Asked, type RequestChoices, requestOf } from '../arbitraries/language/requests.js';
import { parameterBlocks } from '../arbitraries/language/shapes.js';
import { approvals } from '../arbitraries/language/stanzas.js';
import { Reader, type Tape, tapes } from '../arbitraries/language/tape.js';
import { type World, worldFacts, worldText } from '../arbitraries/language/world.js';
import { guardrails, worlds } from '../arbitraries/language/worlds.js';
import { runs } from '../runs.js';

const decide = (engine: Engine, request: Asked) => engine.decide(request as unknown as Request);
const several = fc.array(tapes, { minLength: 1, maxLength: 8, size: 'max' });
const SOUND: RequestChoices = { malformed: false, details: false };

/** Worlds of each property, each with up to eight requests. */
const RUNS = 200;
const LONG = 4_000;
const ENOUGH = 3;

/** How often a change closed what was open. */
class Closed {
  times = 0;

  check(before: () => Engine, after: Engine, [asked, changed]: readonly [Asked, Asked]): void {
    const { allowed } = decide(after, changed);
    // What is closed may have been anything; a few times it is looked at, to know that the change does something.
    if (!allowed && this.times >= ENOUGH) return;
    const open = decide(before(), asked);
    if (open.allowed && !allowed) this.times++;
    if (allowed && !open.allowed) expect.fail(`${open.outcome} became allowed: ${JSON.stringify(changed)}`);
  }

  expectSome(): void {
    expect(this.times).toBeGreaterThanOrEqual(ENOUGH);
  }
}

/** Made when it is first asked for. */
function lazily(world: World): () => Engine {
  let engine: Engine | null = null;
  return () => (engine ??= engineOf(world));
}

/** Engines of changed worlds; compiled only where the text is another. */
function engines(world: World): { readonly first: Engine; of(changed: World): Engine } {
  const first = engineOf(world);
  const known = new Map([[worldText(world), first]]);
  return {
    first,
    of(changed) {
      const text = worldText(changed);
      const there = known.get(text);
      if (there !== undefined) return there.withFacts(worldFacts(changed));
      const made = engineOf(changed);
      known.set(text, made);
      return made;
    },
  };
}

function neverOpens<T extends readonly unknown[]>(drawn: fc.Arbitrary<T>, check: (closed: Closed, drawn: T) => void): void {
  const closed = new Closed();
  const parameters = runs(RUNS, LONG);
  fc.assert(
    fc.property(drawn, (each) => check(closed, each)),
    parameters,
  );
  // In fewer runs a change may close nothing by chance.
  if (parameters.numRuns >= 10_000) closed.expectSome();
}

describe('never opens', () => {
  it('one more layer, or fewer scopes', () => {
    neverOpens(fc.tuple(worlds({ without: ['delegation'], stanzas: 2 }), several), (closed, [world, asked]: readonly [World, readonly Tape[]]) => {
      const made = engines(world);
      // One change of the world for all of its requests.
      const turn = [...(asked[0] as Tape)].reverse();
      for (const tape of asked) {
        const request = requestOf(world, tape, SOUND);
        const layered = withLayer(world, request, new Reader(turn));
        closed.check(() => made.first, made.of(layered.world), [request, layered.request]);
      }
    });
  });

  it('one more hop on the same terms', () => {
    const lonely = worlds({ without: ['delegation'], templates: false, stanzas: 2 });
    neverOpens(fc.tuple(lonely, several), (closed, [world, asked]: readonly [World, readonly Tape[]]) => {
      const hops = twoWays(allInFacts(world));
      const engine = engineOf(hops);
      for (const tape of asked) {
        const request = requestOf(hops, tape, { ...SOUND, forms: ['user'] });
        const chain = (...agents: readonly string[]): Asked => ({
          ...request,
          agent: 'a1',
          user: { ...(request.user as object), id: 'u0' },
          delegation: { user: 'u0', chain: agents },
        });
        closed.check(() => engine, engine, [chain('a1'), chain('a0', 'a1')]);
      }
    });
  });

  it('one more guardrail of any level', () => {
    const expr = expressions({ has: true, conditions: [], without: [] });
    neverOpens(fc.tuple(worlds({ stanzas: 2 }), several, guardrails(conditionBodies(expr), ['added'])), (closed, [world, asked, added]) => {
      const engine = lazily(world);
      const guarded = engineOf({ ...world, blocks: [...world.blocks, ...added] });
      for (const tape of asked) {
        const request = requestOf(world, tape, { ...SOUND, details: true });
        closed.check(engine, guarded, [request, request]);
      }
    });
  });

  it('an attribute that is not known, of the request or of the registry', () => {
    neverOpens(fc.tuple(worlds({ has: false, stanzas: 2 }), several), (closed, [world, asked]: readonly [World, readonly Tape[]]) => {
      const text = worldText(world);
      const engine = engineOf(world);
      // What Vault denies by its value is not denied by another; and groups that are trusted are policies.
      const kept = { parameters: !text.includes('denied_parameters'), groups: !text.includes('groups = "trusted"') };
      for (const tape of asked) {
        // Fewer layers, of which one attribute may decide.
        const request = requestOf(world, tape, { ...SOUND, forms: ['user', 'policies', 'agent', 'user', 'hop'] });
        const read = new Reader([...tape].reverse());
        for (let turn = 0; turn < 6; turn++) closed.check(() => engine, engine, [request, withUnknown(request, read, kept)]);
        closed.check(() => engine, engine, [request, withConflict(world, request, read)]);
      }
    });
  });

  it('a condition, shapes or an approval for a stanza that is alone at its pattern', () => {
    const expr = expressions({ has: true, conditions: [], without: [] });
    const keys = fc.oneof(
      conditionBodies(expr).map((body) => `when {\n${body}\n}`),
      parameterBlocks,
      approvals,
    );
    neverOpens(fc.tuple(worlds({ templates: false, stanzas: 2 }), several, keys, fc.nat(99)), (closed, [world, asked, key, number]) => {
      const lonely = onlyOnes(world);
      if (lonely.length === 0) return;
      const engine = lazily(world);
      const narrower = engineOf(withKey(world, lonely[number % lonely.length] as (typeof lonely)[number], key));
      for (const tape of asked) {
        const request = requestOf(world, tape, { ...SOUND, details: true });
        closed.check(engine, narrower, [request, request]);
      }
    });
  });

  it('a policy that nobody knows, a consent withdrawn, a principal expired or suspended', () => {
    neverOpens(fc.tuple(worlds({ stanzas: 2 }), several), (closed, [drawn, asked]: readonly [World, readonly Tape[]]) => {
      const world = allInFacts(drawn);
      const engine = engineOf(world);
      for (const tape of asked) {
        const request = requestOf(world, tape, { ...SOUND, details: true });
        closed.check(() => engine, engine.withFacts(worldFacts(withdrawn(world, new Reader([...tape].reverse())))), [request, request]);
      }
    });
  });
});

/** From u0 to a1 at once, and by a0, each hop on the terms of the first delegation. */
function twoWays(world: World): World {
  const [first] = world.delegations;
  if (first === undefined) return world;
  const hop = (id: string, from: string, to: string, max_depth: number) => ({ ...first, record: { ...first.record, id, from, to, max_depth } });
  const depth = first.record.max_depth ?? 0;
  const ids = ['short', 'long0', 'long1'];
  return {
    ...world,
    delegations: [hop('short', 'user:u0', 'a1', depth), hop('long0', 'user:u0', 'a0', depth + 1), hop('long1', 'agent:a0', 'a1', depth)],
    consents: world.consents
      .filter(({ delegation }) => delegation === first.record.id)
      .flatMap((consent) => ids.map((delegation) => ({ ...consent, delegation }))),
  };
}
