// Diagnostics as workflow commands, which GitHub shows beside the lines of a pull request.

import type { Diagnostic } from '@polc/grammar';
import type { Findings } from './findings.js';
import type { Places } from './places.js';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

export function reportGithub({ diagnostics, places }: Findings): string {
  return diagnostics.map((each) => `${commandOf(each, places)}\n`).join('');
}

function commandOf({ file, span, severity, code, message, help }: Diagnostic, places: Places): string {
  const { start, end } = places.rangeOf(file, span);
  // GitHub ignores columns where a finding spans lines; its last column is part of the range.
  const columns = start.line === end.line ? [`col=${start.column}`, `endColumn=${Math.max(start.column, end.column - 1)}`] : [];
  const properties = [`file=${escapeProperty(file)}`, `line=${start.line}`, `endLine=${end.line}`, ...columns, `title=${escapeProperty(code)}`];
  return `::${COMMANDS[severity]} ${properties.join(',')}::${escapeData(help === undefined ? message : `${message}\n${help}`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
