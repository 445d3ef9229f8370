// Text of others, made safe for a terminal: nothing in a policy, a file's name or a request can move the cursor, recolour or reorder a line.

/** C0, DEL, C1, line separators, direction marks and overrides, invisible joiners and lone surrogates. */
const HIDDEN = /[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line, whatever it was: what cannot be seen is written as an escape. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
