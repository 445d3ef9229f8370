// Bounds that keep every later pass from recursing too deep.

/** Brackets nested deeper than this are refused before anything recurses over them. */
export const MAX_DEPTH = 200;
/** Brackets nested in one expression. WHY fewer: the parser library takes some fifty frames of the stack for each. */
export const MAX_EXPRESSION_DEPTH = 64;
/** Operators in one expression. */
export const MAX_OPERATORS = 1000;
