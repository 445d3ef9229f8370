// The patterns of a policy list to a function that says which of them wins on a path: forks on single units of the path first, then whole texts, in the
// order in which patterns win. It says what a walk of the tree would find (runtime/tree/walker.ts), and nothing more.

import { type Classified, piecesOf } from '@polc/runtime';
import { type Code, code, literal } from './code.js';

/** A pattern with its number: of those that match, the largest wins. */
interface Candidate {
  readonly leaf: number;
  readonly pieces: readonly string[];
  readonly open: boolean;
}

/** So many are asked one after the other. */
const FEW = 2;
/** WHY: what is literal for a short way only stands in every branch; and large functions are slower than a walk (bench/esm). */
const MAX_TESTS = 200;
const MAX_TEXT = 6_000;

/** `patterns` ascend in the order in which they win. null where the code would be too large to pay. */
export function emitSelector(patterns: readonly Classified[]): Code | null {
  if (patterns.length > MAX_TESTS) return null;
  const candidates = patterns.map((pattern, leaf): Candidate => ({ leaf, ...piecesOf(pattern) }));
  const budget = { tests: MAX_TESTS };
  const body = choose(candidates.reverse(), budget);
  const selector = code`(path) => {
${body}
}`;
  return budget.tests < 0 || selector.text.length > MAX_TEXT ? null : selector;
}

/** Code that returns. It is of no use where the budget has run out. */
function choose(candidates: readonly Candidate[], budget: { tests: number }): Code {
  const fork = candidates.length <= FEW || budget.tests < 0 ? null : bestFork(candidates);
  const asked = fork === null ? candidates : fork.rest;
  budget.tests -= asked.length;
  const tests = code`${asked.map(test)}
return -1;`;
  if (fork === null) return tests;
  const cases = [...fork.branches].map(
    ([unit, some]) => code`case ${unit}: {
${choose(some, budget)}
}`,
  );
  return code`switch (path.charCodeAt(${fork.position})) {
${cases}
}
${tests}`;
}

interface Fork {
  readonly position: number;
  /** By unit, in order; those of the rest are in each. */
  readonly branches: ReadonlyMap<number, readonly Candidate[]>;
  /** Those that say nothing of this position. */
  readonly rest: readonly Candidate[];
}

/** The one whose largest branch is smallest, the first of these; null where none tells candidates apart. */
function bestFork(candidates: readonly Candidate[]): Fork | null {
  const longest = Math.max(...candidates.map(literalLength));
  let best: Fork | null = null;
  let least = candidates.length;
  for (let position = 0; position < longest; position++) {
    const fork = forkAt(candidates, position);
    const largest = Math.max(...[...fork.branches.values()].map((some) => some.length));
    if (largest < least) {
      best = fork;
      least = largest;
    }
  }
  return best;
}

function forkAt(candidates: readonly Candidate[], position: number): Fork {
  const unitOf = ({ pieces: [first = ''] }: Candidate) => (position < first.length ? first.charCodeAt(position) : null);
  const rest = candidates.filter((one) => unitOf(one) === null);
  const units = new Set(candidates.map(unitOf).filter((unit) => unit !== null));
  const branches = [...units].sort((a, b) => a - b).map((unit) => [unit, candidates.filter((one) => (unitOf(one) ?? unit) === unit)] as const);
  return { position, branches: new Map(branches), rest };
}

function literalLength({ pieces: [first = ''] }: Candidate): number {
  return first.length;
}

/** Code that returns where the candidate matches. */
function test({ leaf, pieces: [first = '', ...others], open }: Candidate): Code {
  // A pattern of segments may have none that is skipped: `/+a/`.
  if (others.length === 0 && !open) return code`if (path === ${literal(first)}) return ${leaf};`;
  const found = others.length === 0 ? code`return ${leaf};` : skip(others, first.length, { leaf, open }, 0);
  // A block of its own, for the names in it.
  return code`${first === '' ? code`` : code`if (${startsWith(first)}) `}{
${found}
}`;
}

/** Behind `from` a segment is skipped, then comes the first of the pieces. Each skip has a name of its own for where it ends. */
function skip([piece = '', ...others]: readonly string[], from: Code | number, end: Pick<Candidate, 'leaf' | 'open'>, depth: number): Code {
  const found = code`return ${end.leaf};`;
  // Nothing follows the segment: it ends the path, unless anything may.
  if (piece === '') return end.open ? found : code`if (path.indexOf("/", ${from}) < 0) ${found}`;
  const at = code`at${depth}`;
  const next = code`${at} + ${piece.length}`;
  const isLast = others.length === 0;
  return code`const ${at} = path.indexOf("/", ${from});
if (${at} >= 0 ${isLast && !end.open ? code`&& path.length === ${next} ` : code``}&& standsAt(${literal(piece)}, path, ${at})) {
${isLast ? found : skip(others, next, end, depth + 1)}
}`;
}

/** WHY no startsWith: two comparisons of whole texts take a third of its time, and all of them less than a walk (bench/esm). */
function startsWith(text: string): Code {
  const last = text.charCodeAt(text.length - 1);
  // No text is greater than all that start with the highest unit.
  if (last === 0xffff) return code`standsAt(${literal(text)}, path, 0)`;
  return code`path >= ${literal(text)} && path < ${literal(text.slice(0, -1) + String.fromCharCode(last + 1))}`;
}
