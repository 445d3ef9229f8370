// A run of tests as JUnit XML: a suite a file, a case a case, a property a case.

import type { CaseResult, PropertyVerdict } from '@polc/testing';
import { PLAIN } from '../colours.js';
import { escapeXml } from '../escape-xml.js';
import { explanationText } from '../explanation-text.js';
import { counterexampleLines } from './counterexample-lines.js';
import { byFile, countsOf, type FileResults, isHeld, sayMismatch, sayVerdict, type TestRun } from './test-run.js';

export function testJunit(run: TestRun): string {
  const { passed, failed } = countsOf(run);
  const suites = byFile(run).map(suiteOf);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="polc test" tests="${passed + failed}" failures="${failed}">\n${suites.join('')}</testsuites>\n`;
}

function suiteOf({ file, cases, properties, passed, failed }: FileResults): string {
  const elements = [...cases.map(caseOf), ...properties.map(propertyOf)];
  return `  <testsuite name="${escapeXml(file)}" tests="${passed + failed}" failures="${failed}">\n${elements.join('')}  </testsuite>\n`;
}

function caseOf(result: CaseResult): string {
  if (result.passed) return `${headOf(result)}/>\n`;
  const said = result.mismatches.map(sayMismatch);
  return failure(result, 'mismatch', said.join('; '), said);
}

/** What is said of it stands in the report also where it passed: whether it was proved, or how many requests were tried. */
function propertyOf(verdict: PropertyVerdict): string {
  const said = sayVerdict(verdict);
  if (isHeld(verdict)) return `${headOf(verdict)}><system-out>${escapeXml(said)}</system-out></testcase>\n`;
  const mismatches = verdict.mismatches.map(sayMismatch);
  const message = [said, ...mismatches].join('; ');
  return failure(verdict, verdict.status === 'failed' ? 'property' : 'undecided', message, [said, ...mismatches, ...counterexampleLines(verdict)]);
}

function headOf({ name, file, line }: CaseResult | PropertyVerdict): string {
  return `    <testcase classname="${escapeXml(file)}" name="${escapeXml(name)}" line="${line}"`;
}

function failure(result: CaseResult | PropertyVerdict, type: string, message: string, said: readonly string[]): string {
  const { file, line, explanation } = result;
  const text = [`${file}:${line}`, ...said, ...(explanation === null ? [] : ['', explanationText(explanation, PLAIN)])].join('\n');
  return `${headOf(result)}><failure type="${type}" message="${escapeXml(message)}">${escapeXml(text)}</failure></testcase>\n`;
}
