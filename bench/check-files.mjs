// How long does `polc check` take over a large repository of policies, and how much of that is lint?

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '@polc/compiler';
import { commandCase, EMPTY, outputOf, polc } from './lib/commands.mjs';
import { effort } from './lib/effort.mjs';
import { interleave, ratioTo } from './lib/interleave.mjs';
import { milliseconds, perSecond, range, report, times } from './lib/report.mjs';
import { median } from './lib/statistics.mjs';
import { inTemporaryFolder } from './lib/temporary-folder.mjs';
import { policyFiles } from './workload/policies.mjs';

const ROUNDS = effort(9, 2);
const WARMUP = 1;
const CORPUS = { files: 1_000, stanzas: 10 };

await inTemporaryFolder((folder) => {
  const files = policyFiles(CORPUS);
  for (const { file, hcl } of files) writeFileSync(join(folder, file), hcl);
  const bytes = files.reduce((sum, { hcl }) => sum + Buffer.byteLength(hcl), 0);

  const noLint = RULES.flatMap(({ id }) => ['--rule', `${id}=off`]);
  const commands = [EMPTY, polc('polc check', 'check', folder), polc('polc check, every rule off', 'check', ...noLint, folder)];
  const { summary } = JSON.parse(outputOf(polc('', 'check', '--format', 'json', folder)));
  if (summary.errors !== 0) throw new Error(`the generated policies have ${summary.errors} errors`);
  checkAllAreRead(folder, files[files.length - 1]);

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
      filesPerSecond: (CORPUS.files / nanoseconds) * 1e9,
      timesNode: ratio.median,
      timesNodeMiddleHalf: ratio.spread,
    };
  });
  const [, whole, bare] = commands.map(({ name }) => name);
  const share = 1 - ratioTo(laps.get(whole), laps.get(bare)).median;
  report({
    name: 'check-files',
    question: 'how long does polc check take over a large repository of policies?',
    method: `${CORPUS.files} files of ${CORPUS.stanzas} stanzas, ${(bytes / 1e6).toFixed(2)} MB; whole processes, ${ROUNDS} interleaved rounds, medians of wall time`,
    rows: figures.map((each) => ({
      case: each.case,
      'wall time': milliseconds(each.milliseconds * 1e6),
      'files a second': each.case === EMPTY.name ? '' : perSecond(each.filesPerSecond),
      '× node -e 0': times(each.timesNode),
      'middle half of rounds': range(each.timesNodeMiddleHalf),
    })),
    figures: { cases: figures, lintShare: share, bytes },
    notes: [`lint: ${(share * 100).toFixed(0)} % of the time of polc check; ${summary.warnings} warnings`],
  });
});

/** A check that silently skipped files would be fast: spoil the last one, and it must be found. */
function checkAllAreRead(folder, last) {
  const path = join(folder, last.file);
  writeFileSync(path, `${last.hcl}\npath "spoilt" { capabilities = ["write"] }\n`);
  const { diagnostics } = JSON.parse(outputOf(polc('', 'check', '--format', 'json', folder)));
  writeFileSync(path, last.hcl);
  if (!diagnostics.some(({ severity, file }) => severity === 'error' && file.endsWith(last.file))) throw new Error(`${last.file} was not read`);
}
