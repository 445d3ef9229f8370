// Patterns from paths: a segment with enough different values becomes `+`, and a tail of enough different depths `*`, both only where the present pattern
// leaves the place open. Every pattern that comes out lies within it, and the paths within them.

import { type Classified, classifyPattern, compareSpecificity, matchesPattern } from '@polc/runtime';

/** A pattern as an author writes it, with the paths that it stands for. */
export interface Generalized {
  readonly pattern: string;
  readonly paths: readonly string[];
  /** Wider than its paths. */
  readonly widened: boolean;
}

/** `enough`: how many different values make a wildcard. Some paths cannot be written as patterns: null. */
export function generalize(present: Classified, paths: readonly string[], enough: number): readonly Generalized[] | null {
  if (!paths.every(isWritable)) return null;
  const room = roomOf(present);
  const rows = paths.map((path) => path.split('/'));
  return assign(
    cluster(rows, room, enough).map((segments) => segments.join('/')),
    paths,
  );
}

/** One exact pattern a path. */
export function exactly(paths: readonly string[]): readonly Generalized[] | null {
  return paths.every(isWritable) ? paths.map((path) => ({ pattern: path, paths: [path], widened: false })) : null;
}

/** Written down it means this path and no other. */
export function isWritable(path: string): boolean {
  const read = classifyPattern(path);
  return read !== null && read.kind === 'exact' && read.text === path && !path.includes('{{') && !path.includes('}}') && !path.includes('${');
}

/** Each path under the pattern that wins for it; those that win for none are dropped. */
function assign(patterns: readonly string[], paths: readonly string[]): Generalized[] {
  const known = [...new Set(patterns)].map((pattern) => ({ pattern, read: classifyPattern(pattern) as Classified, own: [] as string[] }));
  for (const path of paths) {
    const matching = known.filter(({ read }) => matchesPattern(read, path));
    matching.reduce((best, one) => (compareSpecificity(one.read, best.read) > 0 ? one : best)).own.push(path);
  }
  return known.flatMap(({ pattern, read, own }) => (own.length === 0 ? [] : [{ pattern, paths: own, widened: read.kind !== 'exact' }]));
}

/** Where a pattern leaves something open: from the segment `from` on everything; before it the segments of `free`. */
interface Room {
  readonly from: number;
  readonly free: ReadonlySet<number>;
  /** What the segment `from - 1` begins with, where it is open at its end only. */
  readonly partial: boolean;
}

function roomOf({ kind, text }: Classified): Room {
  const segments = text.split('/');
  const free = new Set(kind === 'segment' ? segments.flatMap((segment, i) => (segment === '+' ? [i] : [])) : []);
  const open = kind === 'prefix' || (kind === 'segment' && text.endsWith('*'));
  if (!open) return { from: Number.POSITIVE_INFINITY, free, partial: false };
  const last = segments.length - 1;
  const whole = kind === 'prefix' ? segments[last] === '' : segments[last] === '*';
  return { from: whole ? last : last + 1, free, partial: !whole };
}

type Row = readonly string[];

const isFree = ({ from, free }: Room, i: number) => i >= from || free.has(i);
const valuesAt = (rows: readonly Row[], i: number) => new Set(rows.map((row) => row[i] as string));

function cluster(rows: readonly Row[], room: Room, enough: number): readonly Row[] {
  if (rows.length < 2) return rows;
  const depths = new Set(rows.map(({ length }) => length));
  if (depths.size === 1) return columns(rows, room, enough);
  if (room.from === Number.POSITIVE_INFINITY) return [...byKey(rows, ({ length }) => String(length))].flatMap((same) => columns(same, room, enough));
  const at = firstDifference(rows);
  const ended = rows.filter(({ length }) => length === at);
  if (ended.length > 0)
    return [
      ...ended,
      ...cluster(
        rows.filter(({ length }) => length > at),
        room,
        enough,
      ),
    ];
  if (valuesAt(rows, at).size < enough) return [...byKey(rows, (row) => row[at] as string)].flatMap((same) => cluster(same, room, enough));
  if (at >= room.from && depths.size >= enough) return [[...(rows[0] as Row).slice(0, at), '*']];
  return [...byKey(rows, ({ length }) => String(length))].flatMap((same) => columns(same, room, enough));
}

/** Of paths of one depth. */
function columns(rows: readonly Row[], room: Room, enough: number): readonly Row[] {
  const [first] = rows as readonly [Row];
  const wild = first.map((_, i) => isFree(room, i) && !valuesAt(rows, i).has('') && valuesAt(rows, i).size >= enough);
  if (!wild.includes(true)) return rows;
  const masked = (row: Row) => row.map((segment, i) => (wild[i] ? '+' : segment));
  return [...byKey(rows, (row) => JSON.stringify(masked(row)))].flatMap((same) => {
    // The values must vary among the paths of this very pattern.
    const isBorne = wild.every((isWild, i) => !isWild || valuesAt(same, i).size >= enough);
    return isBorne ? [masked(same[0] as Row)] : columns(same, room, enough);
  });
}

function firstDifference(rows: readonly Row[]): number {
  const [first, ...others] = rows as readonly [Row, ...Row[]];
  let at = 0;
  while (at < first.length && others.every((row) => row[at] === first[at])) at++;
  return at;
}

function byKey(rows: readonly Row[], key: (row: Row) => string): Iterable<readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups.values();
}
