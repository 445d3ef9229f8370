// One line of a log of decisions, read: what was asked, and what was answered where the log says so.

import type { Request } from '@polc/runtime';

export interface LogEntry {
  /** From 1. */
  readonly line: number;
  /** With the time of the line as `context.time`, where it had none of its own. */
  readonly request: Request;
  /** null: the log has requests only, and the present policies say what was answered. */
  readonly logged: { readonly allowed: boolean; readonly outcome: string | null } | null;
}

/** An entry beside what the present policies answer. */
export interface JudgedEntry {
  readonly entry: LogEntry;
  readonly allowed: boolean;
  readonly outcome: string;
}
