// What was seen of one condition: how often it came out how, which truths each atom had, and which of them showed their effect (docs/coverage.md).

import { hangsOn } from './ask.js';
import { FALSE, type Plan, TRUE, type Truth } from './plan.js';

/** Of one atom: what it was while the outcome hung on it, by whether the condition then had its effect. Bits of `shown`. */
const SHOWN = { falseWithout: 1, falseWith: 2, trueWithout: 4, trueWith: 8 } as const;

export class Tally {
  reached = 0;
  /** False, unknown, true. */
  readonly outcomes: [number, number, number] = [0, 0, 0];
  /** By atom. */
  readonly atoms: [number, number, number][];
  readonly #shown: number[];
  readonly #plan: Plan;
  /** The truth that is the condition's effect: of `forbid` that it is false, of all others that it is true. */
  readonly #effect: Truth;
  /** What was looked at already, by truths. */
  readonly #known: Set<string>;

  constructor(plan: Plan, atoms: number, effect: Truth, from?: Tally) {
    this.#plan = plan;
    this.#effect = effect;
    this.atoms = Array.from({ length: atoms }, (_, i) => (from === undefined ? [0, 0, 0] : [...(from.atoms[i] as [number, number, number])]));
    this.#shown = from === undefined ? new Array<number>(atoms).fill(0) : from.#shown.slice();
    this.#known = new Set(from === undefined ? [] : from.#known);
    if (from === undefined) return;
    this.reached = from.reached;
    this.outcomes = [...from.outcomes];
  }

  copy(): Tally {
    return new Tally(this.#plan, this.atoms.length, this.#effect, this);
  }

  /** `seen` null: every atom was asked something. */
  add(outcome: Truth, values: readonly Truth[], seen: readonly boolean[] | null): void {
    this.reached++;
    this.outcomes[outcome]++;
    for (let i = 0; i < values.length; i++) if (seen === null || seen[i]) (this.atoms[i] as [number, number, number])[values[i] as Truth]++;
    const key = `${values.join('')}${seen?.map(Number).join('') ?? ''}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    const effect = outcome === this.#effect;
    const hangs = hangsOn(this.#plan, values);
    for (const [i, truth] of values.entries()) {
      if (!hangs[i] || (seen !== null && !seen[i])) continue;
      if (truth === TRUE) this.#shown[i] = (this.#shown[i] as number) | (effect ? SHOWN.trueWith : SHOWN.trueWithout);
      if (truth === FALSE) this.#shown[i] = (this.#shown[i] as number) | (effect ? SHOWN.falseWith : SHOWN.falseWithout);
    }
  }

  /** What was shown of an atom, as a number; 0 is nothing. */
  shownOf(atom: number): number {
    return this.#shown[atom] as number;
  }

  /** Two requests showed that the effect turns with the atom. */
  showed(atom: number): boolean {
    const shown = this.#shown[atom] as number;
    const has = (bits: number) => (shown & bits) === bits;
    return has(SHOWN.trueWith | SHOWN.falseWithout) || has(SHOWN.falseWith | SHOWN.trueWithout);
  }
}
