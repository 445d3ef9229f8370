// Collects diagnostics of one file.

import type { Diagnostic, Related, Severity, Span } from '@polc/grammar';

export class Reporter {
  readonly diagnostics: Diagnostic[] = [];
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  error(code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.#add('error', code, span, message, help, related);
  }

  warning(code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.#add('warning', code, span, message, help, related);
  }

  #add(severity: Severity, code: string, span: Span, message: string, help?: string, related?: readonly Related[]): void {
    this.diagnostics.push({ code, severity, message, file: this.file, span, ...(help ? { help } : {}), ...(related ? { related } : {}) });
  }
}
