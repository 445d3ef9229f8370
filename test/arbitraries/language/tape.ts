// Choices by number: a request is made from a world by numbers that were drawn beforehand, so that both shrink apart. Zero is the plainest choice.

import fc from 'fast-check';

export type Tape = readonly number[];

export const tapes: fc.Arbitrary<Tape> = fc.noBias(fc.array(fc.nat(5039), { minLength: 24, maxLength: 24 }));

export class Reader {
  readonly #tape: Tape;
  #at = 0;

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  /** From 0 to below `count`. What is read beyond the end is mixed from what was read before. */
  number(count: number): number {
    const at = this.#at++;
    const round = Math.floor(at / this.#tape.length);
    const drawn = (this.#tape[at % this.#tape.length] as number) * (1 + 2 * round);
    return Math.floor(drawn / (1 + round)) % count;
  }

  pick<T>(all: readonly T[]): T {
    return all[this.number(all.length)] as T;
  }

  /** Once in so many times. */
  once(times: number): boolean {
    return this.number(times) === times - 1;
  }
}
