// Bounds that keep every later pass from recursing too deep.

/** Brackets nested deeper than this are refused before anything recurses over them. */
export const MAX_DEPTH = 200;
/** Operators in one expression. */
export const MAX_OPERATORS = 1000;
