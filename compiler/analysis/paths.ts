// All paths, cut into classes in which the same patterns match; of each the shortest path that a request can have.

import { type Classified, normalPath } from '@polc/runtime/anatomy';
import { compileRegex } from '../automata/compile.js';
import { type PatternsWalk, patternsWalk } from './patterns-walk.js';
import { automatonWalk, explore, type Walk } from './walk.js';

export interface PathClasses {
  /** For every operation but `list`. */
  readonly plain: readonly string[];
  /** For `list`, which looks at a folder with and without the slash at its end. */
  readonly listed: readonly string[];
  /** There are no others. */
  readonly whole: boolean;
}

export interface PathOptions {
  readonly patterns: readonly Classified[];
  /** Bare policies take nearly any path. */
  readonly bare: boolean;
  /** What conditions tell apart in `request.path`. */
  readonly walks: readonly Walk[];
  /** Only classes that match one of these (numbers of patterns) are wanted; null: all. */
  readonly wanted: ReadonlySet<number> | null;
}

const MAX_STATES = 200_000;

export function pathClasses({ patterns, bare, walks, wanted }: PathOptions): PathClasses {
  const own = patternsWalk(patterns);
  const all: Walk[] = [own, NORMAL, ...(bare ? [BARE] : []), ...(!bare && patterns.some(({ text }) => text.startsWith('http/')) ? HTTP : []), ...walks];
  const [plain, listed] = [new Map<string, string>(), new Map<string, string>()];
  const isWanted = (numbers: readonly number[]) => wanted === null || numbers.some((number) => wanted.has(number));
  const isPath = (text: string, operation: string) => (bare ? !text.startsWith('/') : normalPath(text, operation) === text);
  const isNormal = (text: string, operation: string) => normalPath(text, operation) === text;
  const keep = (into: Map<string, string>, key: string, text: string, operation: string) => {
    const before = into.get(key);
    // Where any path will do, one that reads as a path is shown.
    if (before === undefined ? isPath(text, operation) : bare && !isNormal(before, operation) && isNormal(text, operation)) into.set(key, text);
  };
  const whole = explore(all, MAX_STATES, ({ text, states: [state = 0, , ...rest] }) => {
    // The states of the door are no part of it.
    const others = rest.slice(rest.length - walks.length).join();
    const here = own.matching(state);
    if (isWanted(here)) keep(plain, `${here.join()} ${others}`, text, 'read');
    const below = slashed(own, state);
    if (!isWanted(here) && !isWanted(below)) return;
    const key = `${here.join()} ${below.join()} ${others}`;
    if (!text.endsWith('/')) keep(listed, key, text, 'list');
    keep(listed, `/ ${key}`, `${text}/`, 'list');
  });
  return { plain: [...plain.values()], listed: [...listed.values()], whole };
}

function slashed(walk: PatternsWalk, state: number): readonly number[] {
  return walk.matching(walk.step(state, SLASH));
}

const SLASH = 0x2f;
const DOT = 0x2e;

/** The runtime takes leading slashes off, and no path has a null character. */
const BARE: Walk = {
  start: 0,
  step: (state, point) => (state === -1 || point === 0 || (state === 0 && point === SLASH) ? -1 : 1),
  cuts: (state) => (state === -1 ? [] : state === 0 ? [1, SLASH, SLASH + 1] : [1]),
};

/** Where a segment starts, behind one dot, behind two, inside. */
const NORMAL: Walk = {
  start: 0,
  step: (state, point) => {
    if (state === -1 || point < 0x20 || (point > 0x7e && point < 0xa0)) return -1;
    if (point === SLASH) return state === 3 ? 4 : -1;
    if (point === DOT && state !== 3) return state === 0 || state === 4 ? 1 : state === 1 ? 2 : 3;
    return 3;
  },
  cuts: (state) => (state === -1 ? [] : [0x20, DOT, SLASH, SLASH + 1, 0x7f, 0xa0]),
};

/** What decides whether an `http/` path is normal (spec §9): its host, its port, segments that decode to dots, what would be cut off. */
const HTTP: readonly Walk[] = [
  'http/(?:[a-z0-9_\\-]+(?:\\.[a-z0-9_\\-]+)*|\\[[0-9a-f:.]+\\])(?::[1-9][0-9]{0,4})?/.*',
  'http/[^/]*:(?:80|443)/.*',
  'http/.*/(?:\\.|%2[eE]){1,2}(?:;[^/]*)?(?:/.*)?',
  'http/.*[?#\\\\].*',
].map((text) => {
  const compiled = compileRegex(text);
  if ('fault' in compiled) throw new Error(`a fixed expression: ${compiled.fault.message}`);
  return automatonWalk(compiled.automaton);
});
