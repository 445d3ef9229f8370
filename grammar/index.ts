// The door of the grammar room: text to tree and back.

export * from './ast.js';
export * from './diagnostic.js';
export { format, type Rewrite } from './format.js';
export { nearest } from './nearest.js';
export { parse } from './parse.js';
export { print, printPolcJson } from './print.js';
export * from './source.js';
