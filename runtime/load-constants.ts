// The texts that programs of trees compare with (tree/program.ts), of all policies of a bundle: each once, so that the few there are stay at hand.

import type { Zone } from './match/zone.js';
import { flat } from './tree/leaf-texts.js';

export class Constants {
  /** By constant of the bundle: its text's place among `texts`. A policy's own constants lie side by side. */
  ids = new Int32Array(256);
  #count = 0;
  readonly texts: string[] = [];
  /** As long as `texts`: the time zone of that name. */
  readonly zones: (Zone | undefined)[] = [];
  readonly #known = new Map<string, number>();
  readonly #zones: ReadonlyMap<string, Zone>;

  constructor(zones: ReadonlyMap<string, Zone>) {
    this.#zones = zones;
  }

  /** Those of a bundle before that had the same zones, to add to; not where policies that have come and gone have left too many. */
  static after(before: Constants | null, zones: ReadonlyMap<string, Zone>): Constants {
    return before !== null && before.#count < MOST_KEPT ? before : new Constants(zones);
  }

  /** How many there are: where the next policy's start. */
  get count(): number {
    return this.#count;
  }

  add(text: string): void {
    let id = this.#known.get(text);
    if (id === undefined) {
      id = this.texts.length;
      this.#known.set(text, id);
      // As names of members are, so that engines tell two of them apart by where they are.
      this.texts.push(flat(text));
      this.zones.push(this.#zones.get(text));
    }
    if (this.#count === this.ids.length) {
      const larger = new Int32Array(this.#count * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.#count++] = id;
  }
}

/** Some ten megabytes. */
const MOST_KEPT = 2_000_000;
