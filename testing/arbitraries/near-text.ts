// Texts at the edge of a language: what an automaton accepts, shortest first, and what it just does not.

import { type Automaton, accepts, DEAD, type Matcher, prepare } from '@polc/runtime';

/** Whoever reads a counterexample reads these first. */
const PLAIN = [...'x0-._@a1A /'].map((letter) => letter.codePointAt(0) as number);
const MOST = 6;
const LONGEST = 200;

export interface NearTexts {
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

/** Of some of the ways in which an automaton accepts, and of slips of these. */
export function textsNear(automaton: Automaton): NearTexts {
  const matcher = prepare(automaton);
  const shortest = acceptedBy(matcher);
  const slips = [...new Set([...shortest.flatMap(slipsOf), '', 'x', '0', ' '])];
  const others = slips.filter((slip) => accepts(matcher, slip) && !shortest.includes(slip));
  return { accepted: [...shortest, ...others.slice(0, MOST)], refused: slips.filter((slip) => !accepts(matcher, slip)).slice(0, MOST) };
}

/** One letter less, more, other, or in the other case. */
function slipsOf(text: string): string[] {
  const first = text.slice(0, 1);
  const other = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase();
  return [text.slice(0, -1), `${text}x`, `${text}0`, text.slice(1), `x${text}`, other + text.slice(1), `${text}\n`, text.replace(/[^a-zA-Z0-9]/, 'X')];
}

/** The shortest, then others that take another letter first or end in another state. */
function acceptedBy(matcher: Matcher): string[] {
  const { accepting, classCount, next } = matcher;
  const letters = lettersOf(matcher);
  const seen = new Set([0]);
  const found: string[] = accepting[0] === 1 ? [''] : [];
  let line: (readonly [state: number, text: string])[] = [[0, '']];
  while (line.length > 0 && found.length < MOST) {
    const following: (readonly [number, string])[] = [];
    for (const [state, text] of line) {
      for (let number = 0; number < classCount; number++) {
        const to = next[state * classCount + number] as number;
        const letter = letters[number];
        if (to === DEAD || letter === undefined || text.length > LONGEST) continue;
        const longer = text + letter;
        if (accepting[to] === 1 && found.length < MOST && !found.includes(longer)) found.push(longer);
        if (seen.has(to)) continue;
        seen.add(to);
        following.push([to, longer]);
      }
    }
    line = following;
  }
  return found;
}

/** For each class a letter of it, a plain one where it has one. */
function lettersOf({ bounds, classOf, classCount, ascii }: Matcher): (string | undefined)[] {
  const letters = Array.from<string | undefined>({ length: classCount });
  for (const point of PLAIN) letters[ascii[point] as number] ??= String.fromCodePoint(point);
  bounds.forEach((bound, i) => {
    // Not half of a character: it is in no JSON text.
    const point = bound < 32 && (bounds[i + 1] ?? 0x110000) > 33 ? 33 : bound;
    if (point < 0xd800 || point > 0xdfff) letters[classOf[i] as number] ??= String.fromCodePoint(point);
  });
  return letters;
}
