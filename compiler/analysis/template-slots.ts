// Where requests fill templates in: what stands before and behind each directive, and so which values of it make other paths of a pattern, of a condition
// or of another template. Values are segments; those that hold a slash are left out.

import { type Case, type Classified, renderTemplate } from '@polc/runtime/anatomy';
import { type PatternsWalk, patternsWalk } from './patterns-walk.js';
import { explore, SEGMENT_WALK, type Walk } from './walk.js';

/** Text, and by its name what a request fills in. */
type Piece = string | { readonly slot: string };

/** The pieces of a template; what is known of the case is text. */
export function piecesOf(template: readonly string[], one: Case): readonly Piece[] {
  const pieces: Piece[] = [];
  template.forEach((piece, i) => {
    const known = i % 2 === 0 ? piece : knownValue(piece, one);
    const last = pieces.at(-1);
    if (known === null) pieces.push({ slot: piece });
    else if (typeof last === 'string') pieces[pieces.length - 1] = last + known;
    else pieces.push(known);
  });
  return pieces;
}

function knownValue(directive: string, one: Case): string | null {
  const rendered = renderTemplate(['', directive, ''], one, '');
  return rendered === null || rendered.unresolved !== null ? null : (rendered.pattern?.text ?? null);
}

/** With any segment where a request fills one in; null where what is filled in is less than a segment. */
export function widened(pieces: readonly Piece[]): Classified | null {
  const segments = segmentsOf(pieces);
  const texts = segments.map((segment, i) => {
    if (segment.every((piece) => typeof piece === 'string')) return segment.join('');
    if (segment.length === 1) return '+';
    // Before a final `*` any rest of the segment may follow.
    return i === segments.length - 1 && segment.length === 2 && segment[1] === '*' ? '*' : null;
  });
  return texts.includes(null) ? null : { kind: 'segment', text: texts.join('/') };
}

/** Each segment as its pieces, none of them empty. */
function segmentsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    const [head, ...rest] = typeof piece === 'string' ? piece.split('/') : [piece];
    if (head !== '') (segments.at(-1) as Piece[]).push(head as Piece);
    for (const text of rest) segments.push(text === '' ? [] : [text]);
  }
  return segments;
}

/** Whether what fills one in may be a part of what fills in the other: that is not looked at. */
export function areTangled(a: readonly Piece[], b: readonly Piece[]): boolean {
  const [left, right] = [segmentsOf(a), segmentsOf(b)];
  for (const [i, one] of left.entries()) {
    const other = right[i];
    if (other === undefined) return false;
    const alike = one.findIndex((piece, at) => JSON.stringify(piece) !== JSON.stringify(other[at]));
    if (alike < 0) {
      if (other.length === one.length || other.at(-1) === '*') continue;
      return false;
    }
    const [x, y] = [one.slice(alike), other.slice(alike)];
    if (isFixed(x) || isFixed(y)) {
      if (!mayMeet(x, y)) return false;
    } else if (x.length > 1 || y.length > 1) return true;
  }
  return false;
}

const isFixed = (segment: readonly Piece[]) => segment.every((piece) => typeof piece === 'string');

/** Whether two segments, of which one is fixed, have a text in common; true where that is not certain. */
function mayMeet(a: readonly Piece[], b: readonly Piece[]): boolean {
  const [x, y] = [startOf(a), startOf(b)];
  if (x === '+' || y === '+') return true;
  return isOpen(a) || isOpen(b) ? x.startsWith(y) || y.startsWith(x) : x === y;
}

/** Its text up to what is not fixed. */
function startOf([first = '']: readonly Piece[]): string {
  return typeof first !== 'string' ? '' : first.endsWith('*') ? first.slice(0, -1) : first;
}

const isOpen = (segment: readonly Piece[]) => !isFixed(segment) || String(segment.at(-1)).endsWith('*');

/** A walk from where a directive stands, and what follows it in its template. */
interface Occurrence {
  readonly walk: Walk;
  readonly behind: string;
  /** The template ends there, so that of patterns only what matches its end counts. */
  readonly ends: boolean;
  /** Of patterns, what they match. */
  readonly patterns: PatternsWalk | null;
}

export interface SlotWalks {
  readonly walks: readonly Walk[];
  /** Values of one class are in the same patterns, wherever a template puts them. */
  classOf(value: string): string;
}

/** More places than these that a template can start from are not told apart. */
const MAX_STARTS = 500;

