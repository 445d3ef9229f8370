// A run of tests for people: a line a file, each failure with what was expected where, and why the decision is what it is.

import type { CaseResult } from '@polc/testing';
import { codeFrame } from '../code-frame.js';
import type { Colours } from '../colours.js';
import { explanationText } from '../explanation-text.js';
import { counted } from '../findings.js';
import { visible } from '../visible.js';
import { byFile, countsOf, sayMismatch, sayResults, type TestRun } from './test-run.js';

export function testText(run: TestRun, colours: Colours): string {
  const { results } = run;
  const files = byFile(results);
  const lines = files.map(
    ({ file, passed, failed }) => `${failed === 0 ? colours.green('✓') : colours.red('✗')} ${visible(file)}: ${sayResults({ passed, failed })}`,
  );
  const failures = results.filter(({ passed }) => !passed).map((result) => `\n${failureText(result, run, colours)}`);
  const counts = countsOf(results);
  const paint = counts.failed === 0 ? colours.green : colours.red;
  const last = results.length === 0 ? 'no tests' : `${sayResults(counts)} in ${counted(files.length, 'file')}`;
  return [...lines, ...failures, ...(lines.length === 0 ? [] : ['']), paint(last), ...notes(run), ''].join('\n');
}

function notes({ bailed, properties, invariants }: TestRun): string[] {
  const others = [counted(properties.length, 'property', 'properties'), counted(invariants.length, 'invariant')].filter((each) => !each.startsWith('0 '));
  return [
    ...(bailed ? ['stopped at the first failure'] : []),
    ...(others.length === 0 ? [] : [`${others.join(' and ')} read, not run: this run is of test blocks`]),
  ];
}

function failureText(result: CaseResult, { places }: TestRun, colours: Colours): string {
  const { name, file, line, mismatches, explanation } = result;
  const marks = mismatches.map((mismatch, i) => ({ span: mismatch.span, label: visible(sayMismatch(mismatch)), primary: i === 0 }));
  const frame = codeFrame(places.linesOf(file), marks, colours, colours.red);
  const why =
    explanation === null
      ? []
      : [
          '',
          ...explanationText(explanation, colours)
            .trimEnd()
            .split('\n')
            .map((each) => (each === '' ? '' : `    ${each}`)),
        ];
  return [
    `${colours.red(colours.bold('failed'))}: ${colours.bold(visible(name))}`,
    `${frame.indent}${colours.blue('-->')} ${visible(file)}:${line}`,
    ...frame.lines,
    ...why,
  ].join('\n');
}
