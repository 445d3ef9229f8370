// docs/bench.md and docs/bench.svg from what the questions have left in bench/results: nothing in between is written by hand.

import { drawBars } from './bars.mjs';

const START = '<!-- figures: npm run bench:chart writes from here -->';
const END = '<!-- to here -->';

const PANELS = {
  w1: 'w1: one agent, 2 rules',
  w2: 'w2: 100 agents, 1,000 rules',
  w3: 'w3: 1,000 agents, 10,000 rules',
  w4: 'w4: 10,000 agents, 100,000 rules',
};
const HAND = ['floor', 'floor with form', 'hand-tuned', 'hand-tuned with form', 'hand'];
const OWN = ['allows', 'decide', 'decide, as JSON'];

/** `results` by the name of their question; decisions must be there, peers may. */
export function chartOf({ decisions, peers }) {
  const panels = Object.entries(PANELS).map(([workload, title]) => ({
    title,
    bars: [
      ...barsOf(decisions.figures.cases, workload, HAND, 'hand'),
      ...barsOf(decisions.figures.cases, workload, OWN, 'polc'),
      ...(peers?.figures ?? []).filter((each) => each.workload === workload).map(peerBar),
    ],
  }));
  const delegated = decisions.figures.pairs.filter(({ of }) => of === 'w5');
  panels.push({
    title: 'w5: the rules of w3, for users, through delegations of one and two hops',
    bars: delegated.map((each) => ({ name: `polc ${each.candidate}`, nanoseconds: each.nanoseconds[1], kind: 'polc' })),
  });
  return drawBars('Time of one decision', `${machineOf(decisions)}; p50 of small batches, logarithmic; shorter is better`, panels);
}

function barsOf(cases, workload, names, kind) {
  return names.flatMap((name) => {
    const found = cases.find((each) => each.workload === workload && each.candidate === name);
    return found === undefined ? [] : [{ name: kind === 'polc' ? `polc ${name}` : name, nanoseconds: found.median, kind }];
  });
}

function peerBar({ peer, version, nanoseconds, failed, wrong, checked }) {
  const name = `${peer} ${version}`;
  if (failed !== undefined) return { name, kind: 'other', note: 'did not get through' };
  return { name, nanoseconds, kind: 'other', ...(wrong > 0 && { note: `${((wrong / checked) * 100).toFixed(1)} % wrong` }) };
}

const machineOf = ({ machine, quick }) => `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}${quick ? ' (a quick run, no figures to keep)' : ''}`;

/** The page with its figures replaced by those of `results`; what stands around them stays. */
export function pageWith(page, results) {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`docs/bench.md has lost its marks: ${START} and ${END}`);
  const sections = results.map(sectionOf).join('\n');
  return `${page.slice(0, start + START.length)}\n\n${sections}\n${page.slice(end)}`;
}

function sectionOf(result) {
  const { name, question, method, measured, machine, tables, notes } = result;
  return [
    `### ${name}`,
    capitalised(question),
    `${machineOf(result)}, load ${machine.load}, ${measured.slice(0, 10)}. ${capitalised(method)}.`,
    ...tables.flatMap(({ title, rows }) => [...(title === '' ? [] : [`${title}:`]), markdownTable(rows)]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${note}`).join('\n')]),
    '',
  ].join('\n\n');
}

const capitalised = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;

function markdownTable(rows) {
  const head = Object.keys(rows[0]);
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `| ${head.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`, ...rows.map((row) => line(head.map((column) => row[column])))].join(
    '\n',
  );
}
