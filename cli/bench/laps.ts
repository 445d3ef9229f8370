// Times of one kind, kept one by one and sorted when they are asked about. WHY no histogram: up to the bound below they take less memory than reading
// them costs patience, percentiles are exact, and a lap's place says which request it was.

/** 32 MB. */
const MAX_LAPS = 4_000_000;

/** Nanoseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p99_9: number;
  readonly max: number;
}

export class Laps {
  count = 0;
  #laps = new Float64Array(4096);

  get isFull(): boolean {
    return this.count === MAX_LAPS;
  }

  /** Room for so many more; how many there is room for. Apart, so that nothing is made while the clock runs. */
  reserve(more: number): number {
    const wanted = Math.min(MAX_LAPS, this.count + more);
    if (wanted > this.#laps.length) {
      const grown = new Float64Array(Math.min(MAX_LAPS, Math.max(wanted, this.#laps.length * 2)));
      grown.set(this.#laps);
      this.#laps = grown;
    }
    return wanted - this.count;
  }

  /** Milliseconds, as the clock has them. */
  add(lap: number): void {
    this.#laps[this.count++] = lap;
  }

  clear(): void {
    this.count = 0;
  }

  /** Milliseconds. */
  at(place: number): number {
    return this.#laps[place] as number;
  }

  percentiles(): Percentiles {
    return percentilesOf(this.#laps.slice(0, this.count));
  }
}

/** Of at least one lap in milliseconds, which are sorted in place. */
export function percentilesOf(laps: Float64Array): Percentiles {
  laps.sort();
  return { p50: share(laps, 0.5), p90: share(laps, 0.9), p99: share(laps, 0.99), p99_9: share(laps, 0.999), max: nanoseconds(laps.at(-1) as number) };
}

/** The least lap that so large a share of all does not exceed. */
function share(sorted: Float64Array, part: number): number {
  return nanoseconds(sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] as number);
}

function nanoseconds(lap: number): number {
  return Math.round(lap * 1e7) / 10;
}
