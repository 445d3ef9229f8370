// What a policy text spells out: strings, pieces of patterns between their wildcards, long numbers. A text that was written from the traces has
// some of theirs among them.

/** Shorter ones stand in any text. */
const LENGTH = 6;

/** `path` says which strings are patterns of paths that name the suite's own tools. */
export function literalsOf(texts: readonly string[], path: (text: string) => boolean): string[] {
  const strings = texts.flatMap((text) => withoutComments(text).match(/"(?:[^"\\\n]|\\.)*"|\d[\d.]*/g) ?? []);
  const pieces = strings
    .map((written) => (written.startsWith('"') ? (JSON.parse(written) as string) : written))
    .filter((text) => !path(text))
    .flatMap((text) => [text, ...text.split(/\\.|[*?+^$|()[\]{}/:]/)]);
  return [...new Set(pieces.map((piece) => piece.toLowerCase()).filter((piece) => piece.length >= LENGTH))];
}

/** Whole lines only: nothing is lost when a comment that ends a line is read too. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(?:#|\/\/).*$/gm, '');
}

/** Those that stand in a text, whatever the case of their letters. */
export function literalsIn(literals: readonly string[], text: string): string[] {
  const folded = text.toLowerCase();
  return literals.filter((literal) => folded.includes(literal));
}
