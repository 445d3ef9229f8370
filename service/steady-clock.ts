// The time of day, for all that ends: it never goes back. Where the machine's clock is set back it goes on from where it was, at the pace of a clock that
// nobody sets: what was over stays over, and what has begun lasts as long as it may, and no longer.

export interface SteadyOptions {
  /** Milliseconds since the epoch. */
  readonly wall?: () => number;
  /** Monotonic milliseconds. */
  readonly ticks?: () => number;
  /** Told once for each time that it was set back, with about how many milliseconds. */
  readonly setBack?: (by: number) => void;
}

/** Less is how clocks are kept right, and nothing to speak of. */
const NOTABLE = 1_000;

export function steadyClock({ wall = () => Date.now(), ticks = () => performance.now(), setBack = () => undefined }: SteadyOptions = {}): () => number {
  // WHY whole ones: what is said while the clock is behind is whole, and must not be less than what was said before.
  const told = () => Math.floor(wall());
  let last = told();
  let at = ticks();
  let isBehind = false;
  return () => {
    const now = told();
    const tick = ticks();
    const least = last + (tick - at);
    if (now >= least) {
      last = now;
      at = tick;
      isBehind = false;
      return now;
    }
    if (!isBehind && least - now >= NOTABLE) {
      isBehind = true;
      setBack(least - now);
    }
    return Math.floor(least);
  };
}
