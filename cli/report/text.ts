// Diagnostics for people: what is wrong, the place underlined, what else belongs to it, what to do.

import type { Diagnostic, Related } from '@polc/grammar';
import { codeFrame, type Mark } from './code-frame.js';
import type { Colours } from './colours.js';
import { type Findings, sayCounts, summarize } from './findings.js';
import type { Places } from './places.js';
import { visible } from './visible.js';

/** Related places further away than this, in lines, get a frame of their own. */
const NEAR = 12;

export function reportText(findings: Findings, colours: Colours): string {
  return [...findings.diagnostics.map((each) => describe(each, findings.places, colours)), `${summaryLine(findings, colours)}\n`].join('\n');
}

export function summaryLine(findings: Parameters<typeof summarize>[0], colours: Colours): string {
  const summary = summarize(findings);
  const paint = summary.errors > 0 ? colours.red : summary.warnings > 0 ? colours.yellow : colours.green;
  return paint(sayCounts(summary));
}

/** One diagnostic, ending in a line end. */
export function describe(diagnostic: Diagnostic, places: Places, colours: Colours): string {
  const { file, span, severity, code, message, help, related = [], fixes = [] } = diagnostic;
  const paint = severity === 'error' ? colours.red : severity === 'warning' ? colours.yellow : colours.cyan;
  const lines = places.linesOf(file);
  const { line, column } = lines.position(span.start);
  const near = related.filter((each) => each.file === file && Math.abs(lines.position(each.span.start).line - line) <= NEAR);
  const far = related.filter((each) => !near.includes(each));
  const marks: Mark[] = [{ span, label: '', primary: true }, ...near.map((each) => ({ span: each.span, label: visible(each.message), primary: false }))];
  const safe = fixes.find((fix) => fix.safe);
  const notes = [...(help === undefined ? [] : [`help: ${visible(help)}`]), ...(safe === undefined ? [] : [`--fix can ${visible(safe.title)}`])];
  const frame = codeFrame(lines, marks, colours, paint);
  const out = [
    `${paint(colours.bold(`${severity}[${code}]`))}: ${colours.bold(visible(message))}`,
    `${frame.indent}${colours.blue('-->')} ${visible(file)}:${line}:${column}`,
    ...frame.lines,
    ...far.flatMap((each) => describeFar(each, places, colours)),
    ...notes.map((each) => `${frame.indent} ${colours.blue('=')} ${each}`),
  ];
  return `${out.join('\n')}\n`;
}

function describeFar({ file, span, message }: Related, places: Places, colours: Colours): string[] {
  const lines = places.linesOf(file);
  const { line, column } = lines.position(span.start);
  const mark = { span, label: visible(message), primary: false };
  const frame = codeFrame(lines, [mark], colours, colours.blue);
  return [`${frame.indent}${colours.blue(':::')} ${visible(file)}:${line}:${column}`, ...frame.lines];
}
