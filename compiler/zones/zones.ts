// The zones of the world by name, out of the generated table: the same on every machine, whatever tzdata it has. What time it is in a
// zone is the runtime's to say (match/zone.ts), which also owns the form of a zone's words.

import { FROM, HISTORIES, MOVES, TZDATA_VERSION, UNTIL } from './table.js';

export { TZDATA_VERSION };

/** The runtime's `Zone`. */
export interface ZoneData {
  readonly name: string;
  /** Milliseconds; what is before `from`, or at or after `until`, is not in the table. */
  readonly from: number;
  readonly until: number;
  /** Minutes since the epoch, ascending. */
  readonly transitions: Int32Array;
  /** Minutes east of UTC; one more than transitions. */
  readonly offsets: Int16Array;
}

const MINUTE = 60_000;
const decoded = new Map<string, ZoneData>();
let index: ReadonlyMap<string, string> | undefined;

/** Name to history. */
function histories(): ReadonlyMap<string, string> {
  index ??= new Map(
    HISTORIES.flatMap((line) => {
      const [names, history] = line.split('|') as [string, string];
      return names.split(' ').map((name) => [name, history] as const);
    }),
  );
  return index;
}

let names: readonly string[] | undefined;

/** All names of zones and their links, sorted. */
export function zoneNames(): readonly string[] {
  names ??= [...histories().keys()].sort();
  return names;
}

/** null when no zone has exactly this name: names do not fold case. */
export function zoneOf(name: string): ZoneData | null {
  const known = decoded.get(name);
  if (known !== undefined) return known;
  const history = histories().get(name);
  if (history === undefined) return null;
  const zone = decode(name, history);
  decoded.set(name, zone);
  return zone;
}

function decode(name: string, history: string): ZoneData {
  const [first, changes] = history.split(' ') as [string, string];
  const transitions: number[] = [];
  const offsets = [Number(first)];
  let minute = FROM;
  let offset = Number(first);
  for (const [, gap, letter] of changes.matchAll(/([0-9a-z]+)([A-Z])/g) as Iterable<[string, string, string]>) {
    minute += Number.parseInt(gap, 36);
    offset += MOVES[letter.charCodeAt(0) - 65] as number;
    transitions.push(minute);
    offsets.push(offset);
  }
  return { name, from: FROM * MINUTE, until: UNTIL * MINUTE, transitions: Int32Array.from(transitions), offsets: Int16Array.from(offsets) };
}

/** The words that the runtime's `readZone` reads. */
export function zoneWords(zone: ZoneData): number[] {
  return [zone.from / MINUTE, zone.until / MINUTE, zone.transitions.length, ...zone.transitions, ...zone.offsets];
}
