// What a reporter is handed: the diagnostics of one run, with the places they speak of.

import type { Diagnostic } from '@polc/grammar';
import type { Places } from './places.js';

export interface RuleInfo {
  readonly id: string;
  readonly summary: string;
}

export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** All files that were read, in order, with or without findings. */
  readonly files: readonly string[];
  readonly places: Places;
  /** The lint rules there are; a code that is none of them is polc's own. */
  readonly rules: readonly RuleInfo[];
  /** Warnings fail the run too. */
  readonly denyWarnings: boolean;
}

export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly files: number;
}

export function summarize({ diagnostics, files }: Pick<Findings, 'diagnostics' | 'files'>): Summary {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((each) => each.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info'), files: files.length };
}

export function fails(findings: Findings): boolean {
  const { errors, warnings } = summarize(findings);
  return errors > 0 || (findings.denyWarnings && warnings > 0);
}

/** Whether a finding is one that fails the run. */
export function isFatal({ severity }: Diagnostic, denyWarnings: boolean): boolean {
  return severity === 'error' || (denyWarnings && severity === 'warning');
}

/** `2 errors and 1 warning in 3 files`. */
export function sayCounts({ errors, warnings, infos, files }: Summary): string {
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), counted(infos, 'remark')].filter((part) => !part.startsWith('0 '));
  const found = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'no findings');
  return `${found} in ${counted(files, 'file')}`;
}

export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${withCommas(count)} ${count === 1 ? noun : plural}`;
}

/** WHY not toLocaleString: the first use of Intl takes 12 ms, of every run that counts something. */
export function withCommas(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The page that explains a rule; null for what is no lint rule. */
export function pageOf(code: string, rules: readonly RuleInfo[]): string | null {
  return rules.some(({ id }) => id === code) ? `docs/rules/${code}.md` : null;
}
