// The door of the compiler: policies in, diagnostics and a bundle out.

export { compileGlob, compileRegex } from './automata/compile.js';
export { literalsOf } from './bundle/literals.js';
export { signBundle } from './bundle/sign-bundle.js';
export { baseName } from './check/read-policy.js';
export type { Load } from './check/read-tools-block.js';
export { emitModule } from './codegen/emit-module.js';
export { type Change, type Difference, type DiffOptions, type Direction, diff } from './compare/diff.js';
export * from './compare/report.js';
export { type Proof, type ProofStatus, proveProperty, type Refutation, verifyInvariant } from './compare/verify.js';
export type { Witness } from './compare/witness.js';
export { type World, worldOf, worldOfAnyRegistry } from './compare/world.js';
export { expandDocument } from './expression/expand.js';
export { operandsOf, type Read, readsOf } from './expression/walk.js';
export { IGNORE_CODES, type Ignored } from './lint/apply-ignores.js';
export type { RuleSetting, RuleSettings } from './lint/linter.js';
export * from './lint/rule.js';
export { RULES } from './lint/rules/index.js';
export * from './model/blocks.js';
export type * from './model/condition.js';
export { requirementDigest } from './model/requirement-digest.js';
export * from './model/stanza.js';
export * from './model/tests.js';
export type * from './model/tools.js';
export { type CompileOptions, type CompileResult, check, compile, Workspace } from './pipeline.js';
export type { Changes, CheckResult } from './source-set.js';
export type { SourceText } from './source-text.js';
export { type ZoneData, zoneOf } from './zones/zones.js';
