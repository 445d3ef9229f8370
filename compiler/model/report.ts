// Collects diagnostics of one file.

import type { Diagnostic, Related, Severity, Span } from '@polc/grammar';
import { Patience } from './patience.js';

export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  readonly file: string;
  readonly #patience = new Patience();

  constructor(file: string) {
    this.file = file;
  }

  error(code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.#add('error', code, span, message, help, related);
  }

  warning(code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.#add('warning', code, span, message, help, related);
  }

  /** Before a did-you-mean over a long list. */
  mayLookThrough(names: number): boolean {
    return this.#patience.mayLookThrough(names);
  }

  #add(severity: Severity, code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.diagnostics.push({ code, severity, message, file: this.file, span, ...(help ? { help } : {}), ...(related ? { related } : {}) });
  }
}
