// How long until the command has started? Against Node started for nothing.

import { fileURLToPath } from 'node:url';
import { commandCase, EMPTY, outputOf, polc } from './lib/commands.mjs';
import { effort } from './lib/effort.mjs';
import { interleave, ratioTo } from './lib/interleave.mjs';
import { milliseconds, range, report, times } from './lib/report.mjs';
import { median } from './lib/statistics.mjs';

const ROUNDS = effort(30, 5);
const WARMUP = 3;
const SMALL = fileURLToPath(new URL('../policies/code-review-agent/agent-code-review.hcl', import.meta.url));

const version = polc('polc --version', '--version');
const checkOne = polc('polc check, one small file', 'check', SMALL);
if (!/\d+\.\d+\.\d+/.test(outputOf(version))) throw new Error('polc --version does not say a version');
const { summary } = JSON.parse(outputOf(polc('', 'check', '--format', 'json', SMALL)));
if (summary.errors !== 0) throw new Error(`${SMALL} has errors`);

const commands = [EMPTY, version, checkOne];
const laps = interleave(
  commands.map((command) => commandCase(command)),
  { rounds: ROUNDS, warmup: WARMUP },
);
const figures = commands.map(({ name }) => {
  const ratio = ratioTo(laps.get(EMPTY.name), laps.get(name));
  return { case: name, milliseconds: median(laps.get(name)) / 1e6, timesNode: ratio.median, timesNodeMiddleHalf: ratio.spread };
});
report({
  name: 'start',
  question: 'how long until the command has started?',
  method: `whole processes, ${ROUNDS} interleaved rounds, medians of wall time`,
  rows: figures.map((each) => ({
    case: each.case,
    'wall time': milliseconds(each.milliseconds * 1e6),
    '× node -e 0': times(each.timesNode),
    'middle half of rounds': range(each.timesNodeMiddleHalf),
  })),
  figures,
});
