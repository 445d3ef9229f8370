// Did-you-mean: the candidate that a mistyped word most likely stands for, by Damerau-Levenshtein distance.

const LONGEST = 64;

/**
 * The candidate equal but for letter case, else the closest one within the threshold, the earliest of equally close ones. Nothing for words
 * of over 64 characters, which nobody mistypes and which would take quadratic time.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  const folded = word.toLowerCase();
  const alike = candidates.find((candidate) => candidate.toLowerCase() === folded);
  if (alike !== undefined) return alike;
  let best: string | undefined;
  // A word of which every character would change is another word.
  let bound = Math.min(threshold(word.length), word.length - 1);
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > bound) continue;
    const found = distance(folded, candidate.toLowerCase(), bound);
    if (found > bound) continue;
    best = candidate;
    bound = found - 1;
  }
  return best;
}

function threshold(length: number): number {
  if (length <= 4) return 1;
  return length <= 8 ? 2 : 3;
}

/** Of the two rows before the one that is filled, and of that one; longer than any word that is compared, were each of its characters to fold to two. */
let beforeLast = new Uint8Array(3 * LONGEST);
let last = new Uint8Array(3 * LONGEST);
let row = new Uint8Array(3 * LONGEST);

/** Insertions, deletions, substitutions, and swaps of neighbours, each counted once (optimal string alignment); anything above `bound` is one. */
function distance(left: string, right: string, bound: number): number {
  const width = right.length;
  for (let k = 0; k <= width; k++) last[k] = k;
  let leastOfLast = 0;
  for (let i = 1; i <= left.length; i++) {
    row[0] = i;
    let leastOfRow = i;
    const unit = left.charCodeAt(i - 1);
    const unitBefore = i > 1 ? left.charCodeAt(i - 2) : -1;
    for (let k = 1; k <= width; k++) {
      const other = right.charCodeAt(k - 1);
      let least = (last[k - 1] as number) + (unit === other ? 0 : 1);
      if ((last[k] as number) + 1 < least) least = (last[k] as number) + 1;
      if ((row[k - 1] as number) + 1 < least) least = (row[k - 1] as number) + 1;
      if (k > 1 && unitBefore === other && unit === right.charCodeAt(k - 2) && (beforeLast[k - 2] as number) + 1 < least) {
        least = (beforeLast[k - 2] as number) + 1;
      }
      row[k] = least;
      if (least < leastOfRow) leastOfRow = least;
    }
    // Both rows above the bound: a swap reaches two rows back, and nothing brings a distance down again.
    if (leastOfRow > bound && leastOfLast > bound) return bound + 1;
    leastOfLast = leastOfRow;
    const free = beforeLast;
    beforeLast = last;
    last = row;
    row = free;
  }
  return last[width] as number;
}
