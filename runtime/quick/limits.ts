// How long, in seconds, and how often what was allowed may be used. WHY an array: numbers in the fields of an object are made anew when they change
// (bench/allocation).

export class AnswerLimits {
  readonly #values = new Float64Array(2);

  /** Infinite where nothing limits. */
  get maxTtl(): number {
    return this.#values[0] as number;
  }

  get uses(): number {
    return this.#values[1] as number;
  }

  reset(maxTtl: number, uses: number): void {
    this.#values[0] = maxTtl;
    this.#values[1] = uses;
  }

  /** The lesser of each. */
  narrow(maxTtl: number, uses: number): void {
    if (maxTtl < this.maxTtl) this.#values[0] = maxTtl;
    if (uses < this.uses) this.#values[1] = uses;
  }
}
