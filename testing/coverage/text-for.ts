// Texts that an automaton accepts, the shortest first: what a glob or a regular expression of a policy wants.

import { type Automaton, DEAD } from '@polc/runtime';

const MOST = 4;

/** Up to a few texts; none where the language is empty. */
export function textsFor(automaton: Automaton): string[] {
  const { classCount, next, accepting } = automaton;
  const characters = Array.from({ length: classCount }, (_, number) => characterOf(automaton, number));
  const found: string[] = [];
  const visits = new Map<number, number>([[0, 1]]);
  let front: { readonly state: number; readonly text: string }[] = [{ state: 0, text: '' }];
  // A state is passed through twice at most, so that a repeated part is there once and again.
  while (front.length > 0 && found.length < MOST) {
    const behind: typeof front = [];
    for (const { state, text } of front) {
      if (accepting[state] === 1 && found.length < MOST) found.push(text);
      for (let each = 0; each < classCount; each++) {
        const to = next[state * classCount + each] as number;
        const seen = visits.get(to) ?? 0;
        if (to === DEAD || seen >= 2) continue;
        visits.set(to, seen + 1);
        behind.push({ state: to, text: text + characters[each] });
      }
    }
    front = behind;
  }
  return found;
}

/** A letter or digit where the class has one. */
function characterOf({ bounds, classOf }: Automaton, number: number): string {
  const preferred = [0x61, 0x78, 0x41, 0x31, 0x2d, 0x20];
  const classAt = (point: number) => {
    let at = 0;
    while (at + 1 < bounds.length && (bounds[at + 1] as number) <= point) at++;
    return classOf[at];
  };
  const point = preferred.find((each) => classAt(each) === number);
  if (point !== undefined) return String.fromCodePoint(point);
  const range = classOf.indexOf(number);
  return String.fromCodePoint(Math.min(bounds[range] ?? 0, 0x10ffff));
}
