// The bundle's layout, owned by its reader: the compiler writes what stands here.
//
// A header of 16 bytes, a table of 48 bytes a section, then the sections, each aligned to 8 bytes; all little-endian. An entry of the table is the
// section's tag, offset and length, a zero, and the SHA-256 of its bytes. The revision is the SHA-256 over tag and hash of every section but the
// signature, in table order: a bundle in which one policy has changed is hashed in that policy's section and the table.

export const MAGIC = 0x434c4f50; // "POLC"
export const FORMAT_VERSION = 4;
export const HEADER_BYTES = 16;
export const ENTRY_BYTES = 48;

export enum SECTION {
  /** An image (format/image.ts): everything but policies, agents and users, as facts/blocks.ts has it, with the compiler's name and version. */
  blocks = 0x534b4c42,
  /** An image: ids and records by turns. */
  agents = 0x544e4741,
  users = 0x52455355,
  /** An image: the texts of globs, of regular expressions and of time zones, in the order of the two sections that follow. */
  literals = 0x5354494c,
  /** For each glob, then each regular expression: count of words, words (match/automaton.ts). */
  automata = 0x4f545541,
  /** For each time zone: count of words, words (match/zone.ts). */
  zones = 0x454e4f5a,
  /** One policy or scope; the only section of which there may be many. See POLICY_HEAD. */
  policy = 0x494c4f50,
  /** Key id (a text) and signature of the revision; not part of it. */
  signature = 0x4e474953,
}

export const REQUIRED_SECTIONS = [SECTION.blocks, SECTION.agents, SECTION.users, SECTION.literals, SECTION.automata, SECTION.zones] as const;

/** A policy's section starts with these words; behind them stand the tree's words (tree/layout.ts), its name, its file, and an image of its
 * stanzas: a list of them (STANZA). */
export enum POLICY_HEAD {
  treeWords = 0,
  /** How many of the image's texts, the first ones, are the constants of the tree's programs. */
  constants = 1,
  nameBytes = 2,
  fileBytes = 3,
  /** POLICY_FLAG. */
  flags = 4,
}
export const POLICY_HEAD_WORDS = 5;
export enum POLICY_FLAG {
  /** A scope: its name is apart from those of policies. */
  scope = 1,
  /** Some pattern is a template. */
  templated = 2,
}

/** Kinds of pattern as the bundle numbers them. */
export type PatternKind = 'exact' | 'prefix' | 'segment';
export const KIND_NAMES: readonly PatternKind[] = ['prefix', 'segment', 'exact'];

/** A stanza in a policy's image: a list of its pattern (the number of its leaf, or its template as written), its capabilities, its line, and what
 * follows as far as the last member that is set; unset members before it are null. */
export enum STANZA {
  pattern = 0,
  capabilities = 1,
  line = 2,
  /** The pattern as written, where it is not the leaf's own text. */
  written = 3,
  /** Lists of names and lists of values by turns. */
  allowed = 4,
  denied = 5,
  required = 6,
  /** Nanoseconds. */
  minWrappingTtl = 7,
  maxWrappingTtl = 8,
  mfaMethods = 9,
  eventTypes = 10,
  controlGroup = 11,
  reason = 12,
  /** true: it does not merge (spec §5.1); only then the members behind may be set. */
  standsAlone = 13,
  /** An object shape (match/shape.ts). */
  parameters = 14,
  /** A list of codes (expression/code.ts), one a `when`. */
  when = 15,
  /** Seconds. */
  maxTtl = 16,
  /** A requirement (facts/blocks.ts). */
  approval = 17,
}

/** Bits of the capabilities, in Vault's order; polc's own behind them. */
export const CAPABILITY_NAMES = ['deny', 'create', 'read', 'update', 'delete', 'list', 'sudo', 'patch', 'subscribe', 'recover', 'invoke', 'delegate'] as const;
export const DENY = 1;
export const LIST = 1 << 5;
export const SUDO = 1 << 6;
export const ALL_CAPABILITIES = (1 << CAPABILITY_NAMES.length) - 1;
