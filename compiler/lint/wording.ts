// How lint quotes an author's words in its sentences.

const LONGEST = 120;

/** In double quotes, as written but for control characters, and never longer than a line. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

const MOST = 6;

/** `a`, `a and b`, `a, b and c`, and no more than a handful of them. */
export function listed(words: readonly string[]): string {
  if (words.length > MOST) return `${words.slice(0, MOST - 1).join(', ')} and ${words.length - MOST + 1} more`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
