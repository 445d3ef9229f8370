// Ctrl-C and its like end a run at once, by the system's own hand: nothing waits for a handler. But while files take their places they wait, so that
// each is the old one or the new.

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

function onSignal(signal: keyof typeof CODES): void {
  process.exit(CODES[signal]);
}

let holding = 0;

/**
 * A signal that comes meanwhile ends the process as soon as the event loop turns. WHY handlers for no longer: JavaScript's wait for whatever runs, and one
 * that is taken off again loses a signal that has come since the loop turned last.
 */
export function holdSignals<T>(work: () => T): T {
  if (holding++ === 0) for (const signal in CODES) process.on(signal, onSignal);
  try {
    return work();
  } finally {
    breathe().then(() => {
      if (--holding === 0) for (const signal in CODES) process.off(signal, onSignal);
    });
  }
}

/** Lets what came meanwhile take effect: a signal that was held, a reader that has gone. WHY twice: what comes is looked for between two immediates. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
