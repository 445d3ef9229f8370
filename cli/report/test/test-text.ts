// A run of tests for people: a line a file and a property, each failure with what was expected where, and why the decision is what it is.

import type { CaseResult, PropertyVerdict } from '@polc/testing';
import { codeFrame } from '../code-frame.js';
import type { Colours } from '../colours.js';
import { counted } from '../counted.js';
import { explanationText } from '../explanation-text.js';
import { visible } from '../visible.js';
import { counterexampleLines } from './counterexample-lines.js';
import { byFile, countsOf, type FileResults, isHeld, sayMismatch, sayResults, sayVerdict, type TestRun } from './test-run.js';

export function testText(run: TestRun, colours: Colours): string {
  const files = byFile(run);
  const lines = files.flatMap((file) => fileLines(file, colours));
  const failures = [
    ...run.cases.filter(({ passed }) => !passed).map((result) => `\n${failureText(result, 'failed', [], run, colours)}`),
    ...run.properties
      .filter(({ status }) => status === 'failed')
      .map((verdict) => `\n${failureText(verdict, 'failed', counterexampleLines(verdict), run, colours)}`),
  ];
  const counts = countsOf(run);
  const paint = counts.failed === 0 ? colours.green : colours.red;
  const last = files.length === 0 ? 'no tests' : `${sayResults(counts)} in ${counted(files.length, 'file')}`;
  return [...lines, ...failures, ...(lines.length === 0 ? [] : ['']), paint(last), ...notes(run), ''].join('\n');
}

function fileLines({ file, properties, ...counts }: FileResults, colours: Colours): string[] {
  const mark = (isGood: boolean): string => (isGood ? colours.green('✓') : colours.red('✗'));
  return [
    `${mark(counts.failed === 0)} ${visible(file)}: ${sayResults(counts)}`,
    ...properties.map((verdict) => `  ${mark(isHeld(verdict))} ${visible(verdict.name)}: ${visible(sayVerdict(verdict))}`),
  ];
}

function notes({ bailed, invariants }: TestRun): string[] {
  return [
    ...(bailed ? ['stopped at the first failure'] : []),
    ...(invariants.length === 0 ? [] : [`${counted(invariants.length, 'invariant')} read, not run: polc verify proves them`]),
  ];
}

function failureText(result: CaseResult | PropertyVerdict, word: string, more: readonly string[], { places }: TestRun, colours: Colours): string {
  const { name, file, line, mismatches, explanation } = result;
  const marks = mismatches.map((mismatch, i) => ({ span: mismatch.span, label: visible(sayMismatch(mismatch)), primary: i === 0 }));
  const frame = codeFrame(places.linesOf(file), marks, colours, colours.red);
  const why = explanation === null ? [] : explanationText(explanation, colours).trimEnd().split('\n');
  return [
    `${colours.red(colours.bold(word))}: ${colours.bold(visible(name))}`,
    `${frame.indent}${colours.blue('-->')} ${visible(file)}:${line}`,
    ...frame.lines,
    ...inset(more),
    ...inset(why),
  ].join('\n');
}

/** Below a blank line. */
function inset(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines.map((each) => (each === '' ? '' : `    ${each}`))];
}
