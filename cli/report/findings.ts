// What a reporter is handed: the diagnostics of one run, with the places they speak of.

import { IGNORE_CODES, type Ignored } from '@polc/compiler';
import type { Diagnostic } from '@polc/grammar';
import { counted } from './counted.js';
import type { Places } from './places.js';

export interface RuleInfo {
  readonly id: string;
  readonly severity: Diagnostic['severity'];
  readonly summary: string;
}

export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  /** What lint found and the author has had ignored. */
  readonly ignored: readonly Ignored[];
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
  readonly ignored: number;
  readonly files: number;
}

type Counted = Pick<Findings, 'diagnostics' | 'files'> & Partial<Pick<Findings, 'ignored'>>;

export function summarize({ diagnostics, ignored = [], files }: Counted): Summary {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((each) => each.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info'), ignored: ignored.length, files: files.length };
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
export function sayCounts({ errors, warnings, infos, ignored, files }: Summary): string {
  const parts = [counted(errors, 'error'), counted(warnings, 'warning'), counted(infos, 'remark')].filter((part) => !part.startsWith('0 '));
  const found = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? 'no findings');
  return `${found} in ${counted(files, 'file')}${ignored === 0 ? '' : `, ${ignored} ignored`}`;
}

/** The page that explains a rule; null for what is no lint rule. */
export function pageOf(code: string, rules: readonly RuleInfo[]): string | null {
  if (!rules.some(({ id }) => id === code)) return null;
  return IGNORE_CODES.some(({ id }) => id === code) ? 'docs/checking.md' : `docs/rules/${code}.md`;
}
