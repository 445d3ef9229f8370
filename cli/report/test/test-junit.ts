// A run of tests as JUnit XML: a suite a file, a case a case.

import type { CaseResult } from '@polc/testing';
import { PLAIN } from '../colours.js';
import { escapeXml } from '../escape-xml.js';
import { explanationText } from '../explanation-text.js';
import { byFile, countsOf, type FileResults, sayMismatch, type TestRun } from './test-run.js';

export function testJunit({ results }: TestRun): string {
  const { failed } = countsOf(results);
  const suites = byFile(results).map(suiteOf);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="polc test" tests="${results.length}" failures="${failed}">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf({ file, results, failed }: FileResults): string {
  return `  <testsuite name="${escapeXml(file)}" tests="${results.length}" failures="${failed}">\n${results.map(caseOf).join('')}  </testsuite>\n`;
}

function caseOf({ name, file, line, passed, mismatches, explanation }: CaseResult): string {
  const head = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}" line="${line}"`;
  if (passed) return `${head}/>\n`;
  const said = mismatches.map(sayMismatch);
  const text = [`${file}:${line}`, ...said, ...(explanation === null ? [] : ['', explanationText(explanation, PLAIN)])].join('\n');
  return `${head}><failure type="mismatch" message="${escapeXml(said.join('; '))}">${escapeXml(text)}</failure></testcase>\n`;
}
