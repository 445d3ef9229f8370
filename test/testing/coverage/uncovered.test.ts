// Requests for what is not covered: each is decided again by an engine of its own and shows what it is for; where there is none, none is told.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from '@polc/compiler';
import { type Facts, loadBundle } from '@polc/runtime';
import { Coverage, goalsOf, type Uncovered } from '@polc/testing';
import { describe, expect, it } from 'vitest';
import { bare, measured } from './measured.js';

/** What the requests show when nothing else is known, goal by goal. */
function covers(coverage: Coverage, { goal, requests }: Uncovered): boolean {
  const copy = coverage.copy();
  for (const request of requests ?? []) copy.add(request);
  const now = copy.report().files.flatMap((file) => goalsOf(file));
  return now.some(
    ({ file, metric, of, want, span, covered }) =>
      covered && file === goal.file && metric === goal.metric && of === goal.of && want === goal.want && span.start === goal.span.start,
  );
}

const found = (all: readonly Uncovered[]) => all.map(({ goal: { of, want }, requests }) => [`${of}: ${want}`, requests !== null]);

describe('a policy that nobody has tested', () => {
  const policy = `
condition "calm" { expr = context.risk < 50 || context.override }
policy "p" {
  path "secret/*" {
    capabilities = ["read"]
    when {
      time     { zone = "Europe/Berlin"  days = ["mon-fri"]  hours = ["09:00-17:00"] }
      location { cidrs = ["10.0.0.0/8"]  countries = ["DE", "FR"] }
      expr = condition.calm && glob(context.host, "*.example.org")
    }
  }
  path "secret/never" { capabilities = ["deny"] }
  path "tools/+/run" {
    capabilities = ["invoke"]
    parameters {
      amount = number(above: 0, max: 500)
      code   = string(matches: "[A-Z]{2}\\\\d{3}")
      tags   = optional(list(string, max_items: 2))
    }
  }
}`;
  const { coverage, policy: tested } = measured(policy);
  const uncovered = coverage.uncovered();
  const engine = loadBundle(tested.bundle);

  it('gets a request for everything in it', () => {
    expect(uncovered.length).toBe(goalsOf(coverage.report().files[0] as NonNullable<ReturnType<Coverage['report']>['files'][number]>).length);
    expect(found(uncovered).filter(([, there]) => !there)).toEqual([]);
    for (const one of uncovered) expect([one.goal.of, one.goal.want, covers(coverage, one)]).toEqual([one.goal.of, one.goal.want, true]);
  });

  it('gets such as the engine answers as they say', () => {
    const allowed = uncovered.filter(({ goal }) => goal.metric === 'stanzas' && goal.want === 'allowed');
    expect(allowed.length).toBe(2);
    for (const { requests } of allowed) expect(requests?.map((request) => engine.decide(request).allowed)).toEqual([true]);
    const denied = uncovered.filter(({ goal }) => goal.want === 'denied');
    expect(denied.map(({ requests }) => requests?.map((request) => engine.decide(request).outcome))).toEqual([['explicit_deny']]);
  });

  it('gets two requests for MC/DC, one where a half was seen already', () => {
    const calm = ({ goal }: Uncovered) => goal.metric === 'mcdc' && goal.of.startsWith('condition.calm');
    const [one] = uncovered.filter(calm);
    expect(one?.requests?.length).toBe(2);
    const half = coverage.copy();
    half.add((one?.requests ?? [])[0] as Parameters<Coverage['add']>[0]);
    expect(half.uncovered().find(calm)?.requests?.length).toBe(1);
  });

  it('is covered whole by all that was found', () => {
    const copy = coverage.copy();
    for (const { requests } of uncovered) for (const request of requests ?? []) copy.add(request);
    expect(Object.values(copy.report().shares).every(({ covered, total }) => covered === total)).toBe(true);
    expect(copy.uncovered()).toEqual([]);
  });

  it('gets the same each time', () => {
    expect(measured(policy).coverage.uncovered()).toEqual(uncovered);
  });
});

