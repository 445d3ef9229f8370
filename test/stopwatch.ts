// How long a step takes that may take only so long.

/** Milliseconds since it was made: the less of the clock's and the processor's, so that neither other processes nor the collector's threads count. */
export function stopwatch(): () => number {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return Math.min(performance.now() - start, (user + system) / 1000);
  };
}
