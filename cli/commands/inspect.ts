// `polc inspect`: what is in a bundle, and whether its signature is good.

import type { Command } from 'commander';
import { readVerifier } from '../host/keys.js';
import { print, printJson } from '../host/output.js';
import { engineOf } from '../host/policy-set.js';
import { readBundleFile } from '../host/read-bundle.js';
import { inspectBundle } from '../report/inspect-bundle.js';
import { inspectionText } from '../report/inspection-text.js';
import { examples, type Formatted, formatOption } from './options.js';

interface InspectOptions extends Formatted {
  readonly verify?: string;
}

export function defineInspect(command: Command): void {
  command
    .description('Show what is in a bundle.')
    .argument('<file>', 'a bundle, as polc build writes it')
    .option('--verify <public-key.pem>', 'refuse the bundle unless it is signed by this Ed25519 key')
    .addOption(formatOption())
    .action(async (file: string, { verify, format }: InspectOptions) => {
      const verifier = verify === undefined ? null : await readVerifier(verify);
      const bundle = readBundleFile(file);
      const engine = engineOf(bundle, file, verifier === null ? {} : { verify: verifier });
      const inspection = inspectBundle(bundle, engine.contents, verifier !== null);
      if (format === 'json') printJson(inspection);
      else print(inspectionText(inspection));
    });
  examples(
    command,
    'A file that is no sound bundle is an error (4); without a good signature',
    '--verify exits 1.',
    '',
    'Example:',
    '  $ polc inspect policies.polcb --verify key.pub.pem',
  );
}
