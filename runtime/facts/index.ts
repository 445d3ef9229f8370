// The records of files and facts, by one name.

export type * from './blocks.js';
export type * from './records.js';
