// The door of the testing room.

export type { TestedPolicy } from './policy.js';
