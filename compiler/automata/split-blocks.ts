// Numbers in blocks that are split again and again. What sets numbers apart is the caller's.

/** Whole numbers from 0 to below `size`, all in one block to begin with. */
export class SplitBlocks {
  /** The block of each. */
  readonly blockOf: Int32Array;
  /** All, the members of a block side by side. */
  readonly #members: Int32Array;
  readonly #placeOf: Int32Array;
  readonly #starts = [0];
  readonly #ends: number[];
  readonly #waiting = [0];

  constructor(size: number) {
    this.blockOf = new Int32Array(size);
    this.#members = Int32Array.from({ length: size }, (_, i) => i);
    this.#placeOf = this.#members.slice();
    this.#ends = [size];
  }

  get count(): number {
    return this.#starts.length;
  }

  /** A block that has come to be since the last one was taken. Of a split block it is the smaller part. */
  takeWaiting(): number | undefined {
    return this.#waiting.pop();
  }

  /** As they are now: they stay so when the block is split. */
  membersOf(block: number): Int32Array {
    return this.#members.slice(this.#starts[block], this.#ends[block]);
  }

  /** Parts these from the others in every block, in time that grows with their number alone. Each is listed once. */
  split(members: readonly number[]): void {
    const counts = new Map<number, number>();
    for (const member of members) {
      const block = this.blockOf[member] as number;
      const count = counts.get(block) ?? 0;
      this.#swap(member, (this.#starts[block] as number) + count);
      counts.set(block, count + 1);
    }
    for (const [block, count] of counts) {
      const start = this.#starts[block] as number;
      const end = this.#ends[block] as number;
      if (start + count < end) this.#cut(block, start + count);
    }
  }

  #swap(member: number, place: number): void {
    const from = this.#placeOf[member] as number;
    const there = this.#members[place] as number;
    this.#members[from] = there;
    this.#placeOf[there] = from;
    this.#members[place] = member;
    this.#placeOf[member] = place;
  }

  #cut(block: number, middle: number): void {
    const start = this.#starts[block] as number;
    const end = this.#ends[block] as number;
    const fresh = this.#starts.length;
    const [from, to] = middle - start < end - middle ? [start, middle] : [middle, end];
    if (from === start) this.#starts[block] = middle;
    else this.#ends[block] = middle;
    this.#starts.push(from);
    this.#ends.push(to);
    for (let i = from; i < to; i++) this.blockOf[this.#members[i] as number] = fresh;
    this.#waiting.push(fresh);
  }
}
