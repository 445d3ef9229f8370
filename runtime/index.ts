// The door of the runtime: load a bundle once, decide many times. Imports nothing from outside this folder.

export type { Answer } from './answer.js';
export * from './decision.js';
export type { EngineOptions, Facts } from './engine.js';
export { RuntimeError, type RuntimeErrorCode } from './errors.js';
export type { Candidate, Change, Explanation, ExplanationStep } from './explain.js';
export { type BundleContents, type ExplainingEngine as Engine, loadBundle } from './explaining-engine.js';
export * from './format/index.js';
export { durationOfNumber, parseDuration } from './match/duration.js';
export { toLower } from './match/fold.js';
export { isKnownDirective } from './match/known-directive.js';
export { type Classified, classifyPattern, compareSpecificity, matchesPattern } from './match/pattern.js';
export { splitTemplate } from './match/template.js';
export * from './request.js';
export { type LoadedStanza, NEVER, type ParameterMap, type PolicyValue } from './rule.js';
export { foldName } from './view.js';
