// Ctrl-C and its like. They end a run between two steps, never inside one: a file is written in a single step, so it is the old one or the new.

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

function onSignal(signal: keyof typeof CODES): void {
  process.exit(CODES[signal]);
}

export function catchSignals(): void {
  for (const signal in CODES) process.on(signal, onSignal);
}

/**
 * Runs long work that writes nothing. WHY: JavaScript's handlers wait for the work to end; without them the system ends the process at once.
 */
export function interruptible<T>(work: () => T): T {
  for (const signal in CODES) process.off(signal, onSignal);
  try {
    return work();
  } finally {
    catchSignals();
  }
}

/** Lets a signal that came meanwhile take effect. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
