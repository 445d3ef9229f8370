// `polc audit`: the logs that a service writes, read by whoever has their folders. No server is asked: what one says of itself proves nothing.

import type { Command } from 'commander';
import { defineExport } from './audit-export.js';
import { defineHash } from './audit-hash.js';
import { defineProve } from './audit-prove.js';
import { defineQuery } from './audit-query.js';
import { defineReport } from './audit-report.js';
import { defineVerify } from './audit-verify.js';
import { examples } from './options.js';

export function defineAudit(command: Command): void {
  examples(
    command.description('Verify the logs of a service, look for entries, prove, export and count them.'),
    'A log is a folder, as polc serve writes one for each server: DATA/audit/NODE.',
    'Its verbs take folders, or those of --data, and change none of them. All but',
    'export, which has --as, take --format <format>.',
    '',
    'Examples:',
    '  $ polc audit verify --checkpoint kept-elsewhere',
    '  $ polc audit query --agent my-ai-agent --denied --since 24h',
  );
  defineVerify(command);
  defineQuery(command);
  defineHash(command);
  defineProve(command);
  defineExport(command);
  defineReport(command);
}
