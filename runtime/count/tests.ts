// How many tests a request passes, by kind.

export interface Tests {
  /** Of trees. */
  nodes: number;
  /** Of labels, and one at each fork. */
  characters: number;
  /** Patterns that match the path. */
  leaves: number;
  /** Held against a list or a shape, or looked for because they are required. */
  parameters: number;
  /** Atoms of conditions, as expressions or as nodes of a leaf's program. */
  conditions: number;
}

export function noTests(): Tests {
  return { nodes: 0, characters: 0, leaves: 0, parameters: 0, conditions: 0 };
}
