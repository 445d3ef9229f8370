// Whether a text matches a glob: `*` any run of characters, `?` one, the whole text. For the few values of an enum; requests are matched by automata.

export function matchesGlob(text: string, glob: string): boolean {
  const characters = [...text];
  const signs = [...glob];
  let at = 0;
  let sign = 0;
  /** Where the last `*` stood, and the character it is tried up to. */
  let star = -1;
  let tried = 0;
  while (at < characters.length) {
    if (signs[sign] === '*') {
      star = sign++;
      tried = at;
    } else if (signs[sign] === '?' || signs[sign] === characters[at]) {
      sign++;
      at++;
    } else if (star >= 0) {
      sign = star + 1;
      at = ++tried;
    } else return false;
  }
  while (signs[sign] === '*') sign++;
  return sign === signs.length;
}
