// Every endpoint with bodies that are wrong in one thing, made from its own description: whatever is sent is answered as the standards say, nothing is
// written that was not asked for in due form, and nobody is let do anything by it.

import type { JsonObject, JsonValue } from '@polc/runtime';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../runs.js';
import { allows, faultOfAnswer } from './fuzz-answer.js';
import { type BrokenBody, brokenBodies, NASTY, WRONG_TYPES } from './fuzz-bodies.js';
import { samplesFor } from './fuzz-samples.js';
import { EXACT, type FuzzAnswer, type FuzzScene, OPEN, type Operation, openScene } from './fuzz-scene.js';

const { numRuns, seed } = runs(2);
const drawn = (from: readonly string[], count: number, turn: number) =>
  fc.sample(fc.shuffledSubarray([...from], { minLength: from.length }), { numRuns: 1, seed: seed + turn })[0]?.slice(0, count) ?? [];
/** For each member some, for the next one others. */
const values = (turn: number) => [...drawn(WRONG_TYPES, numRuns + 1, turn), ...drawn(NASTY, numRuns, turn)];
const ajv = new Ajv2020({ strict: false, unicodeRegExp: true });

let scene: FuzzScene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.end());

const named = ({ method, path }: Operation) => `${method} ${path}`;
const takingBodies = () => scene.operations.filter(({ schema, method }) => schema !== null && method !== 'PUT');
const bodiesOf = (operation: Operation) => (samplesFor(scene)[named(operation)] ?? [{}]).flatMap((sample) => brokenBodies(sample, values));

/** undefined: nobody may read it as JSON. */
function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of what decides nothing that is not the very request which may be allowed. */
function isExact(body: JsonValue | undefined): boolean {
  const { agent, operation, path, parameters, purpose, session } = (body ?? {}) as JsonObject;
  const kind = (parameters as JsonObject | undefined)?.kind;
  const id = (session as JsonObject | undefined)?.id;
  const asked = { agent, operation, path: typeof path === 'string' ? path.replace(/^\/+/, '') : path, parameters: { kind }, purpose, session: { id } };
  return JSON.stringify(asked) === JSON.stringify(EXACT);
}

describe('the description', () => {
  it('names every endpoint, and each that takes a body has a good one here', () => {
    expect(scene.operations.length).toBeGreaterThan(70);
    const samples = samplesFor(scene);
    expect(Object.keys(samples).filter((name) => !scene.operations.some((operation) => named(operation) === name))).toEqual([]);
    const faults = takingBodies().flatMap((operation) => {
      const good = samples[named(operation)] ?? [{}];
      const validate = ajv.compile(operation.schema as object);
      const { properties = {} } = operation.schema as { readonly properties?: object };
      const unsaid = Object.keys(properties).filter((name) => !good.some((sample) => Object.hasOwn(sample, name)));
      return [...good.filter((sample) => !validate(sample)).map((sample) => JSON.stringify(sample)), ...unsaid].map((fault) => `${named(operation)}: ${fault}`);
    });
    // A caller is one of three things; a credential is looked at as it is in decisions.
    expect(faults).toEqual(['POST /v1/grants: credential', 'POST /v1/approvals: credential', 'POST /v1/callers: agent']);
  });
});

