// The time of one decision: the engine's clock is read when somebody first asks, and then stands still. WHY not at once: reading it takes as long as
// a third of a decision (bench/decisions), and few ask.

export class Clock {
  readonly #source: () => number;
  /** WHY an array: a field of an object would hold a new number each time. */
  readonly #at = new Float64Array(1);
  #isRead = false;

  constructor(source: () => number) {
    this.#source = source;
  }

  /** One that stands still from the start. */
  static at(instant: number): Clock {
    return new Clock(() => instant);
  }

  /** Milliseconds since the epoch. */
  get now(): number {
    if (!this.#isRead) {
      this.#at[0] = this.#source();
      this.#isRead = true;
    }
    return this.#at[0] as number;
  }

  /** NaN where nobody has asked. */
  get read(): number {
    return this.#isRead ? (this.#at[0] as number) : Number.NaN;
  }

  /** For the next decision. */
  reset(): void {
    this.#isRead = false;
  }
}
