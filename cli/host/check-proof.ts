// Whether a proof holds for an entry, by keys that are trusted; and where it does not, at which step.

import type { NoteVerifier } from '@polc/service';

export type ProofAnswer =
  | { readonly proved: true; readonly index: number; readonly origin: string; readonly size: number }
  | { readonly proved: false; readonly why: string };

const no = (why: string): ProofAnswer => ({ proved: false, why });
const LINE_FEED = 0x0a;

export async function checkProof(text: string, entry: Buffer, keys: readonly NoteVerifier[]): Promise<ProofAnswer> {
  const { readProof, verifyCheckpoint, verifyProof } = await import('@polc/service');
  const proof = readProof(text);
  if (proof === null) return no('this is no proof (C2SP tlog-proof)');
  const key = keys.find((each) => verifyCheckpoint(proof.note, each) !== null);
  const checkpoint = key === undefined ? null : verifyCheckpoint(proof.note, key);
  if (key === undefined || checkpoint === null) return no('its checkpoint is not signed by this key');
  // WHY without a line end, too: editors add one, and no entry ends in one.
  const forms = entry.at(-1) === LINE_FEED ? [entry, entry.subarray(0, -1)] : [entry];
  if (!forms.some((bytes) => verifyProof(text, bytes, key))) return no(`the entry is not the one of index ${proof.index}`);
  return { proved: true, index: proof.index, origin: checkpoint.origin, size: checkpoint.size };
}
