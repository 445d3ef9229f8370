// Alerts: what sets them off, how often, and what is remembered for them.

import type { Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { type AlertSettings, Alerts } from '../../service/audit/alerts.js';
import type { DecisionEntry } from '../../service/audit/audit-entry.js';
import { decided, REQUESTS } from './audit-entries.js';

/** Alerts over a clock that is set by hand. */
function watching(settings: AlertSettings = {}) {
  const clock = { now: 0 };
  const alerts = new Alerts({ ticks: () => clock.now, firstReach: false, ...settings });
  return { alerts, clock, kinds: (entry: DecisionEntry) => alerts.see(entry).map(({ alert }) => alert) };
}

const denied = decided(REQUESTS.ceiling);
const allowed = decided(REQUESTS.direct);
const onPath = (path: string) => decided({ ...REQUESTS.direct, path } as Request);

describe('repeated denials', () => {
  it('are five within a minute, told of once in a minute', () => {
    const { alerts, clock, kinds } = watching();
    for (let i = 0; i < 4; i++) expect(kinds(denied)).toEqual([]);
    clock.now = 59_999;
    expect(alerts.see(denied)).toEqual([
      {
        ...{ alert: 'repeated_denials', agent: 'worker', user: null, path: 'pay/x', decision: denied.id },
        message: 'agent:worker: 5 denials within 60 s, the last of them ceiling',
      },
    ]);
    clock.now = 119_000;
    for (let i = 0; i < 10; i++) expect(kinds(denied)).toEqual([]);
    clock.now = 119_999;
    expect(kinds(denied)).toEqual(['repeated_denials']);
  });

  it('are none where the first is a minute old', () => {
    const { clock, kinds } = watching();
    for (let i = 0; i < 50; i++) {
      expect(kinds(denied)).toEqual([]);
      clock.now += 15_000;
    }
    clock.now += 1;
    expect(kinds(denied)).toEqual([]);
  });

  it('are counted for each principal, as many within as long as is said', () => {
    const { kinds } = watching({ denials: { count: 2, seconds: 10 } });
    const user = decided(REQUESTS.parameters);
    expect([denied, user, allowed, denied, user].map(kinds)).toEqual([[], [], [], ['repeated_denials'], ['repeated_denials']]);
    expect(watching({ denials: { count: 1 } }).kinds(denied)).toEqual(['repeated_denials']);
  });

  it('by names that nobody knows are those of the caller', () => {
    const { alerts, kinds } = watching({ denials: { count: 3 }, mostPrincipals: 1 });
    for (const agent of ['x1', 'x2']) expect(kinds(decided({ agent, operation: 'read', path: 'a' }))).toEqual([]);
    const [alert] = alerts.see(decided({ agent: 'x3', operation: 'read', path: 'a' }));
    expect(alert?.message).toBe('caller:gateway: 3 denials within 60 s, the last of them unknown_principal');
    expect(alerts.forgotten.principals).toBe(0);
  });

  it('are none of those that wait for somebody’s yes, and none of the service’s own failures', () => {
    const { kinds } = watching({ denials: { count: 1 } });
    expect(kinds(decided(REQUESTS.approval))).toEqual([]);
    for (const outcome of ['stale_facts', 'internal', 'mfa_required'] as const) expect(kinds({ ...denied, outcome })).toEqual([]);
  });

  it('are forgotten of whoever was not seen for longest, which is counted', () => {
    const { alerts, kinds } = watching({ denials: { count: 2 }, mostPrincipals: 2 });
    const of = (agent: string): DecisionEntry => ({ ...denied, asked: { ...denied.asked, agent } });
    for (const agent of ['a', 'b', 'c']) expect(kinds(of(agent))).toEqual([]);
    expect(alerts.forgotten).toEqual({ principals: 1, agents: 0, areas: 0 });
    // Seen again, it is not the one that was not seen for longest.
    expect(kinds(of('b'))).toEqual(['repeated_denials']);
    expect(kinds(of('d'))).toEqual([]);
    expect(kinds(of('c'))).toEqual([]);
    expect(alerts.forgotten.principals).toBe(3);
    expect(kinds(of('d'))).toEqual(['repeated_denials']);
  });
});

describe('a sensitive path', () => {
  const watched = () => watching({ sensitive: ['secret/data/root', 'pay/*', '+/+/keys', 'http/bank.example/*'] });

  it.each([
    ['secret/data/root', true],
    ['//secret/data/root', true],
    ['secret/data/root/x', false],
    ['pay/anything/at/all', true],
    ['secret/x/keys', true],
    ['secret/keys', false],
    ['http/BANK.example.:443/transfer?x=1', true],
    ['http/other.example/', false],
  ])('%s: %s', (path, isWatched) => {
    expect(watched().kinds(onPath(path))).toEqual(isWatched ? ['sensitive_path'] : []);
  });

  it('is told of each time, allowed or denied', () => {
    const { alerts } = watched();
    expect([denied, denied].map((entry) => alerts.see(entry).map(({ message }) => message))).toEqual([
      ['agent:worker was denied on a path of pay/*'],
      ['agent:worker was denied on a path of pay/*'],
    ]);
    expect(alerts.see({ ...allowed, asked: { ...allowed.asked, path: 'pay/x' } })[0]?.message).toBe('agent:worker was allowed on a path of pay/*');
  });
});

describe('a first reach', () => {
  const reaching = (settings: AlertSettings = {}) => watching({ firstReach: true, ...settings });
  const into = (path: string, agent = 'worker'): DecisionEntry => ({ ...allowed, asked: { ...allowed.asked, agent, path } });

  it('is an agent allowed in two segments where it never was', () => {
    const { alerts, kinds } = reaching();
    expect(alerts.see(into('/secret/data/x'))).toEqual([
      {
        ...{ alert: 'first_reach', agent: 'worker', user: null, path: '/secret/data/x', decision: allowed.id },
        message: 'agent:worker was allowed in secret/data, where it was not seen before',
      },
    ]);
    expect(['secret/data/y', 'secret/data', 'secret/other/x', 'secret/other', 'x', 'x'].map((path) => kinds(into(path)).length)).toEqual([0, 0, 1, 0, 1, 0]);
    expect(kinds(into('secret/data/x', 'another'))).toEqual(['first_reach']);
    expect(kinds(decided(REQUESTS.user))).toEqual([]);
  });

  it('is none where the log has seen it, and a denial is no reach', () => {
    const { alerts, kinds } = reaching();
    alerts.learn(into('secret/data/x'));
    alerts.learn({ ...denied, asked: { ...denied.asked, path: 'pay/x' } });
    alerts.learn(decided(REQUESTS.user));
    expect([kinds(into('secret/data/z')), kinds(denied), kinds(into('pay/x'))]).toEqual([[], [], ['first_reach']]);
  });

  it('says what was forgotten, of this agent or of all', () => {
    const { alerts } = reaching({ mostAreas: 2, mostPrincipals: 2 });
    for (const path of ['a/1', 'a/2', 'a/1', 'a/3']) alerts.learn(into(path));
    expect(alerts.forgotten).toEqual({ principals: 0, agents: 0, areas: 1 });
    expect(alerts.see(into('a/1'))).toEqual([]);
    expect(alerts.see(into('a/2'))[0]?.message).toMatch(/as far as is remembered: 2 of its areas were forgotten$/);
    for (const agent of ['b', 'c', 'd']) alerts.learn(into('a/1', agent));
    expect(alerts.forgotten).toEqual({ principals: 0, agents: 2, areas: 2 });
    expect(alerts.see(into('a/1', 'e'))[0]?.message).toMatch(/as far as is remembered: [23] agents were forgotten$/);
  });
});

it.each([
  ['a pattern that is none', { sensitive: ['a/+*'] }],
  ['no denials', { denials: { count: 0 } }],
  ['a count that is no whole number', { denials: { count: 1.5 } }],
  ['no time', { denials: { seconds: 0 } }],
  ['a time that is no number', { denials: { seconds: Number.NaN } }],
  ['no room', { mostPrincipals: 0 }],
] satisfies [string, AlertSettings][])('alerts are not set up with %s', (_, settings) => {
  expect(() => new Alerts(settings)).toThrow(RangeError);
});
