// Bundles into memory, and how they are told from policies. Apart from read-file.ts, so that verbs that know no bundles do not load the runtime.

import { readSync } from 'node:fs';
import { layout } from '@polc/runtime';
import { MAX_POLICY_BYTES, MEBIBYTE, readBounded } from './read-file.js';

/** A bundle holds many policies. */
const MAX_BUNDLE_BYTES = 512 * MEBIBYTE;

export function readBundleFile(file: string): Uint8Array {
  return readBounded(file, () => MAX_BUNDLE_BYTES);
}

/** A policy or a bundle: the first bytes tell. */
export function readPolicyOrBundle(file: string): Uint8Array {
  return readBounded(file, (descriptor) => {
    const head = new Uint8Array(4);
    readSync(descriptor, head, 0, head.length, 0);
    return isBundle(head) ? MAX_BUNDLE_BYTES : MAX_POLICY_BYTES;
  });
}

export function isBundle(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === layout.MAGIC;
}
