// Windows of the week back to days and hours: `within_hours(context.time, "Europe/Berlin", ["mon-fri"], ["09:00-17:00"])`.

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 1440;
const WEEK = 7 * DAY;
const LOOSEST = 1;
const CALL = 8;

/** `windows` are flat pairs [start, end) of minutes from Monday 00:00. Days with different hours are calls of their own. */
export function showHours(time: string, zone: string, windows: readonly number[]): readonly [text: string, rank: number] {
  const byDay = hoursByDay(windows);
  const daysOf = new Map<string, number[]>();
  byDay.forEach((hours, day) => {
    if (hours.length > 0) daysOf.set(hours.join(', '), [...(daysOf.get(hours.join(', ')) ?? []), day]);
  });
  const calls = [...daysOf].map(([hours, days]) => `within_hours(${time}, ${JSON.stringify(zone)}, [${showDays(days)}], [${hours}])`);
  return [calls.join(' || '), calls.length > 1 ? LOOSEST : CALL];
}

/** What runs past midnight belongs to the day of its start; a day's length and more is cut at midnights. */
function hoursByDay(windows: readonly number[]): string[][] {
  const spans: [start: number, end: number][] = [];
  for (let i = 0; i < windows.length; i += 2) spans.push([windows[i] as number, windows[i + 1] as number]);
  const [first, last] = [spans[0], spans.at(-1)];
  if (first !== undefined && last !== undefined && first !== last && first[0] === 0 && last[1] === WEEK && first[1] + WEEK - last[0] < DAY) {
    last[1] += first[1];
    spans.shift();
  }
  const byDay = DAYS.map((): string[] => []);
  for (let [start, end] of spans) {
    while (start < end) {
      const day = Math.floor(start / DAY);
      const until = end - start < DAY ? end : Math.min(end, (day + 1) * DAY);
      (byDay[day] as string[]).push(`"${clock(start % DAY)}-${clock(until % DAY || DAY)}"`);
      start = until;
    }
  }
  return byDay;
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function showDays(days: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === day - 1) run[1] = day;
    else runs.push([day, day]);
  }
  return runs.map(([first, last]) => `"${DAYS[first]}${first === last ? '' : `-${DAYS[last]}`}"`).join(', ');
}
