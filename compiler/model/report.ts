// Collects diagnostics of one file.

import type { Diagnostic, Related, Severity, Span } from '@polc/grammar';

/** Names that may be compared with slips of them, in one file. */
const MAX_COMPARED = 500_000;

export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  readonly file: string;
  #compared = 0;

  constructor(file: string) {
    this.file = file;
  }

  error(code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.#add('error', code, span, message, help, related);
  }

  warning(code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.#add('warning', code, span, message, help, related);
  }

  /** Before a did-you-mean over a long list. WHY: thousands of unknown names beside thousands of known ones are no slips, and would take minutes. */
  mayLookThrough(names: number): boolean {
    this.#compared += names;
    return this.#compared <= MAX_COMPARED;
  }

  #add(severity: Severity, code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.diagnostics.push({ code, severity, message, file: this.file, span, ...(help ? { help } : {}), ...(related ? { related } : {}) });
  }
}
