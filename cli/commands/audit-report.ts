// `polc audit report`: what logs show for the controls of a framework, counted, and what they cannot show.

import type { Framework } from '@polc/service';
import { type Command, Option } from 'commander';
import { logsToRead, reading } from '../host/audit-logs.js';
import { print, printJson } from '../host/output.js';
import { Progress } from '../host/progress.js';
import { OddEntries } from '../host/search-logs.js';
import { withCommas } from '../report/counted.js';
import { visible } from '../report/visible.js';
import { type CriteriaOptions, dataOption, type LogPlace, logsArgument, timeOptions } from './audit-options.js';
import { examples, type Formatted, formatOption } from './options.js';
import { verb } from './service-options.js';

const FRAMEWORKS: readonly Framework[] = ['asi', 'nhi', 'csf', 'summary'];

type ReportOptions = Formatted & LogPlace & Pick<CriteriaOptions, 'since' | 'until'> & { readonly framework: Framework };

export function defineReport(parent: Command): void {
  const command = logsArgument(verb(parent, 'report', 'count what logs show for the controls of a framework')).addOption(
    new Option('--framework <name>', 'asi: OWASP Agentic Top 10; nhi: OWASP Non-Human Identities; csf: NIST CSF 2.0').choices(FRAMEWORKS).default('summary'),
  );
  examples(
    dataOption(timeOptions(command)).addOption(formatOption()),
    'It is a self-assessment from logs, and says what they cannot show. Whether they',
    'are what was written polc audit verify says.',
    '',
    'Example:',
    '  $ polc audit report --framework asi --since 30d',
  ).action(runReport);
}

async function runReport(named: readonly string[], { framework, format, data, since, until }: ReportOptions): Promise<void> {
  const folders = await logsToRead(named, data === undefined ? {} : { data });
  const { queryLogs, reportOf, reportText } = await import('@polc/service');
  const odd = new OddEntries();
  const progress = new Progress();
  const times = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  function* entries() {
    let count = 0;
    for (const found of queryLogs(folders, { ...times, odd: (place) => odd.add(place) })) {
      progress.tick(() => `${withCommas(++count)} entries counted …`);
      yield found;
    }
  }
  const report = await reading(folders.join(', '), () => reportOf(entries(), framework));
  progress.end();
  odd.tell();
  if (format === 'json') printJson({ ...report, logs: folders });
  else print(reportText(report).split('\n').map(visible).join('\n'));
}
