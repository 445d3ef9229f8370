// The records of a store, followed: each change of one, by whatever node, is here as soon as it is told of, or looked for. How old they may be is known.

import type { RecordKind, Store, StoredRecord } from '../stores/store.js';

export interface FollowOptions {
  /** Milliseconds between two looks where nobody tells of a change. */
  readonly interval?: number;
  /** Monotonic milliseconds. WHY not the time of day: it can be set back. */
  readonly ticks?: () => number;
  /** Called with what a look failed with. */
  readonly failed?: (error: unknown) => void;
}

export class FollowedRecords {
  readonly #store: Store;
  readonly #records = new Map<string, StoredRecord>();
  readonly #changed: (kinds: ReadonlySet<RecordKind>) => void;
  readonly #ticks: () => number;
  readonly #failed: (error: unknown) => void;
  #version = 0;
  #seenAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #again = false;
  readonly #stopWatching: () => void;
  readonly #timer: NodeJS.Timeout;

  private constructor(
    store: Store,
    changed: (kinds: ReadonlySet<RecordKind>) => void,
    { interval = 500, ticks = () => performance.now(), failed = () => undefined }: FollowOptions,
  ) {
    this.#store = store;
    this.#changed = changed;
    this.#ticks = ticks;
    this.#failed = failed;
    this.#stopWatching = store.watch(() => this.#lookSoon());
    this.#timer = setInterval(() => this.#lookSoon(), interval).unref();
  }

  /** `changed` is called after each change, with the kinds of what was changed. @throws StoreError where they cannot be read at first */
  static async follow(store: Store, changed: (kinds: ReadonlySet<RecordKind>) => void, options: FollowOptions = {}): Promise<FollowedRecords> {
    const followed = new FollowedRecords(store, changed, options);
    try {
      await followed.look();
      return followed;
    } catch (error) {
      followed.stop();
      throw error;
    }
  }

  /** Of the store. */
  get version(): number {
    return this.#version;
  }

  /** Milliseconds since they were known to be what the store holds. */
  get age(): number {
    return this.#ticks() - this.#seenAt;
  }

  records(): Iterable<StoredRecord> {
    return this.#records.values();
  }

  /** Until all that was changed before it is here. @throws StoreError */
  async look(): Promise<void> {
    // A look that has begun may have missed it.
    if (this.#looking !== null) await this.#looking.catch(() => undefined);
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = null;
      if (this.#again) {
        this.#again = false;
        this.#lookSoon();
      }
    });
    await this.#looking;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stopWatching();
  }

  #lookSoon(): void {
    if (this.#looking !== null) {
      this.#again = true;
      return;
    }
    this.look().catch(this.#failed);
  }

  async #lookOnce(): Promise<void> {
    const from = this.#ticks();
    const news = await this.#store.since(this.#version);
    for (const record of news) {
      this.#version = record.version;
      const key = `${record.kind} ${record.id}`;
      if (record.deleted) this.#records.delete(key);
      else this.#records.set(key, record);
    }
    // What was read is what was there when it was asked for.
    this.#seenAt = from;
    if (news.length > 0) this.#changed(new Set(news.map(({ kind }) => kind)));
  }
}
