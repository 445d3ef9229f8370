// How long each rule took, the longest first.

/** One line a rule that took a millisecond or more, and one for all. */
export function timingLines(taken: ReadonlyMap<string, number>): readonly string[] {
  const rows = [...taken].sort(([, a], [, b]) => b - a);
  const sum = rows.reduce((total, [, time]) => total + time, 0);
  const shown = rows.filter(([, time]) => time >= 1);
  return [...shown, ['all rules', sum] as const].map(([id, time]) => `${time.toFixed(0).padStart(8)} ms  ${id}`);
}
