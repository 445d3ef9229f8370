// The cases of tests as those that mutants are asked by: each with what it is given, on one engine a mutant.

import type { TestModel } from '@polc/compiler';
import type { Facts } from '@polc/runtime';
import type { TestedPolicy } from '../policy.js';
import { TestRunner } from '../runner/test-runner.js';
import type { MutationTest } from './run-mutants.js';

/** `facts`: beside every test that names none. */
export function caseTests(tests: readonly TestModel[], facts?: Facts): MutationTest[] {
  const given = facts === undefined ? {} : { facts };
  const runners = new WeakMap<TestedPolicy, TestRunner>();
  return tests.flatMap(({ cases }) =>
    cases.map(
      (one): MutationTest => ({
        name: one.name,
        passes(policy, engine) {
          let runner = runners.get(policy);
          if (runner === undefined) {
            runner = new TestRunner(policy.bundle, { ...given, previous: engine });
            runners.set(policy, runner);
          }
          return runner.passes(one);
        },
      }),
    ),
  );
}
