// Random numbers that are the same on every machine: xoshiro128** from a seed spread by splitmix32, and the few draws that the workloads need.

export class Random {
  #a;
  #b;
  #c;
  #d;

  constructor(seed) {
    let state = seed >>> 0;
    const spread = () => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    [this.#a, this.#b, this.#c, this.#d] = [spread(), spread(), spread(), spread()];
  }

  #next() {
    const five = Math.imul(this.#b, 5);
    const out = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return out;
  }

  /** In [0, 1). */
  unit() {
    return this.#next() / 2 ** 32;
  }

  /** A whole number in [0, limit). */
  below(limit) {
    return Math.floor(this.unit() * limit);
  }

  chance(share) {
    return this.unit() < share;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  /** `count` different elements, in random order. */
  some(list, count) {
    return this.shuffled(list).slice(0, count);
  }

  shuffled(list) {
    const out = [...list];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [out[i], out[j]] = [out[j], out[i]];
    }
    return out;
  }
}
