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

/** Insertions, deletions, substitutions, and swaps of neighbours, each counted once (optimal string alignment); anything above `bound` is one. */
function distance(left: string, right: string, bound: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let k = 1; k <= right.length; k++) {
      const same = left[i - 1] === right[k - 1];
      let least = Math.min((last[k] as number) + 1, (row[k - 1] as number) + 1, (last[k - 1] as number) + (same ? 0 : 1));
      if (i > 1 && k > 1 && left[i - 1] === right[k - 2] && left[i - 2] === right[k - 1]) least = Math.min(least, (beforeLast[k - 2] as number) + 1);
      row.push(least);
    }
    // Both rows above the bound: a swap reaches two rows back, and nothing brings a distance down again.
    if (Math.min(...row, ...last) > bound) return bound + 1;
    beforeLast = last;
    last = row;
  }
  return last[right.length] as number;
}
