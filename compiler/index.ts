// The door of the compiler: policies in, diagnostics and a bundle out.

export { signBundle } from './bundle/sign-bundle.js';
export { baseName } from './check/read-policies.js';
export * from './lint/rule.js';
export { RULES } from './lint/rules/index.js';
export * from './model/stanza.js';
export { type CheckResult, type CompileOptions, type CompileResult, check, compile, type RuleSetting, type SourceText } from './pipeline.js';
