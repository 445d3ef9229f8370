// SHA-256 as the platform has it, where it has one that answers at once; else our own.

import { ownSha256 } from './sha256.js';

export type Hash = (bytes: Uint8Array) => Uint8Array;

type NodeHash = (algorithm: 'sha256', bytes: Uint8Array, encoding: 'buffer') => Uint8Array;

/** WHY not imported: where there is no Node, that would fail. Its own, from 20.12 on, is four times as fast (bench/scale). */
function nodeHash(): NodeHash | null {
  try {
    const { process } = globalThis as { process?: { getBuiltinModule?(name: string): { hash?: NodeHash } | undefined } };
    const hash = process?.getBuiltinModule?.('node:crypto')?.hash;
    return hash?.('sha256', new Uint8Array(0), 'buffer').length === 32 ? hash : null;
  } catch {
    return null;
  }
}

const platform = nodeHash();

export const sha256: Hash = platform === null ? ownSha256 : (bytes) => platform('sha256', bytes, 'buffer');
