// Diagnostics as JUnit XML: a suite a file, a case a finding. A file without any has one case, which passes; so does a finding that does
// not fail the run.

import type { Diagnostic } from '@polc/grammar';
import { escapeXml } from './escape-xml.js';
import { type Findings, isFatal } from './findings.js';

export function reportJunit(findings: Findings): string {
  const { diagnostics, files, denyWarnings } = findings;
  const byFile = groupByFile(diagnostics);
  const suites = files.map((file) => suiteOf(file, byFile.get(file) ?? [], findings));
  const cases = files.reduce((sum, file) => sum + Math.max(1, byFile.get(file)?.length ?? 0), 0);
  const failures = diagnostics.filter((each) => isFatal(each, denyWarnings)).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="polc check" tests="${cases}" failures="${failures}">\n${suites.join('')}</testsuites>\n`;
}

function groupByFile(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const each of diagnostics) {
    const group = groups.get(each.file);
    if (group === undefined) groups.set(each.file, [each]);
    else group.push(each);
  }
  return groups;
}

function suiteOf(file: string, diagnostics: readonly Diagnostic[], { places, denyWarnings }: Findings): string {
  const failures = diagnostics.filter((each) => isFatal(each, denyWarnings)).length;
  const cases = diagnostics.map((each) => {
    const { line, column } = places.rangeOf(file, each.span).start;
    const name = `${each.code} at ${line}:${column}`;
    const text = escapeXml(`${file}:${line}:${column}: ${each.severity}: ${each.message}${each.help === undefined ? '' : `\n${each.help}`}`);
    const verdict = isFatal(each, denyWarnings)
      ? `<failure type="${escapeXml(each.code)}" message="${escapeXml(each.message)}">${text}</failure>`
      : `<system-out>${text}</system-out>`;
    return `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}">${verdict}</testcase>\n`;
  });
  if (cases.length === 0) cases.push(`    <testcase classname="${escapeXml(file)}" name="no findings"/>\n`);
  return `  <testsuite name="${escapeXml(file)}" tests="${cases.length}" failures="${failures}">\n${cases.join('')}  </testsuite>\n`;
}