describe('what cannot be shown', () => {
  it('is told without a request: atoms of one value, and a stanza behind another', () => {
    const { coverage } = measured(`policy "p" {
  path "x" {
    capabilities = ["read"]
    when { expr = (context.a == 1 || true) && context.b == 2 }
  }
  path "y" { capabilities = ["read"]  when { expr = context.c < 1 && context.c > 2 } }
}`);
    coverage.add(bare({ context: { a: 1, b: 2 } }));
    coverage.add(bare({ context: { a: 3, b: 3 } }));
    const told = new Map(found(coverage.uncovered()).map(([name, there]) => [String(name).replace(/ in when of policy "p", "(.)"/, ' ($1)'), there]));
    expect(Object.fromEntries(told)).toEqual({
      'policy "p", "y": selected': true,
      'policy "p", "y": allowed': false,
      // What is beside true is masked for ever.
      'context.a == 1 (x): mcdc': false,
      'true (x): false': false,
      'true (x): mcdc': false,
      'context.c < 1 (y): true': true,
      'context.c < 1 (y): false': true,
      'context.c < 1 (y): mcdc': false,
      'context.c > 2 (y): true': true,
      'context.c > 2 (y): false': true,
      'context.c > 2 (y): mcdc': false,
    });
  });

  it('of a delegation that is for some purposes and sessions is found with one of each', () => {
    const { coverage } = measured(`
agent "helper" { policies = ["p"] }
user "alice" { policies = ["p"] }
policy "p" { path "x" { capabilities = ["read"] } }
scope "s"  { path "x" { capabilities = ["read"] } }
delegation "d" { from = "user:alice"  to = "helper"  scopes = ["s"]  consent = "implied"  purposes = ["audit"]  sessions = ["s-1"] }`);
    const [one] = coverage.uncovered().filter(({ goal }) => goal.metric === 'delegations');
    expect(one?.requests?.[0]).toMatchObject({ agent: 'helper', delegation: { id: 'd' }, purpose: 'audit', session: { id: 's-1' } });
  });

  it('of a delegation that is revoked nothing is found', () => {
    const { coverage } = measured(`
agent "helper" { policies = ["p"] }
user "alice" { policies = ["p"] }
policy "p" { path "x" { capabilities = ["read"] } }
scope "s"  { path "x" { capabilities = ["read"] } }
delegation "d" { from = "user:alice"  to = "helper"  scopes = ["s"]  consent = "implied"  status = "revoked" }`);
    const none = coverage.uncovered().filter(({ requests }) => requests === null);
    expect(found(none).map(([name]) => name)).toEqual(
      [
        'scope "s", "x": selected',
        'scope "s", "x": allowed',
        'ceiling agent:helper: allowed',
        'ceiling agent:helper: denied',
        'scope delegation:d: allowed',
        'scope delegation:d: denied',
        'scope "s": used',
        'delegation "d": used',
      ].filter((name) => found(none).some(([other]) => other === name)),
    );
    expect(none.length).toBeGreaterThanOrEqual(6);
  });
});

const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));

describe.each(readdirSync(POLICIES))('the example %s', (name) => {
  it('gets requests that show what they are for, for nearly all of its goals', () => {
    const folder = `${POLICIES}/${name}`;
    const sources = readdirSync(folder)
      .filter((file) => /\.(?:hcl|polc\.json|tools\.json)$/.test(file) && !file.endsWith('.test.hcl'))
      .map((file) => ({ file, text: readFileSync(`${folder}/${file}`, 'utf8') }));
    const { bundle, model } = compile(sources);
    const has = readdirSync(folder).includes('facts.json');
    const facts = has ? (JSON.parse(readFileSync(`${folder}/facts.json`, 'utf8')) as Facts) : undefined;
    const coverage = new Coverage({ bundle: bundle as Uint8Array, model, ...(facts === undefined ? {} : { facts }) }, sources);
    const uncovered = coverage.uncovered();
    const shown = uncovered.filter(({ requests }) => requests !== null);
    expect(uncovered.length).toBeGreaterThan(4);
    expect(shown.length / uncovered.length).toBeGreaterThan(0.85);
    for (const one of shown.filter((_, i) => i % 7 === 0))
      expect([one.goal.of, one.goal.want, covers(coverage, one)]).toEqual([one.goal.of, one.goal.want, true]);
  });
});
