// Languages of Vault's parameter values (vault-acl.md §5.1): a text by itself, or cut at its commas into pieces.

import { loweredWalk, partWalk, textsWalk, type Walk } from './walk.js';

/** One value: `*` first, last or both; one character is literal. `folds`: the request's text is taken in lower case. */
export function vaultGlobWalk(value: string, folds: boolean): Walk {
  const walk = globWalk(value);
  return folds ? loweredWalk(walk) : walk;
}

function globWalk(value: string): Walk {
  if (value.length < 2) return textsWalk([value]);
  const [open, closed] = [value.startsWith('*'), value.endsWith('*')];
  if (open && closed) return partWalk(value.slice(1, -1), 'anywhere');
  if (open) return partWalk(value.slice(1), 'end');
  return closed ? partWalk(value.slice(0, -1), 'start') : textsWalk([value]);
}

interface State {
  /** Of each value's walk over the whole text, over the piece without blanks at its start, and where that stood before the blanks that end it. */
  readonly whole: readonly number[];
  readonly piece: readonly number[];
  readonly bare: readonly number[];
  readonly started: boolean;
  /** Of the pieces before: one was listed, one was not. */
  readonly listed: boolean;
  readonly unlisted: boolean;
}

const COMMA = 0x2c;
const isBlank = (point: number) => /^[\s\x85]$/u.test(String.fromCodePoint(point)) && point !== 0xfeff;
const BLANKS = [0x09, 0x0e, 0x20, 0x21, COMMA, COMMA + 1, 0x85, 0x86, 0xa0, 0xa1];

/** All values together: the text as it is, and its pieces between commas. */
export function listedWalk(values: readonly string[], folds: boolean): Walk {
  const walks = values.map(globWalk);
  // Each of these walks accepts in the state whose number is the length of what it looks for.
  const ends = values.map((value) => Array.from(value.length < 2 ? value : value.replace(/^\*/, '').replace(/\*$/, '')).length);
  const states: State[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (state: State): number => {
    const key = JSON.stringify(Object.values(state));
    let number = numbers.get(key);
    if (number === undefined) {
      number = states.length;
      states.push(state);
      numbers.set(key, number);
    }
    return number;
  };
  const fresh = walks.map(({ start }) => start);
  const walk: Walk = {
    start: numberOf({ whole: fresh, piece: fresh, bare: fresh, started: false, listed: false, unlisted: false }),
    step: (number, point) => {
      const { whole, piece, bare, started, listed, unlisted } = states[number] as State;
      const further = (of: readonly number[]) => walks.map((each, i) => each.step(of[i] as number, point));
      const all = further(whole);
      if (point === COMMA) {
        const ended = bare.some((state, i) => state === ends[i]);
        return numberOf({ whole: all, piece: fresh, bare: fresh, started: false, listed: listed || ended, unlisted: unlisted || !ended });
      }
      if (isBlank(point)) return numberOf({ whole: all, piece: started ? further(piece) : piece, bare, started, listed, unlisted });
      const next = further(piece);
      return numberOf({ whole: all, piece: next, bare: next, started: true, listed, unlisted });
    },
    cuts: (number) => {
      const { whole, piece } = states[number] as State;
      return [...BLANKS, ...walks.flatMap((each, i) => [...each.cuts(whole[i] as number), ...each.cuts(piece[i] as number)])];
    },
  };
  return folds ? loweredWalk(walk) : walk;
}
