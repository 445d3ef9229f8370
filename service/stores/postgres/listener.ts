// One connection that listens, made again when it is lost; meanwhile, and beside it, a look every so often.

import type pg from 'pg';

const MOST = 5_000;

export class Listener {
  readonly #connect: () => pg.Client;
  readonly #channel: string;
  readonly #interval: number;
  readonly #watchers = new Set<() => void>();
  #client: pg.Client | null = null;
  #look: NodeJS.Timeout | null = null;
  #again: NodeJS.Timeout | null = null;
  #wait = 50;
  #closed = false;

  /** `interval`: milliseconds between two looks. */
  constructor(connect: () => pg.Client, channel: string, interval: number) {
    this.#connect = connect;
    this.#channel = channel;
    this.#interval = interval;
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    if (this.#look === null) {
      this.#look = setInterval(() => this.#tell(), this.#interval).unref();
      void this.#listen();
    }
    return () => this.#watchers.delete(changed);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#look !== null) clearInterval(this.#look);
    if (this.#again !== null) clearTimeout(this.#again);
    await this.#client?.end().catch(() => undefined);
  }

  #tell(): void {
    for (const watcher of this.#watchers) watcher();
  }

  async #listen(): Promise<void> {
    const client = this.#connect();
    const lost = () => {
      if (this.#client !== client) return;
      this.#client = null;
      void client.end().catch(() => undefined);
      this.#listenLater();
    };
    this.#client = client;
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', () => this.#tell());
    try {
      await client.connect();
      await client.query(`listen ${this.#channel}`);
      this.#wait = 50;
      // What happened before it listened nobody told of.
      this.#tell();
    } catch {
      lost();
    }
  }

  #listenLater(): void {
    if (this.#closed) return;
    this.#again = setTimeout(() => void this.#listen(), this.#wait).unref();
    this.#wait = Math.min(this.#wait * 2, MOST);
  }
}
