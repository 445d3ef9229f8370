// Lines of a source with places in them underlined, and a label behind each. Long lines are cut to the part that matters, tabs have one
// width, and nothing in the source can act on the terminal.

import type { Span } from '@polc/grammar';
import type { Colours } from './colours.js';
import type { SourceLines } from './places.js';
import { showLine } from './show-line.js';

export interface Mark {
  readonly span: Span;
  /** Empty for none. */
  readonly label: string;
  readonly primary: boolean;
}

type Paint = (text: string) => string;

interface PlacedMark extends Mark {
  readonly line: number;
}

export interface CodeFrame {
  /** Without line ends. */
  readonly lines: readonly string[];
  /** As wide as the line numbers: what stands above and below is set in by it. */
  readonly indent: string;
}

/** `marks` in the order of importance; the line above the primary one is shown too. */
export function codeFrame(lines: SourceLines, marks: readonly Mark[], colours: Colours, paint: Paint): CodeFrame {
  const placed = marks.map((mark): PlacedMark => ({ ...mark, line: lines.position(mark.span.start).line }));
  const shown = new Set(placed.map(({ line }) => line));
  const primary = placed.find((mark) => mark.primary);
  if (primary !== undefined && primary.line > 1 && lines.lineText(primary.line - 1).trim() !== '') shown.add(primary.line - 1);
  const numbers = fillGaps([...shown].sort((a, b) => a - b));
  const gutter = String(numbers.at(-1) ?? 1).length;
  const bar = (number: string) => colours.blue(`${number.padStart(gutter)} |`);
  const out = [bar('')];
  let last = numbers[0] ?? 1;
  for (const number of numbers) {
    if (number > last + 1) out.push(colours.blue(`${' '.repeat(gutter)} …`));
    last = number;
    const here = placed.filter(({ line }) => line === number);
    const text = lines.lineText(number);
    const start = here[0] === undefined ? 0 : lines.startOfLine(here[0].span.start);
    const view = showLine(text, (here[0]?.span.start ?? start) - start);
    out.push(`${bar(String(number))} ${view.text}`.trimEnd());
    for (const { span, label, primary } of here) {
      const from = view.columnOf(span.start - start);
      const width = Math.max(1, view.columnOf(Math.min(span.end - start, text.length)) - from);
      const line = `${(primary ? '^' : '-').repeat(width)}${label === '' ? '' : ` ${label}`}`;
      out.push(`${bar('')} ${' '.repeat(from)}${(primary ? paint : colours.blue)(line)}`);
    }
  }
  return { lines: out, indent: ' '.repeat(gutter) };
}

/** A gap of one line is better shown than named. */
function fillGaps(numbers: readonly number[]): number[] {
  return numbers.flatMap((number, i) => (i > 0 && number - (numbers[i - 1] as number) === 2 ? [number - 1, number] : [number]));
}
