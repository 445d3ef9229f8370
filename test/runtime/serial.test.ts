// Signatures with a serial number: read back as they were written, and nothing else read as one.

import { readSerial, serialMessage, writeSerial } from '@polc/runtime';
import { describe, expect, it } from 'vitest';

const SIGNATURE = Uint8Array.from({ length: 64 }, (_, i) => i);

describe('a serial number', () => {
  it.each([0, 1, 255, 65_536, 2 ** 53 - 1])('%i stands before its signature', (serial) => {
    expect(readSerial(writeSerial(serial, SIGNATURE))).toEqual({ serial, signature: SIGNATURE });
    expect(readSerial(new Uint8Array(100).fill(7).fill(0, 0, 10).subarray(20))).toBeNull();
  });

  it('is part of what is signed, in a form that no digest alone has', () => {
    const digest = new Uint8Array(32).fill(9);
    expect(serialMessage(digest, 12)).toEqual(Uint8Array.from([...Buffer.from('polc bundle serial\n12\n'), ...digest]));
    expect(serialMessage(digest, 1)).not.toEqual(serialMessage(digest, 2));
  });

  it('is not read out of a signature of another length, nor beyond what numbers hold exactly', () => {
    for (const length of [0, 8, 63, 64, 71, 73]) expect(readSerial(new Uint8Array(length))).toBeNull();
    expect(readSerial(new Uint8Array(72).fill(255))).toBeNull();
  });
});
