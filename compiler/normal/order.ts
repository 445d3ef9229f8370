// The order of patterns, for those that reason about it: the runtime's own, so that there is one.

export { type Classified, compareSpecificity } from '@polc/runtime';
