// Instants at the edges of windows of a week in a zone, in the week of `now` and in those in which the zone's clocks move next.

import type { ZoneData } from '@polc/compiler';

const MINUTE = 60_000;
const WEEK = 10_080;
/** The epoch was a Thursday. */
const EPOCH_MINUTE = 3 * 1440;
/** Windows at whose edges to look. */
const MOST_WINDOWS = 14;

/** As RFC 3339 has it, in UTC. */
export function instantText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** At each edge, a millisecond before it, and a minute before and after. Ascending. */
export function instantsNear(zone: ZoneData, windows: readonly number[], now: number): readonly number[] {
  const found = new Set<number>();
  for (const around of [now, ...movesAfter(zone, now)]) {
    const local = Math.floor(around / MINUTE) + offsetAt(zone, around) + EPOCH_MINUTE;
    const monday = local - (((local % WEEK) + WEEK) % WEEK) - EPOCH_MINUTE;
    for (const edge of windows.slice(0, MOST_WINDOWS * 2)) {
      // The clocks may have moved between: both readings of the wall clock.
      for (const offset of new Set([offsetAt(zone, around - 1), offsetAt(zone, around), offsetAt(zone, (monday + edge) * MINUTE)])) {
        const at = (monday + edge - offset) * MINUTE;
        for (const instant of [at - MINUTE, at - 1, at, at + MINUTE]) if (instant >= zone.from && instant < zone.until) found.add(instant);
      }
    }
    if (around !== now) for (const instant of [around - MINUTE, around - 1, around, around + MINUTE]) found.add(instant);
  }
  return [...found].sort((a, b) => a - b);
}

/** Whether the wall clock of the zone stands in one of the windows; null beyond the table. */
export function isInWindows(zone: ZoneData, windows: readonly number[], instant: number): boolean | null {
  if (!(instant >= zone.from && instant < zone.until)) return null;
  const local = Math.floor(instant / MINUTE) + offsetAt(zone, instant) + EPOCH_MINUTE;
  const minute = ((local % WEEK) + WEEK) % WEEK;
  for (let i = 0; i < windows.length; i += 2) if (minute >= (windows[i] as number) && minute < (windows[i + 1] as number)) return true;
  return false;
}

/** The next two. */
function movesAfter({ transitions }: ZoneData, now: number): number[] {
  const minute = Math.floor(now / MINUTE);
  return [...transitions.filter((transition) => transition > minute).slice(0, 2)].map((transition) => transition * MINUTE);
}

/** Minutes east of UTC. */
function offsetAt({ transitions, offsets }: ZoneData, instant: number): number {
  const minute = Math.floor(instant / MINUTE);
  let count = 0;
  while (count < transitions.length && (transitions[count] as number) <= minute) count++;
  return offsets[count] as number;
}
