// What leaves say literally, as strings: those that decisions have met. Two strings are compared many units at a time, a string and bytes one by one.

export class LeafTexts {
  /** By leaf; and for a prefix the least text that is greater than all that start with it. */
  readonly #texts: (string | undefined)[] = [];
  readonly #bounds: (string | undefined)[] = [];

  isText(leaf: number, path: string): boolean {
    return path === this.#texts[leaf];
  }

  startsText(leaf: number, path: string): boolean {
    const text = this.#texts[leaf];
    return text !== undefined && path >= text && path < (this.#bounds[leaf] as string);
  }

  /** After a walk that has found the leaf to be best: of an exact one all of the path, of a prefix what stands before `end`. */
  keep(leaf: number, path: string, end: number): void {
    // No text is greater than all that start with the highest unit, or with none.
    if (this.#texts[leaf] !== undefined || end === 0 || path.charCodeAt(end - 1) === 0xffff) return;
    this.#texts[leaf] = flat(path.slice(0, end));
    this.#bounds[leaf] = flat(path.slice(0, end - 1) + String.fromCharCode(path.charCodeAt(end - 1) + 1));
  }
}

/** WHY: a slice points into the whole, and comparing with it goes the slow way; the name of a member is a string of its own. */
export function flat(text: string): string {
  return Object.keys({ [text]: 0 })[0] as string;
}
