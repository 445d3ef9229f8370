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

export function summaryLine(findings: Pick<Findings, 'diagnostics' | 'files'>, colours: Colours): string {
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
  const out = [
    `${paint(colours.bold(`${severity}[${code}]`))}: ${colours.bold(visible(message))}`,
    `${colours.blue('-->')} ${visible(file)}:${line}:${column}`,
    ...codeFrame(lines, marks, colours, paint),
    ...far.flatMap((each) => describeFar(each, places, colours)),
  ];
  if (help !== undefined) out.push(`${colours.blue('=')} help: ${visible(help)}`);
  const safe = fixes.find((fix) => fix.safe);
  if (safe !== undefined) out.push(`${colours.blue('=')} --fix can ${visible(safe.title)}`);
  return `${out.join('\n')}\n`;
}

function describeFar({ file, span, message }: Related, places: Places, colours: Colours): string[] {
  const lines = places.linesOf(file);
  const { line, column } = lines.position(span.start);
  return [`${colours.blue(':::')} ${visible(file)}:${line}:${column}`, ...codeFrame(lines, [{ span, label: visible(message), primary: false }], colours, colours.blue)];
}
