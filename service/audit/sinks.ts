// Where entries go: one sink or several, each a complete log of its own. An entry counts once one of them has it; what a sink did not take is counted and
// said, and the other sinks have it. Where none takes it, nothing may happen that it tells of.

import type { JsonObject } from '@polc/runtime';
import type { AuditEntry } from './audit-entry.js';
import { AuditError } from './audit-error.js';
import type { AuditLog } from './audit-log.js';

export interface AuditSink {
  readonly name: string;
  /** Resolves once the entry is there for good; whatever it rejects with, the entry is not, or nobody knows. */
  append(entry: JsonObject): Promise<unknown>;
  close(): Promise<void>;
}

/** A sink goes from one state to the other; told once, not for each entry. */
export interface SinkReport {
  readonly sink: string;
  readonly state: 'failing' | 'recovered';
  /** Entries that it has not taken so far, since the process began. */
  readonly refused: number;
  /** What it failed with; null where it takes entries again. */
  readonly error: unknown;
}

export interface SinkState {
  readonly name: string;
  readonly failing: boolean;
  readonly written: number;
  readonly refused: number;
  /** Handed over, and not answered for yet. */
  readonly waiting: number;
}

export interface SinkOptions {
  readonly report?: (report: SinkReport) => void;
  /** Entries that may wait at one sink; it is given no more until it answers. */
  readonly mostWaiting?: number;
  /** Milliseconds after which an entry that no sink has written is refused. It may still be written afterwards. */
  readonly patience?: number;
}

interface Sink {
  readonly sink: AuditSink;
  failing: boolean;
  written: number;
  refused: number;
  waiting: number;
}

export class AuditSinks {
  readonly #sinks: readonly Sink[];
  readonly #report: (report: SinkReport) => void;
  readonly #mostWaiting: number;
  readonly #patience: number;
  #closed = false;

  /** @throws RangeError without a sink, and where two have one name */
  constructor(sinks: readonly AuditSink[], { report = () => undefined, mostWaiting = 100_000, patience = 10_000 }: SinkOptions = {}) {
    if (sinks.length === 0) throw new RangeError('there is no sink: nothing would be written down');
    if (new Set(sinks.map(({ name }) => name)).size < sinks.length) throw new RangeError('two sinks have one name');
    this.#sinks = sinks.map((sink) => ({ sink, failing: false, written: 0, refused: 0, waiting: 0 }));
    this.#report = report;
    this.#mostWaiting = mostWaiting;
    this.#patience = patience;
  }

  /** Each is given every entry, whatever became of those before. Rejects with AuditError: unwritable where no sink has it in time, closed. */
  append(entry: AuditEntry | JsonObject): Promise<void> {
    if (this.#closed) return Promise.reject(new AuditError('closed', 'the sinks are closed'));
    return new Promise((done, failed) => {
      const late = setTimeout(() => failed(new AuditError('unwritable', `no sink has written the entry within ${this.#patience} ms`)), this.#patience);
      const errors: unknown[] = [];
      const taken = () => {
        clearTimeout(late);
        done();
      };
      for (const sink of this.#sinks) {
        this.#give(sink, entry as JsonObject, taken, (error) => {
          errors.push(error);
          if (errors.length < this.#sinks.length) return;
          clearTimeout(late);
          failed(new AuditError('unwritable', `no sink takes the entry: ${errors.map(wordsOf).join('; ')}`, errors[0]));
        });
      }
    });
  }

  states(): readonly SinkState[] {
    return this.#sinks.map(({ sink: { name }, failing, written, refused, waiting }) => ({ name, failing, written, refused, waiting }));
  }

  /** What waits is written first. Rejects with AuditError unwritable where a sink does not close as it should; all the others are closed. */
  async close(): Promise<void> {
    this.#closed = true;
    const closed = await Promise.allSettled(this.#sinks.map(async ({ sink }) => sink.close()));
    const errors = closed.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (errors.length > 0) throw new AuditError('unwritable', `a sink does not close: ${errors.map(wordsOf).join('; ')}`, errors[0]);
  }

  #give(sink: Sink, entry: JsonObject, taken: () => void, refused: (error: unknown) => void): void {
    const refuse = (error: unknown) => {
      sink.refused++;
      this.#tell(sink, true, error);
      refused(error);
    };
    if (sink.waiting >= this.#mostWaiting) {
      refuse(new AuditError('unwritable', `${sink.sink.name}: too many entries wait to be written`));
      return;
    }
    sink.waiting++;
    let answer: Promise<unknown>;
    try {
      answer = Promise.resolve(sink.sink.append(entry));
    } catch (error) {
      answer = Promise.reject(error);
    }
    answer.then(
      () => {
        sink.waiting--;
        sink.written++;
        this.#tell(sink, false, null);
        taken();
      },
      (error: unknown) => {
        sink.waiting--;
        refuse(error);
      },
    );
  }

  #tell(sink: Sink, failing: boolean, error: unknown): void {
    if (sink.failing === failing) return;
    sink.failing = failing;
    try {
      this.#report({ sink: sink.sink.name, state: failing ? 'failing' : 'recovered', refused: sink.refused, error });
    } catch {
      // WHY: the entry's fate must not hang on whoever is told.
    }
  }
}

/** A log as a sink. */
export function logSink(name: string, log: AuditLog): AuditSink {
  return { name, append: (entry) => log.append(entry), close: () => log.close() };
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
