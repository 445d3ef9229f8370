// The Merkle tree of a log (RFC 6962 §2.1, RFC 9162 §2.1): its root as leaves come, and what proves a leaf, or an older tree, to be in it.

import { createHash, hash } from 'node:crypto';

/** 32 bytes of SHA-256. */
export type Hash = Buffer;

const LEAF = Buffer.from([0]);

export function leafHash(entry: Uint8Array): Hash {
  return createHash('sha256').update(LEAF).update(entry).digest();
}

/** Of the text's UTF-8. WHY apart: in one call, and without the bytes, it takes half as long (bench/serve). */
export function leafHashOf(text: string): Hash {
  return hash('sha256', `\0${text}`, 'buffer');
}

const HASH = 32;
/** WHY one for all: it is filled and hashed in one go, and kept by nobody. */
const pair = Buffer.alloc(1 + 2 * HASH);
pair[0] = 1;

export function nodeHash(left: Hash, right: Hash): Hash {
  left.copy(pair, 1);
  right.copy(pair, 1 + HASH);
  return hash('sha256', pair, 'buffer');
}

/** Of the tree of no leaves. */
export const EMPTY_ROOT: Hash = createHash('sha256').digest();

/** The roots of the full trees that a log of some size consists of, the largest first: all that is needed to go on. */
export class Frontier {
  readonly #roots: Hash[];
  #size: number;

  /** `roots`: as many as `size` has ones. */
  constructor(size = 0, roots: readonly Hash[] = []) {
    this.#size = size;
    this.#roots = [...roots];
  }

  get size(): number {
    return this.#size;
  }

  get roots(): readonly Hash[] {
    return this.#roots;
  }

  copy(): Frontier {
    return new Frontier(this.#size, this.#roots);
  }

  append(leaf: Hash): void {
    let root = leaf;
    // As many full trees end here as the size has ones at its end.
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) root = nodeHash(this.#roots.pop() as Hash, root);
    this.#roots.push(root);
    this.#size++;
  }

  root(): Hash {
    if (this.#size === 0) return EMPTY_ROOT;
    return this.#roots.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** Hashes of leaves, by index. */
export interface Leaves {
  readonly size: number;
  hash(index: number): Hash;
}

/** Root of the leaves from `start` until before `end`. */
export function rootOf(leaves: Leaves, start = 0, end = leaves.size): Hash {
  const frontier = new Frontier();
  for (let i = start; i < end; i++) frontier.append(leaves.hash(i));
  return frontier.root();
}

/** RFC 9162 §2.1.3.1: what leads from the leaf to the root of a tree of `size` leaves, the nearest first. */
export function inclusionProof(leaves: Leaves, index: number, size = leaves.size): Hash[] {
  if (!(index >= 0 && index < size && size <= leaves.size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const proof: Hash[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      proof.push(rootOf(leaves, middle, end));
      end = middle;
    } else {
      proof.push(rootOf(leaves, start, middle));
      start = middle;
    }
  }
  return proof.reverse();
}

/** RFC 9162 §2.1.4.1: what shows that the tree of `size` leaves begins with that of `before`. */
export function consistencyProof(leaves: Leaves, before: number, size = leaves.size): Hash[] {
  if (!(before >= 0 && before <= size && size <= leaves.size)) throw new RangeError(`a tree of ${size} does not begin with one of ${before}`);
  if (before === 0 || before === size) return [];
  const proof: Hash[] = [];
  let [start, end, whole] = [0, size, true];
  while (before < end) {
    const middle = start + splitOf(end - start);
    if (before <= middle) {
      proof.push(rootOf(leaves, middle, end));
      end = middle;
    } else {
      proof.push(rootOf(leaves, start, middle));
      start = middle;
      whole = false;
    }
  }
  // The older tree's root is known to whoever asks, unless it is only a part of it.
  if (!whole) proof.push(rootOf(leaves, start, end));
  return proof.reverse();
}

/** The largest power of two below a number above one. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** RFC 9162 §2.1.3.2: the root that a leaf and its proof lead to; null where the proof is too short or too long for it. */
export function rootFromInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[]): Hash | null {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return null;
  let [at, last, root, used] = [index, size - 1, leaf, 0];
  while (last > 0) {
    const isRight = at % 2 === 1;
    if (isRight || at < last) {
      const sibling = proof[used++];
      if (sibling === undefined) return null;
      root = isRight ? nodeHash(sibling, root) : nodeHash(root, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return used === proof.length ? root : null;
}

/** RFC 9162 §2.1.4.2: whether a tree with this root begins with the older one. */
export function isConsistent(before: number, size: number, older: Hash, root: Hash, proof: readonly Hash[]): boolean {
  if (!(Number.isSafeInteger(before) && Number.isSafeInteger(size) && before >= 0 && before <= size)) return false;
  if (before === size) return proof.length === 0 && older.equals(root);
  if (before === 0) return proof.length === 0 && older.equals(EMPTY_ROOT);
  let [at, last] = [before - 1, size - 1];
  while (at % 2 === 1) {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  // A full older tree is a node of the newer one by itself.
  const [first, ...rest] = at === 0 ? [older, ...proof] : proof;
  if (first === undefined) return false;
  let [own, whole] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      own = nodeHash(hash, own);
      whole = nodeHash(hash, whole);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else whole = nodeHash(whole, hash);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && own.equals(older) && whole.equals(root);
}
