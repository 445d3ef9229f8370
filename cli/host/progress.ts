// How far a long run is: on a terminal, and only when it takes over a second.

const PATIENCE_MS = 1000;
const INTERVAL_MS = 100;
const ERASE_LINE = '\r\u001b[2K';

export class Progress {
  readonly #start = performance.now();
  #last = 0;
  #shown = false;

  /** `words` is asked only when it will be shown. */
  tick(words: () => string): void {
    if (process.stderr.isTTY !== true) return;
    const now = performance.now();
    if (now - this.#start < PATIENCE_MS || now - this.#last < INTERVAL_MS) return;
    this.#last = now;
    this.#show(words());
  }

  /** For a step that is likely to take over a second and cannot be interrupted to say so. */
  announce(words: string): void {
    if (process.stderr.isTTY === true) this.#show(words);
  }

  end(): void {
    if (this.#shown) process.stderr.write(ERASE_LINE);
    this.#shown = false;
  }

  #show(words: string): void {
    process.stderr.write(`${ERASE_LINE}${words}`);
    this.#shown = true;
  }
}