describe('an endpoint', () => {
  it('lets nobody in without a credential, and answers all of them alike', async () => {
    const before = await scene.held();
    const answers = new Set<string>();
    for (const operation of scene.operations) {
      for (const key of [null, 'polc_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA']) {
        const { status, headers, text } = await scene.ask({ ...operation, key, ...(operation.schema === null ? {} : { body: '{}' }) });
        if (OPEN.includes(operation.path)) expect([operation.path, status]).toEqual([operation.path, 200]);
        else answers.add(`${status} ${headers['www-authenticate']} ${headers['content-type']} ${text}`);
      }
    }
    expect([...answers].every((answer) => /^401 Bearer, DPoP/.test(answer))).toBe(true);
    // Two ways to be wrong, in two forms of errors.
    expect(answers.size).toBe(4);
    expect(await scene.held()).toBe(before);
  });

  it('refuses whoever may nothing, whatever is sent', async () => {
    const before = await scene.held();
    const faults: string[] = [];
    let count = 0;
    for (const operation of scene.operations.filter(({ path }) => !OPEN.includes(path))) {
      const validate = ajv.compile(operation.schema ?? true);
      const isDue = ({ text }: BrokenBody) => validate(parsed(text)) === true;
      // What the schema refuses it refuses for everybody, which is looked at below: here some are enough.
      const bodies = operation.schema === null ? [null] : bodiesOf(operation).filter((broken, i) => i % 8 === 0 || isDue(broken));
      await inTurns(bodies, async (batch) => {
        const answers = batch.map(async (broken) => {
          const answer = await scene.ask({ ...operation, key: scene.nobody, ...(broken === null ? {} : { body: broken.text }) });
          const fault = faultOfAnswer(answer, operation.url) ?? faultOfRefusal(answer, operation, broken === null || isDue(broken));
          if (fault !== null) faults.push(`${named(operation)} ${broken?.what ?? ''}: ${fault}`);
        });
        await Promise.all(answers);
        count += batch.length;
      });
      expect([named(operation), await scene.held()]).toEqual([named(operation), before]);
    }
    expect(faults, `POLC_SEED=${seed}`).toEqual([]);
    expect(count).toBeGreaterThan(500);
  });

  it('writes nothing, and allows nothing, for whoever may everything, unless it is asked in due form', async () => {
    const faults: string[] = [];
    let count = 0;
    for (const operation of takingBodies()) {
      const validate = ajv.compile(operation.schema as object);
      const ask = ({ text }: BrokenBody) => scene.ask({ ...operation, key: scene.admin, body: text });
      await inTurns(bodiesOf(operation), async (batch) => {
        const before = await scene.held();
        const answers = await Promise.all(batch.map(ask));
        // One that comes in the way of another may be served the next time.
        const refused = batch.filter((_, i) => (answers[i] as FuzzAnswer).status >= 400 && answers[i]?.status !== 409);
        const after = await scene.held();
        // Others of them may have been asked in due form: then these are asked again by themselves.
        if (refused.length < batch.length) await Promise.all(refused.map(ask));
        const isTraceless = (refused.length < batch.length ? after : before) === (await scene.held());
        if (!isTraceless) faults.push(`${named(operation)} ${refused.map(({ what }) => what).join(', or ')}: it is refused, and written`);
        batch.forEach(({ what, text }, i) => {
          const fault = faultForAdmin(answers[i] as FuzzAnswer, operation, parsed(text), (body) => validate(body) === true);
          if (fault !== null) faults.push(`${named(operation)} ${what}: ${fault}`);
        });
        count += batch.length;
      });
    }
    expect(faults, `POLC_SEED=${seed}`).toEqual([]);
    expect(count).toBeGreaterThan(2_000);
  });
});

function faultForAdmin(answer: FuzzAnswer, { url, path }: Operation, body: JsonValue | undefined, isValid: (body: JsonValue) => boolean): string | null {
  const isDue = body !== undefined && isValid(body);
  const fault = faultOfAnswer(answer, url);
  if (fault !== null) return fault;
  if (!isDue && answer.status !== 400) return `the status is ${answer.status}: ${answer.text.slice(0, 300)}`;
  return allows(answer) && !path.startsWith('/access/') && !isExact(body) ? `it is allowed: ${answer.text.slice(0, 300)}` : null;
}

function faultOfRefusal(answer: FuzzAnswer, { path }: Operation, isDue: boolean): string | null {
  if (answer.status >= 400) return isDue || answer.status === 400 ? null : `the status is ${answer.status}`;
  // Of what names no principal nobody needs a right to hear that it is denied.
  const isDenial = path.startsWith('/access/v1/evaluation')
    ? !allows(answer)
    : /^\{"decision_id":"[-0-9a-f]+","allowed":false,"outcome":"malformed_request"/.test(answer.text);
  return isDenial ? null : `it is answered: ${answer.text.slice(0, 300)}`;
}

const AT_ONCE = 8;

async function inTurns<T>(all: readonly T[], work: (batch: readonly T[]) => Promise<void>): Promise<void> {
  for (let i = 0; i < all.length; i += AT_ONCE) await work(all.slice(i, i + AT_ONCE));
}
