// Collects the faults of one text, up to a number that nobody reads.

import type { Diagnostic, Severity } from './diagnostic.js';
import type { Fault } from './faults.js';
import type { Span } from './source.js';

const MAX_FAULTS = 1000;

export class FaultCollector {
  readonly diagnostics: Diagnostic[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  report(span: Span, what: Fault, severity: Severity = 'error'): void {
    const { length } = this.diagnostics;
    if (length > MAX_FAULTS) return;
    const last: Fault = { code: 'too-many-faults', message: `more than ${MAX_FAULTS} faults: the rest of this file's are not shown` };
    this.diagnostics.push(length < MAX_FAULTS ? { ...what, severity, file: this.#file, span } : { ...last, severity: 'error', file: this.#file, span });
  }
}
