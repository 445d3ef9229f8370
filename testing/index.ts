// The door of the testing room.

export type { ChangeKind, RequestChange } from './arbitraries/change-request.js';
export { allowedRequests, deniedRequests } from './arbitraries/decided-requests.js';
export { type NearMiss, nearMisses } from './arbitraries/near-misses.js';
export type { RequestOptions } from './arbitraries/options.js';
export type { Asking, Form } from './arbitraries/principals.js';
export { requests } from './arbitraries/requests.js';
export { compilePolicy } from './compile-policy.js';
export { type AddOptions, Coverage } from './coverage/coverage.js';
export * from './coverage/report.js';
export type { Uncovered, UncoveredOptions } from './coverage/uncovered.js';
export { engineOf } from './engine-of.js';
export { caseTests } from './mutate/case-tests.js';
export { MUTANT_KINDS, type MutantKind } from './mutate/change.js';
export { type EquivalenceOptions, equivalence } from './mutate/equivalence.js';
export { type Discarded, type Mutant, type MutantOptions, type MutantPlace, type Mutants, mutantsOf } from './mutate/mutants-of.js';
export * from './mutate/run-mutants.js';
export type { TestedPolicy } from './policy.js';
export { checkProperty, type PropertyResult } from './property/check-property.js';
export { type PropertyOptions, PropertyRunner } from './property/property-runner.js';
export type { Expectation, PropertyRun, Region, RegionProperty } from './property/region.js';
export { USUAL_RUNS } from './property/try-requests.js';
export * from './property/verdict.js';
export { type Asked, askCase } from './runner/ask-case.js';
export { compare } from './runner/compare.js';
export { givenFacts } from './runner/given-facts.js';
export type * from './runner/results.js';
export { type RunnerOptions, type RunOptions, runTests, TestRunner } from './runner/test-runner.js';
