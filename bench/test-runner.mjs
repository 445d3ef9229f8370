// How long does `polc test` take over ten thousand cases, from start to report? Written out as blocks, and as one matrix.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandCase, EMPTY, outputOf, polc } from './lib/commands.mjs';
import { effort } from './lib/effort.mjs';
import { interleave, ratioTo } from './lib/interleave.mjs';
import { milliseconds, perSecond, range, report, times } from './lib/report.mjs';
import { median } from './lib/statistics.mjs';
import { inTemporaryFolder } from './lib/temporary-folder.mjs';

const ROUNDS = effort(7, 1);
const WARMUP = 1;
const SIDE = 100;
const CASES = SIDE * SIDE;

const POLICY = `policy "reviewing" {
  path "secret/data/repos/*" { capabilities = ["read"] }
}
scope "code-read" { path "secret/data/repos/*" { capabilities = ["read"] } }
agent "bot" { policies = ["reviewing"] }
user "alice" { policies = ["reviewing"] }
delegation "alice-bot" { from = "user:alice"  to = "bot"  scopes = ["code-read"] }
`;

const bodyFor = (path) => `
  given   { time = "2026-05-04T10:00:00Z"  consent "alice-bot" { scopes = ["code-read"] } }
  request { agent = "bot"  delegation = "alice-bot"  operation = "read"  path = "secret/data/repos/${path}" }
  expect  { decision = "allow"  policy = "reviewing"  layer = "ceiling" }
`;

const names = Array.from({ length: SIDE }, (_, i) => `"n${i}"`).join(', ');
const SETS = {
  blocks: Array.from({ length: CASES }, (_, i) => `test "case ${i}" {${bodyFor(i)}}\n`).join(''),
  matrix: `test "every one" {\n  matrix { a = [${names}]  b = [${names}] }${bodyFor('${each.a}/${each.b}')}}\n`,
};

await inTemporaryFolder((folder) => {
  const commands = [EMPTY];
  for (const [name, tests] of Object.entries(SETS)) {
    const place = join(folder, name);
    mkdirSync(place);
    writeFileSync(join(place, 'policy.hcl'), POLICY);
    writeFileSync(join(place, 'a.test.hcl'), tests);
    const { summary } = JSON.parse(outputOf(polc('', 'test', '--format', 'json', place)));
    if (summary.passed !== CASES || summary.failed !== 0) throw new Error(`${name}: ${JSON.stringify(summary)}`);
    commands.push(polc(`polc test, 10,000 cases as ${name === 'matrix' ? 'one matrix' : 'blocks'}`, 'test', place));
  }
  const laps = interleave(
    commands.map((command) => commandCase(command)),
    { rounds: ROUNDS, warmup: WARMUP },
  );
  const figures = commands.map(({ name }) => {
    const nanoseconds = median(laps.get(name));
    const ratio = ratioTo(laps.get(EMPTY.name), laps.get(name));
    return {
      case: name,
      milliseconds: nanoseconds / 1e6,
      casesPerSecond: (CASES / nanoseconds) * 1e9,
      timesNode: ratio.median,
      timesNodeMiddleHalf: ratio.spread,
    };
  });
  report({
    name: 'test-runner',
    question: 'how long does `polc test` take over ten thousand cases?',
    method: `whole processes, ${ROUNDS} interleaved rounds, medians of wall time`,
    rows: figures.map((each) => ({
      case: each.case,
      'wall time': milliseconds(each.milliseconds * 1e6),
      'cases/s': each.case === EMPTY.name ? '' : perSecond(each.casesPerSecond),
      '× node -e 0': times(each.timesNode),
      'middle half of rounds': range(each.timesNodeMiddleHalf),
    })),
    figures,
  });
});
