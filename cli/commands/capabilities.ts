// `polc capabilities`: what a list of policies can do, on given paths or everywhere.

import type { Engine } from '@polc/runtime';
import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { print, printJson } from '../host/output.js';
import { openPolicies } from '../host/policy-set.js';
import { quoted } from '../report/decision-text.js';
import { patternsOf } from '../report/patterns-of.js';
import { visible } from '../report/visible.js';
import { examples, type Formatted, formatOption, policiesOption } from './options.js';

interface CapabilitiesOptions extends Formatted {
  readonly policies: readonly string[];
  readonly policy?: readonly string[];
  readonly agent?: string;
  readonly user?: string;
}

export function defineCapabilities(command: Command): void {
  policiesOption(command.description('Show what policies can do on the paths given, or on every pattern they have.'))
    .argument('[path...]', 'request paths')
    .option('--policy <name>', 'a policy of the token; repeatable', (each, all: string[] = []) => [...all, each])
    .option('--agent <id>', 'an agent (this version knows none)')
    .option('--user <id>', 'a user (this version knows none)')
    .addOption(formatOption())
    .action(async (paths: string[], options: CapabilitiesOptions) => {
      await runCapabilities(paths, options);
    });
  examples(
    command,
    'Without paths: the patterns of these policies, the one that wins first.',
    '-p takes every word up to the next option: put it before --policy, or -- before',
    'the paths. Patterns with {{identity.…}} are filled in by a request only: see',
    'polc explain.',
    '',
    'Example:',
    '  $ polc capabilities -p policies --policy dev secret/data/dev/app',
  );
}

async function runCapabilities(paths: readonly string[], { policies, policy = [], agent, user, format }: CapabilitiesOptions): Promise<void> {
  if (agent !== undefined || user !== undefined) throw new Failure('usage', 'this version knows no agents or users; ask by --policy');
  if (policy.length === 0) throw new Failure('usage', 'capabilities needs --policy NAME, once or more often');
  const engine = await openPolicies(policies, {});
  await refuseUnknown(policy, engine);
  if (paths.length === 0) return showPatterns(engine, policy, format);
  const found = paths.map((path) => [path, engine.capabilities({ policies: policy }, path)] as const);
  if (format === 'json') printJson({ capabilities: Object.fromEntries(found) });
  else print(found.map(([path, capabilities]) => `${visible(path)}: ${capabilities.join(', ')}`).join('\n'));
}

/** In a request unknown names count for nothing, as in Vault; here they are a mistake. */
async function refuseUnknown(names: readonly string[], engine: Engine): Promise<void> {
  const { foldName } = await import('@polc/runtime');
  const known = engine.contents.policies.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(foldName(name)));
  if (unknown === undefined) return;
  const { nearest } = await import('@polc/grammar');
  const close = nearest(foldName(unknown), known);
  throw new Failure('usage', `there is no policy "${unknown}"${close === undefined ? '' : `; did you mean "${close}"?`}`);
}

function showPatterns(engine: Engine, policies: readonly string[], format: Formatted['format']): void {
  const patterns = patternsOf(engine.contents, policies);
  if (format === 'json') printJson({ patterns });
  else if (patterns.length === 0) print('these policies have no patterns');
  else
    print(
      patterns
        .map(({ pattern, capabilities, policies: from }) => `${quoted(pattern)}: ${capabilities.join(', ') || 'nothing'}  (${visible(from.join(', '))})`)
        .join('\n'),
    );
}
