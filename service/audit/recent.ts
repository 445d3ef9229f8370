// What is remembered of each of many, within a bound: whoever was not asked for longest is forgotten, and counted.

export class Recent<T> {
  /** WHY a map alone: it keeps the order in which its members came. */
  readonly #known = new Map<string, T>();
  readonly #most: number;
  readonly #make: () => T;
  #forgotten = 0;

  constructor(most: number, make: () => T) {
    this.#most = most;
    this.#make = make;
  }

  /** Since the start. */
  get forgotten(): number {
    return this.#forgotten;
  }

  has(key: string): boolean {
    return this.#known.has(key);
  }

  /** The one of this key, made where there is none. */
  of(key: string): T {
    let value = this.#known.get(key);
    if (value !== undefined) this.#known.delete(key);
    else {
      value = this.#make();
      if (this.#known.size >= this.#most) {
        this.#known.delete(this.#known.keys().next().value as string);
        this.#forgotten++;
      }
    }
    this.#known.set(key, value);
    return value;
  }
}
