// `polc inspect`: what is in a bundle, and whether its signature is good; or the decision trees in it (inspect-tree.ts).

import type { Engine } from '@polc/runtime';
import { type Command, Option } from 'commander';
import { Failure } from '../failure.js';
import { readVerifier } from '../host/keys.js';
import { print, printJson } from '../host/output.js';
import { bundleAmong, compilePaths, engineOf, type Setting } from '../host/policy-set.js';
import { readBundleFile } from '../host/read-bundle.js';
import { readFacts } from '../host/read-facts.js';
import { inspectBundle } from '../report/inspect-bundle.js';
import { inspectionText } from '../report/inspection-text.js';
import { DRAWINGS, showTrees, type TreeFormat } from './inspect-tree.js';
import { examples, factsOption, formatOption, policyOption } from './options.js';
import type { NamedPrincipal } from './principal.js';

interface InspectOptions extends NamedPrincipal {
  readonly format: TreeFormat;
  readonly policies?: readonly string[];
  readonly verify?: string;
  readonly tree?: true;
  readonly path?: string;
  readonly facts?: string;
}

export function defineInspect(command: Command): void {
  command
    .description('Show what is in a bundle, or its decision trees.')
    .argument('[file]', 'a bundle, as polc build writes it')
    .option('-p, --policies <path...>', 'policy files and folders instead, compiled as polc build does, or one bundle')
    .option('--verify <public-key.pem>', 'refuse the bundle unless it is signed by this Ed25519 key')
    .option('--tree', 'show decision trees: of all policies, or those that a principal is judged by')
    .addOption(policyOption())
    .option('--agent <id>', 'an agent that acts for itself: its own policies and its ceilings')
    .option('--user <id>', 'a user')
    .addOption(factsOption())
    .addOption(new Option('--path <path>', 'only what a request for this path walks of a tree, and which pattern wins'))
    .addOption(formatOption(DRAWINGS))
    .action(runInspect);
  examples(
    command,
    'A file that is no sound bundle is an error (4); without a good signature',
    '--verify exits 1.',
    '--policy, --agent, --user, --facts, --path and the formats dot, mermaid and svg',
    'go with --tree.',
    '',
    'Examples:',
    '  $ polc inspect policies.polcb --verify key.pub.pem',
    '  $ polc inspect policies.polcb --tree --agent my-agent --path secret/data/app',
    '  $ polc inspect -p policies --tree --policy dev --format svg > dev.svg',
  );
}

async function runInspect(file: string | undefined, { verify, tree, format, policies, ...given }: InspectOptions): Promise<void> {
  if ((file === undefined) === (policies === undefined)) throw new Failure('usage', 'inspect takes a bundle, or -p PATH…');
  if (policies !== undefined && verify !== undefined) throw new Failure('usage', '--verify goes with a bundle, not with -p');
  if (tree !== true) refuseTreeOptions({ ...given, format });
  const { facts, ...named } = given;
  const setting: Setting = {
    ...(verify === undefined ? {} : { verify: await readVerifier(verify) }),
    ...(facts === undefined ? {} : { facts: await readFacts(facts) }),
  };
  const { engine, bundle } = file === undefined ? await openPaths(policies ?? [], setting) : openBundle(readBundleFile(file), file, setting);
  if (tree === true) return await showTrees(engine, named, format);
  const inspection = inspectBundle(bundle, engine.contents, verify !== undefined);
  if (format === 'json') printJson(inspection);
  else print(inspectionText(inspection));
}

/** They would be passed over in silence. */
function refuseTreeOptions({ format, ...given }: Pick<InspectOptions, 'format' | 'policy' | 'agent' | 'user' | 'facts' | 'path'>): void {
  const drawn = DRAWINGS.some((drawing) => drawing === format);
  const option = drawn ? `--format ${format}` : Object.keys(given).map((name) => `--${name}`)[0];
  if (option !== undefined) throw new Failure('usage', `${option} goes with --tree`);
}

interface Opened {
  readonly engine: Engine;
  readonly bundle: Uint8Array;
}

function openBundle(bundle: Uint8Array, file: string | null, setting: Setting): Opened {
  return { engine: engineOf(bundle, file, setting), bundle };
}

async function openPaths(paths: readonly string[], setting: Setting): Promise<Opened> {
  const named = bundleAmong(paths);
  return named === null ? openBundle((await compilePaths(paths)).bundle, null, setting) : openBundle(named.bytes, named.file, setting);
}
