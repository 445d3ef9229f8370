// How many names are looked through for a did-you-mean before nobody is taken to have slipped.

/** Names that may be compared with slips of them, altogether. */
const MAX_COMPARED = 500_000;

/** Of one file, or of one pass over a set. */
export class Patience {
  #compared = 0;

  /** WHY bounded: thousands of unknown names beside thousands of known ones are no slips, and would take minutes. */
  mayLookThrough(names: number): boolean {
    this.#compared += names;
    return this.#compared <= MAX_COMPARED;
  }
}
