// Merkle trees against the definitions of RFC 6962 §2.1, read literally, and against the hashes that its test vectors give.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consistencyProof,
  EMPTY_ROOT,
  Frontier,
  type Hash,
  inclusionProof,
  isConsistent,
  leafHash,
  rootFromInclusion,
  rootOf,
} from '../../service/audit/merkle.js';
import { runs } from '../runs.js';

const sha = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** MTH(D[n]), as it is written there. */
function mth(entries: readonly Buffer[]): Buffer {
  const n = entries.length;
  if (n === 0) return sha();
  if (n === 1) return sha(Buffer.from([0]), entries[0] as Buffer);
  let k = 1;
  while (k * 2 < n) k *= 2;
  return sha(Buffer.from([1]), mth(entries.slice(0, k)), mth(entries.slice(k)));
}

/** PATH(m, D[n]). */
function path(m: number, entries: readonly Buffer[]): Buffer[] {
  const n = entries.length;
  if (n === 1) return [];
  let k = 1;
  while (k * 2 < n) k *= 2;
  return m < k ? [...path(m, entries.slice(0, k)), mth(entries.slice(k))] : [...path(m - k, entries.slice(k)), mth(entries.slice(0, k))];
}

/** SUBPROOF(m, D[n], b). */
function subproof(m: number, entries: readonly Buffer[], whole: boolean): Buffer[] {
  const n = entries.length;
  if (m === n) return whole ? [] : [mth(entries)];
  let k = 1;
  while (k * 2 < n) k *= 2;
  return m <= k ? [...subproof(m, entries.slice(0, k), whole), mth(entries.slice(k))] : [...subproof(m - k, entries.slice(k), false), mth(entries.slice(0, k))];
}

const made = (count: number) => Array.from({ length: count }, (_, i) => Buffer.from(`entry ${i}`));
const leavesOf = (entries: readonly Buffer[]) => ({ size: entries.length, hash: (i: number) => leafHash(entries[i] as Buffer) });
const flipped = (hash: Hash) => {
  const copy = Buffer.from(hash);
  copy[0] = (copy[0] as number) ^ 1;
  return copy;
};

describe('a Merkle tree', () => {
  it('has the roots of the known vectors', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => Buffer.from(hex, 'hex'));
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(rootOf(leavesOf(inputs.slice(0, 1))).toString('hex')).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(rootOf(leavesOf(inputs)).toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  it('has the root, and gives the proofs, of the definitions', () => {
    for (let n = 0; n <= 40; n++) {
      const entries = made(n);
      const leaves = leavesOf(entries);
      const frontier = new Frontier();
      for (const entry of entries) frontier.append(leafHash(entry));
      expect(frontier.root()).toEqual(mth(entries));
      expect(frontier.size).toBe(n);
      for (let m = 0; m < n; m++) expect(inclusionProof(leaves, m)).toEqual(path(m, entries));
      for (let m = 1; m <= n; m++) expect(consistencyProof(leaves, m)).toEqual(subproof(m, entries, true));
    }
  });

  it('accepts each proof for what it is of, and for nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (size, a, b) => {
        const entries = made(size);
        const leaves = leavesOf(entries);
        const root = mth(entries);
        const [index, before] = [a % size, b % (size + 1)];
        const leaf = leafHash(entries[index] as Buffer);
        const proof = inclusionProof(leaves, index);
        expect(rootFromInclusion(leaf, index, size, proof)).toEqual(root);
        expect(rootFromInclusion(flipped(leaf), index, size, proof)).not.toEqual(root);
        for (const other of [index - 1, index + 1, size]) expect(rootFromInclusion(leaf, other, size, proof) ?? Buffer.alloc(0)).not.toEqual(root);
        expect(rootFromInclusion(leaf, index, size, [...proof, leaf])).toBeNull();
        if (proof.length > 0) expect(rootFromInclusion(leaf, index, size, proof.slice(1)) ?? Buffer.alloc(0)).not.toEqual(root);
        const older = mth(entries.slice(0, before));
        const shown = consistencyProof(leaves, before);
        expect(isConsistent(before, size, older, root, shown)).toBe(true);
        expect(isConsistent(before, size, flipped(older), root, shown)).toBe(false);
        // Every tree begins with the empty one.
        expect(isConsistent(before, size, older, flipped(root), shown)).toBe(before === 0);
        expect(isConsistent(before, size, older, root, [...shown, root])).toBe(false);
        for (let i = 0; i < shown.length; i++)
          expect(
            isConsistent(
              before,
              size,
              older,
              root,
              shown.map((hash, j) => (j === i ? flipped(hash) : hash)),
            ),
          ).toBe(false);
      }),
      runs(300),
    );
  });

  it('gives no proof of what it does not hold', () => {
    const leaves = leavesOf(made(5));
    for (const index of [-1, 5, 1.5 + 4]) expect(() => inclusionProof(leaves, index)).toThrow(RangeError);
    expect(() => consistencyProof(leaves, 6)).toThrow(RangeError);
    expect(rootFromInclusion(leaves.hash(0), 0, 0, [])).toBeNull();
    expect(rootFromInclusion(leaves.hash(0), Number.NaN, 5, [])).toBeNull();
  });
});
