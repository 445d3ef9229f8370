// AgentDojo's recorded calls as logs: what half of the users' calls suggest is held against the other half, and against the attackers' calls.

import { compile } from '@polc/compiler';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../../compiler/suggest/evidence.js';
import { fateOf, requestOf } from '../agentdojo/replay.js';
import { factsOf, GUARDS, readSuite, sourcesOf } from '../agentdojo/suite.js';
import { describeShared } from '../shared-data.js';
import { suggestFor } from './suggesting.js';

describeShared('AgentDojo as a log', () => {
  describe.each(GUARDS)('$suite', (guard) => {
    const { user_tasks, injection_tasks } = readSuite(guard.suite);
    const calls = Object.values(user_tasks).flatMap((task) => task.calls.map((call) => requestOf(guard, call)));
    const attacks = Object.values(injection_tasks).flatMap((task) => task.calls.map((call) => requestOf(guard, call)));
    const options = { facts: factsOf(guard.suite), shared: true };

    it('keeps what it has learned of, and opens nothing to the attackers', () => {
      const sources = sourcesOf(guard.suite);
      expect(compile(sources).bundle).toBeDefined();
      const learned = calls.filter((_, i) => i % 2 === 0);
      const { suggestion, report } = suggestFor(sources, learned, options);
      expect(report.sound).toBe(true);
      expect(report.guarantees.nothing_opens.undecided).toEqual([]);
      const { present, engine } = suggestion;
      for (const request of attacks) if (!present.decide(request).allowed) expect(engine.decide(request).allowed).toBe(false);
      const open = calls.filter((request, i) => i % 2 === 1 && fateOf(present.decide(request).outcome) !== 'denied');
      const kept = open.filter((request) => engine.decide(request).outcome === present.decide(request).outcome);
      const through = attacks.filter((request) => present.decide(request).allowed);
      const still = through.filter((request) => engine.decide(request).allowed);
      const share = (count: number, of: number) => `${count}/${of} (${((100 * count) / of).toFixed(1)} %)`;
      console.log(
        `agentdojo ${guard.suite}: learned from ${learned.length} calls; of those held out as they were ${share(kept.length, open.length)}; ` +
          `grants that go ${report.unused.length}; single calls of attackers that are allowed ${through.length} → ${still.length}`,
      );
      expect(kept.length / open.length).toBeGreaterThanOrEqual(0.7);
      // What is lost was granted by a stanza that the half never used: nothing is lost to a narrower path or to fewer values.
      const { policies } = suggestion.candidates;
      for (const request of open.filter((one) => !kept.includes(one))) {
        const granting = present.decide(request).rules.filter(({ policy, role }) => role === 'granted' && policies.has(policy));
        expect(granting.some((rule) => !suggestion.evidence.uses.has(keyOf({ ...rule, written: rule.path })))).toBe(true);
      }
      expect(report.unused.length).toBeGreaterThan(0);
    }, 120_000);
  });
});
