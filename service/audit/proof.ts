// A portable proof that an entry is in a log: C2SP tlog-proof, checked offline with nothing but the entry and the log's key.

import { AuditError } from './audit-error.js';
import { type NoteVerifier, readCheckpoint, verifyCheckpoint } from './checkpoint.js';
import { type Hash, inclusionProof, leafHash, rootFromInclusion } from './merkle.js';
import { readLines } from './read-log.js';

export interface LogProof {
  readonly index: number;
  /** From the leaf's sibling to the root's child. */
  readonly hashes: readonly Hash[];
  /** The signed note of a tree that holds the entry. */
  readonly note: string;
}

const FIRST = 'c2sp.org/tlog-proof@v1';

export function writeProof({ index, hashes, note }: LogProof): string {
  return [FIRST, `index ${index}`, ...hashes.map((hash) => hash.toString('base64')), '', note].join('\n');
}

/** null for what is none. What others put beside it (`extra`) is passed over: nothing vouches for it. */
export function readProof(text: string): LogProof | null {
  const end = text.indexOf('\n\n');
  if (end < 0) return null;
  const [first, ...lines] = text.slice(0, end).split('\n');
  if (lines[0]?.startsWith('extra ')) lines.shift();
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '') ?? [];
  if (first !== FIRST || index === undefined || !Number.isSafeInteger(Number(index)) || lines.length > 64) return null;
  const hashes = lines.map((line) => Buffer.from(line, 'base64'));
  if (hashes.some((hash, i) => hash.length !== 32 || hash.toString('base64') !== lines[i])) return null;
  return { index: Number(index), hashes, note: text.slice(end + 2) };
}

/** `entry`: the bytes that were logged. */
export function verifyProof(text: string, entry: Uint8Array, verifier: NoteVerifier): boolean {
  const proof = readProof(text);
  if (proof === null) return false;
  const checkpoint = verifyCheckpoint(proof.note, verifier);
  if (checkpoint === null) return false;
  return rootFromInclusion(leafHash(entry), proof.index, checkpoint.size, proof.hashes)?.equals(checkpoint.root) ?? false;
}

export interface Proved {
  /** As it was logged. */
  readonly entry: string;
  readonly proof: string;
}

/** Lines that are read before others have their turn. */
const TURN = 256;

/** By the last checkpoint of a log. Rejects with what node:fs throws, AuditError damaged, RangeError where no checkpoint holds the index. */
export async function proveEntry(folder: string, index: number): Promise<Proved> {
  const leaves: Hash[] = [];
  let entry: string | null = null;
  let last: { readonly note: string; readonly size: number } | null = null;
  let read = 0;
  for (const line of readLines(folder)) {
    if (++read % TURN === 0) await new Promise(setImmediate);
    if (line.kind === 'entry') {
      if (line.index !== leaves.length)
        throw new AuditError('damaged', `${line.file}:${line.line}: entry ${line.index} stands where entry ${leaves.length} belongs`);
      leaves.push(line.leaf);
      if (line.index === index) entry = line.text;
    } else if (line.kind === 'checkpoint') {
      const checkpoint = readCheckpoint(line.note);
      if (checkpoint !== null && checkpoint.size === leaves.length) last = { note: line.note, size: checkpoint.size };
    }
  }
  if (entry === null || last === null || index >= last.size) throw new RangeError(`no checkpoint of the log holds an entry ${index}`);
  const hashes = inclusionProof({ size: leaves.length, hash: (i) => leaves[i] as Hash }, index, last.size);
  return { entry, proof: writeProof({ index, hashes, note: last.note }) };
}
