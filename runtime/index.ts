// The door of the runtime: load a bundle once, decide many times. Imports nothing from outside this folder.

export type { Answer } from './answer.js';
export { canonicalJson, digestOf } from './canonical.js';
export * from './decision.js';
export type { EngineOptions } from './engine.js';
export { RuntimeError, type RuntimeErrorCode } from './errors.js';
export type * from './explain/types.js';
export { type BundleContents, type ExplainingEngine as Engine, loadBundle } from './explaining-engine.js';
export { type Code, type Names, ROOTS, type Root, SOURCES, type Source } from './expression/code.js';
export { durationOf } from './expression/evaluate.js';
export type * from './facts/blocks.js';
export type * from './facts/records.js';
export * from './format/index.js';
export * from './match/automaton.js';
export { durationOfNumber, parseDuration } from './match/duration.js';
export { toLower } from './match/fold.js';
export { instantOf } from './match/instant.js';
export { judgeBlock } from './match/judge-block.js';
export { isKnownDirective } from './match/known-directive.js';
export { type Classified, classifyPattern, compareSpecificity, matchesPattern } from './match/pattern.js';
export type * from './match/shape.js';
export { splitTemplate } from './match/template.js';
export * from './request.js';
export { type LoadedStanza, NEVER, type ParameterMap, type PolicyValue } from './rule.js';
export { foldName } from './view.js';
