// What is tested behind a leaf, in bytes beside it: for patterns of one stanza whose parameter lists and conditions are of the most frequent kinds.
// The compiler writes it (compiler/tree/); whatever it does not say is asked of the rule itself.
//
// A program is a parameter list, then tests. All numbers are bytes unless they say otherwise; a constant is its number among the policy's.
//   The list: how many names it has, or NO_LIST; for each name its constant, how many values it may have (none: any), and their constants.
//   The tests: how many bytes they are; then a decision diagram of nodes in three-valued logic, the first its root. A node is its test, where to go on
//   when that is true, false and unknown (an offset among the bytes of the tests, after the node, or one of ENDS), and what the test is about.

export const NO_LIST = 255;

export enum ENDS {
  true = 253,
  false = 254,
  unknown = 255,
}

/** What they are about: the name of an attribute of the context and its type (TYPE), and then what stands here. */
export enum TEST {
  /** A constant that the attribute equals. */
  equals = 1,
  /** A count, and constants of which it equals one. */
  among = 2,
  /** A constant that it contains: an element of a list, a part of a text. */
  contains = 3,
  /** A constant that is an element of it. */
  lists = 4,
  /** A count, and blocks of addresses of which one contains it: family (4 or 6), length of the prefix, the address in 4 or 16 bytes. */
  address = 5,
  /** A zone (a constant), a count, and windows of minutes of the week (match/zone.ts) in which the instant lies: two bytes for each bound. */
  hours = 6,
}

/** What an attribute must be, else nothing is known of it. */
export enum TYPE {
  any = 0,
  text = 1,
  texts = 2,
}

/** Bytes before what a test is about. */
export const NODE_HEAD = 4;
