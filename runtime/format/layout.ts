// The bundle's layout, owned by its reader: the compiler writes what stands here.
//
// A header of 16 bytes, a table of 48 bytes a section, then the sections, each aligned to 8 bytes; all little-endian.
// The revision is the SHA-256 over tag and hash of every section but the signature, in table order.

export const MAGIC = 0x434c4f50; // "POLC"
export const FORMAT_VERSION = 2;
export const HEADER_BYTES = 16;
export const ENTRY_BYTES = 48;

export enum SECTION {
  /** count, count + 1 byte offsets, then the texts (format/text.ts). */
  strings = 0x53525453,
  /** Words: patterns in all, of them exact; then for each the string of its text and its kind. Order of rank, exact ones last. */
  patterns = 0x53544150,
  /** The decision tree over the patterns: NODE_WORDS a node, the root first. */
  tree = 0x45455254,
  /** UTF-16 units of the tree's edge labels. */
  labels = 0x4c42414c,
  /** POLICY_WORDS a policy. */
  policies = 0x534c4f50,
  /** STANZA_WORDS a stanza, policy by policy. */
  stanzas = 0x5a4e5453,
  /** Lists, maps and values that stanzas point into; word 0 is unused, so that 0 can mean none. */
  data = 0x41544144,
  /** For each glob and regular expression: kind (MATCHER), its text (a string), count of words, words (match/automaton.ts). */
  automata = 0x4f545541,
  /** For each time zone: its name (a string), count of words, words (match/zone.ts). */
  zones = 0x454e4f5a,
  /** A word: where in data the tree of facts/blocks.ts stands. */
  blocks = 0x534b4c42,
  /** A word: the string of the compiler's name and version. */
  meta = 0x4154454d,
  /** Key id (a text) and signature of the revision; not part of it. */
  signature = 0x4e474953,
}

export const REQUIRED_SECTIONS = [
  SECTION.strings,
  SECTION.patterns,
  SECTION.tree,
  SECTION.labels,
  SECTION.policies,
  SECTION.stanzas,
  SECTION.data,
  SECTION.automata,
  SECTION.zones,
  SECTION.blocks,
  SECTION.meta,
] as const;

/** Kinds of pattern as the bundle numbers them. */
export type PatternKind = 'exact' | 'prefix' | 'segment';
export const KIND_NAMES: readonly PatternKind[] = ['prefix', 'segment', 'exact'];
export const KIND_EXACT = 2;

export const PATTERN_WORDS = 2;

/** Node of the tree. Children stand side by side, ordered by the first unit of their labels. -1 is none. */
export const NODE_WORDS = 9;
export enum NODE {
  labelStart = 0,
  labelLength = 1,
  firstChild = 2,
  childCount = 3,
  /** Followed by skipping one whole segment. */
  plusChild = 4,
  /** Patterns that end here = the text must end too. */
  exact = 5,
  segment = 6,
  /** Patterns that end here with `*`: any text may follow. */
  prefix = 7,
  segmentPrefix = 8,
}

export const POLICY_WORDS = 6;
export enum POLICY {
  name = 0,
  file = 1,
  firstStanza = 2,
  stanzaCount = 3,
  templated = 4,
  /** 0: a policy. 1: a scope, which has names of its own. */
  scope = 5,
}

export const STANZA_WORDS = 19;
export enum STANZA {
  /** Pattern number; for a templated stanza the string of its text as written. */
  pattern = 0,
  templated = 1,
  capabilities = 2,
  line = 3,
  /** The pattern as written, a string. */
  written = 4,
  // Offsets into data, 0 for none.
  allowed = 5,
  denied = 6,
  required = 7,
  minWrappingTtl = 8,
  maxWrappingTtl = 9,
  mfaMethods = 10,
  eventTypes = 11,
  controlGroup = 12,
  reason = 13,
  /** 1: it does not merge (spec §5.1); only then the words behind may be set. */
  standsAlone = 14,
  /** A plain value: an object shape (match/shape.ts). */
  parameters = 15,
  /** A plain value: a list of codes (expression/code.ts), one a `when`. */
  when = 16,
  /** Seconds, a float. */
  maxTtl = 17,
  /** A plain value: a requirement (facts/blocks.ts). */
  approval = 18,
}

export enum MATCHER {
  glob = 0,
  matches = 1,
}

/** Kinds of parameter values in data: the first word of each. */
export enum VALUE {
  string = 0,
  number = 1,
  boolean = 2,
  list = 3,
  object = 4,
  never = 5,
  /** Only in plain values. */
  null = 6,
}

/** Bits of the capabilities, in Vault's order; polc's own behind them. */
export const CAPABILITY_NAMES = ['deny', 'create', 'read', 'update', 'delete', 'list', 'sudo', 'patch', 'subscribe', 'recover', 'invoke', 'delegate'] as const;
export const DENY = 1;
export const LIST = 1 << 5;
export const SUDO = 1 << 6;
export const ALL_CAPABILITIES = (1 << CAPABILITY_NAMES.length) - 1;
