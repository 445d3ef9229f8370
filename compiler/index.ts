// The door of the compiler: policies in, diagnostics and a bundle out.

export { signBundle } from './bundle/sign-bundle.js';
export { baseName } from './check/read-policy.js';
export type { Load } from './check/read-tools-block.js';
export { emitModule } from './codegen/emit-module.js';
export { expandDocument } from './expression/expand.js';
export { IGNORE_CODES, type Ignored } from './lint/apply-ignores.js';
export type { RuleSetting, RuleSettings } from './lint/linter.js';
export * from './lint/rule.js';
export { RULES } from './lint/rules/index.js';
export * from './model/blocks.js';
export type * from './model/condition.js';
export { requirementDigest } from './model/requirement-digest.js';
export * from './model/stanza.js';
export type * from './model/tools.js';
export { type CompileOptions, type CompileResult, check, compile, Workspace } from './pipeline.js';
export type { Changes, CheckResult } from './source-set.js';
export type { SourceText } from './source-text.js';
