// Coverage as pages: one a folder, complete in itself, without scripts; every source line with a mark, and below a line what is missing there. Marks are
// characters and words, not colours alone.

import { type CoverageReport, type FileCoverage, type Goal, goalsOf, METRICS, percentOf, type Share, type Uncovered } from '@polc/testing';
import { PAGE_STYLE } from './coverage-style.js';
import { goalText, noRequest } from './coverage-text.js';
import { visible } from './visible.js';

export interface CoveragePage {
  /** `.` for files without a folder. */
  readonly folder: string;
  /** A name for a file: the folder's, with dashes. */
  readonly name: string;
  readonly html: string;
}

type Mark = 'covered' | 'partly' | 'uncovered';

const MARKS: Readonly<Record<Mark, readonly [sign: string, word: string]>> = {
  covered: ['✓', 'covered'],
  partly: ['◐', 'partly covered'],
  uncovered: ['✗', 'not covered'],
};

/** `texts`: of every file of the report. */
export function coveragePages(report: CoverageReport, texts: ReadonlyMap<string, string>, uncovered: readonly Uncovered[] | null): CoveragePage[] {
  const folders = new Map<string, FileCoverage[]>();
  for (const file of report.files) {
    if (goalsOf(file).length === 0) continue;
    const folder = folderOf(file.file);
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const found = new Map((uncovered ?? []).map((one) => [keyOf(one.goal), one]));
  return [...folders].map(([folder, files]) => ({ folder, name: nameOf(folder), html: page(folder, files, report, texts, found) }));
}

function folderOf(file: string): string {
  const slash = file.replaceAll('\\', '/').lastIndexOf('/');
  return slash < 0 ? '.' : file.slice(0, slash) || '/';
}

function nameOf(folder: string): string {
  const name = folder.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
  return `coverage-${name === '' ? 'policies' : name}.html`;
}

const keyOf = ({ file, metric, span, want, of }: Goal) => JSON.stringify([file, metric, span.start, span.end, want, of]);

function page(
  folder: string,
  files: readonly FileCoverage[],
  report: CoverageReport,
  texts: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, Uncovered>,
): string {
  const title = `Policy coverage of ${escaped(folder)}`;
  const rows = files.map(({ file, shares }, i) =>
    summaryRow(
      `<a href="#file-${i + 1}">${escaped(file)}</a>`,
      METRICS.map((metric) => shares[metric]),
    ),
  );
  const sections = files.map((file, i) => fileSection(file, i + 1, texts.get(file.file) ?? '', found));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${report.requests} requests, revision <code>${escaped(report.revision)}</code></p>
<div class="wide"><table>
<caption>Share that was shown, by file</caption>
<thead><tr><th scope="col">File</th>${METRICS.map((metric) => `<th scope="col">${metric === 'mcdc' ? 'MC/DC' : metric}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>
<p class="legend">${Object.entries(MARKS)
    .map(([mark, [sign, word]]) => `<span class="${mark}"><span aria-hidden="true">${sign}</span> ${word}</span>`)
    .join(' ')}</p>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

function summaryRow(head: string, shares: readonly Share[]): string {
  const cell = (share: Share) => (share.total === 0 ? '<td>–</td>' : `<td>${percentOf(share)}% <small>${share.covered}/${share.total}</small></td>`);
  return `<tr><th scope="row">${head}</th>${shares.map(cell).join('')}</tr>`;
}

function fileSection(file: FileCoverage, number: number, text: string, found: ReadonlyMap<string, Uncovered>): string {
  const goals = new Map<number, Goal[]>();
  for (const goal of goalsOf(file)) goals.set(goal.line, [...(goals.get(goal.line) ?? []), goal]);
  const source = text.split(/\r\n|\r|\n/);
  if (source.at(-1) === '') source.pop();
  const lines = source.map((line, i) => sourceLine(number, i + 1, line, goals.get(i + 1) ?? [], found));
  return `<section aria-labelledby="file-${number}">
<h2 id="file-${number}">${escaped(file.file)}</h2>
<div class="wide"><table class="source">
<caption class="hidden">Source of ${escaped(file.file)} with coverage</caption>
<thead class="hidden"><tr><th scope="col">Line</th><th scope="col">Coverage</th><th scope="col">Text</th></tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>
</section>`;
}

function sourceLine(file: number, line: number, text: string, goals: readonly Goal[], found: ReadonlyMap<string, Uncovered>): string {
  const id = `file-${file}-line-${line}`;
  const open = goals.filter(({ covered }) => !covered);
  const mark: Mark | null = goals.length === 0 ? null : open.length === 0 ? 'covered' : open.length === goals.length ? 'uncovered' : 'partly';
  const [sign, word] = mark === null ? ['', ''] : MARKS[mark];
  const shown = mark === null ? '' : `<span aria-hidden="true">${sign}</span><span class="hidden">${word}</span> ${goals.length - open.length}/${goals.length}`;
  const missing = open.length === 0 ? '' : `<ul>${open.map((goal) => missingItem(goal, found.get(keyOf(goal)))).join('')}</ul>`;
  return `<tr id="${id}"${mark === null ? '' : ` class="${mark}"`}><th scope="row">${line}</th><td class="mark">${shown}</td><td><pre>${escaped(text) || ' '}</pre>${missing}</td></tr>`;
}

function missingItem(goal: Goal, uncovered: Uncovered | undefined): string {
  const said = escaped(goalText(goal));
  if (uncovered === undefined) return `<li>${said}</li>`;
  if (uncovered.requests === null) return `<li>${said}; ${noRequest(uncovered.searched)}</li>`;
  return `<li>${said}<details><summary>a request that shows it</summary>${uncovered.requests.map((request) => `<pre>${escaped(JSON.stringify(request))}</pre>`).join('')}</details></li>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Tabs stay: a source is shown as it is written. */
function escaped(text: string): string {
  return text
    .split('\t')
    .map(visible)
    .join('\t')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