/** By directive. `whole`: no place is left out. */
export function slotWalks(
  templates: readonly (readonly Piece[])[],
  patterns: readonly Classified[],
  others: readonly Walk[],
): { readonly bySlot: ReadonlyMap<string, SlotWalks>; readonly whole: boolean } {
  const bySlot = new Map<string, Map<string, Occurrence>>();
  let whole = true;
  const enter = (slot: string, key: string, occurrence: Occurrence) => {
    const there = bySlot.get(slot) ?? new Map<string, Occurrence>();
    bySlot.set(slot, there);
    if (there.size < MAX_STARTS) there.set(key, occurrence);
    else whole = false;
  };
  const fixed = patternsWalk(patterns);
  [fixed, ...others].forEach((walk, number) => {
    for (const steps of templates.map(stepsOf)) {
      let states: readonly number[] = [walk.start];
      steps.forEach((step, i) => {
        if (typeof step === 'string') {
          states = unique(states.map((state) => run(walk, state, step)));
          return;
        }
        const { behind, ends } = behindOf(steps.slice(i + 1));
        for (const start of states) {
          if (step === ANY || isSettled(walk, start)) continue;
          enter(step.slot, JSON.stringify([number, start, behind, ends]), { walk: { ...walk, start }, behind, ends, patterns: walk === fixed ? fixed : null });
        }
        const next = reachable(walk, states);
        whole &&= next !== null;
        states = next ?? [];
      });
    }
  });
  return { bySlot: new Map([...bySlot].map(([slot, occurrences]) => [slot, walksAt([...occurrences.values()])])), whole };
}

function walksAt(occurrences: readonly Occurrence[]): SlotWalks {
  return {
    walks: occurrences.map(({ walk }) => withinSegment(walk)),
    classOf: (value) => occurrences.map((occurrence) => classAt(occurrence, value)).join('; '),
  };
}

function classAt({ walk, behind, ends, patterns }: Occurrence, value: string): string {
  const from = run(walk, walk.start, value);
  const end = run(walk, from, behind);
  if (patterns === null) return String(end);
  // `list` looks at a folder with and without its slash.
  const shut = behind.endsWith('/') ? patterns.matching(run(walk, from, behind.slice(0, -1))) : [];
  return ends ? `${patterns.matching(end)} ${patterns.matching(patterns.step(end, SLASH))} ${shut}` : `${end} ${shut}`;
}

/** Nothing is told apart behind what no segment holds. */
function withinSegment(walk: Walk): Walk {
  const LOST = -1;
  const outside = (point: number) => SEGMENT_WALK.step(SEGMENT_WALK.start, point) !== 1;
  return {
    start: walk.start,
    step: (state, point) => (state === LOST || outside(point) ? LOST : walk.step(state, point)),
    cuts: (state) => (state === LOST ? [] : [...walk.cuts(state), ...SEGMENT_WALK.cuts(1)]),
  };
}

const SLASH = 0x2f;
const unique = (states: readonly number[]) => [...new Set(states)];

function run(walk: Walk, from: number, text: string): number {
  let state = from;
  for (const character of text) state = walk.step(state, character.codePointAt(0) as number);
  return state;
}

/** Whatever follows, it stays as it is. */
function isSettled(walk: Walk, state: number): boolean {
  return walk.cuts(state).length === 0 && walk.step(state, SLASH) === state;
}

/** Any segment. */
const ANY: unique symbol = Symbol('+');
type Step = Piece | typeof ANY;

/** With what a `+` stands for. */
function stepsOf(pieces: readonly Piece[]): readonly Step[] {
  return segmentsOf(pieces).flatMap((segment, i): readonly Step[] => [...(i === 0 ? [] : ['/']), ...(segment[0] === '+' ? [ANY as typeof ANY] : segment)]);
}

/** The text up to what is not fixed, and whether the pattern ends with it. */
function behindOf(steps: readonly Step[]): { readonly behind: string; readonly ends: boolean } {
  const open = steps.findIndex((step) => typeof step !== 'string' || step.endsWith('*'));
  const [fixed, next] = open < 0 ? [steps, undefined] : [steps.slice(0, open), steps[open]];
  return { behind: `${fixed.join('')}${typeof next === 'string' ? next.slice(0, -1) : ''}`, ends: open < 0 };
}

/** Where a segment can lead; null where that is too many places. */
function reachable(walk: Walk, from: readonly number[]): readonly number[] | null {
  const found = new Set<number>();
  for (const start of from) {
    const all = explore([{ ...walk, start, step: (state, point) => (point === SLASH ? start : walk.step(state, point)) }], MAX_STARTS, ({ states: [state] }) =>
      found.add(state as number),
    );
    if (!all || found.size > MAX_STARTS) return null;
  }
  return [...found];
}
