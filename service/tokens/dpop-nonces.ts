// Nonces for proofs (RFC 9449 §8, §9) that nobody has to remember: each is a code of the time, which every node that has the key knows again.

import { createHmac, timingSafeEqual } from 'node:crypto';

export class DpopNonces {
  readonly #key: Uint8Array;
  readonly #period: number;

  /** `key`: 32 bytes, the same on all nodes; `period`: seconds after which there is another. */
  constructor(key: Uint8Array, period = 60) {
    if (key.length < 32) throw new RangeError('the key of nonces has at least 32 bytes');
    this.#key = key;
    this.#period = period * 1000;
  }

  /** For the header `DPoP-Nonce`. `now`: milliseconds since the epoch. */
  current(now: number): string {
    return this.#nonceOf(Math.floor(now / this.#period));
  }

  /** The one of now, or the one before: whoever got it has a period to use it. */
  accepts(nonce: string, now: number): boolean {
    const step = Math.floor(now / this.#period);
    const given = Buffer.from(nonce);
    return [step, step - 1].map((one) => Buffer.from(this.#nonceOf(one))).some((good) => good.length === given.length && timingSafeEqual(good, given));
  }

  #nonceOf(step: number): string {
    return createHmac('sha256', this.#key).update(`dpop-nonce ${step}`).digest('base64url');
  }
}
