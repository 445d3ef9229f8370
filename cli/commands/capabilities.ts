// `polc capabilities`: what a list of policies, an agent or a user can do, on given paths or everywhere.

import type { BundleContents, Decision, Engine } from '@polc/runtime';
import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { note, print, printJson } from '../host/output.js';
import { openPolicies } from '../host/policy-set.js';
import { readFacts } from '../host/read-facts.js';
import { quoted } from '../report/decision-text.js';
import { patternsOf } from '../report/patterns-of.js';
import { visible } from '../report/visible.js';
import { GUARDRAILS_ASIDE } from './guardrail-note.js';
import { examples, type Formatted, factsOption, formatOption, policiesOption, policyOption } from './options.js';
import { givenPrincipal, type NamedPrincipal, type Principal, policiesOfPrincipal, WHO } from './principal.js';

interface CapabilitiesOptions extends Formatted, NamedPrincipal {
  readonly policies: readonly string[];
  readonly facts?: string;
}

const TAKES = 'capabilities takes';

export function defineCapabilities(command: Command): void {
  policiesOption(command.description('Show what policies, an agent or a user can do: on the paths given, or by the patterns of the policies.'))
    .argument('[path...]', 'request paths')
    .addOption(policyOption())
    .option('--agent <id>', 'an agent that acts for itself')
    .option('--user <id>', 'a user')
    .addOption(factsOption())
    .addOption(formatOption())
    .action(runCapabilities);
  examples(
    command,
    'With paths: what all layers of the principal grant there together; conditions,',
    'parameters and guardrails can still deny a request (see polc explain). Without:',
    "the patterns of the principal's own policies, the one that wins first.",
    '-p takes every word up to the next option: put it before --policy, or -- before',
    'the paths.',
    '',
    'Examples:',
    '  $ polc capabilities -p policies --policy dev secret/data/dev/app',
    '  $ polc capabilities -p policies --facts facts.json --agent my-agent',
  );
}

async function runCapabilities(paths: readonly string[], { policies, facts, format, ...named }: CapabilitiesOptions): Promise<void> {
  const principal = givenPrincipal(named, TAKES);
  if (principal === null) throw new Failure('usage', `${TAKES} ${WHO}`);
  const engine = await openPolicies(policies, facts === undefined ? {} : { facts: await readFacts(facts) });
  const { contents } = engine;
  const own = await policiesOfPrincipal(principal, contents);
  if (principal.kind === 'policies' && contents.blocks.guardrails.length > 0) note(GUARDRAILS_ASIDE);
  if (paths.length === 0) showPatterns(contents, own, format);
  else showPaths(engine, principal, paths, format);
}

function showPaths(engine: Engine, principal: Principal, paths: readonly string[], format: Formatted['format']): void {
  const found = paths.map((path) => [path, capabilitiesOn(engine, principal, path)] as const);
  if (format === 'json') printJson({ capabilities: Object.fromEntries(found) });
  else print(found.map(([path, capabilities]) => `${visible(path)}: ${capabilities.join(', ')}`).join('\n'));
}

function capabilitiesOn(engine: Engine, principal: Principal, path: string): readonly string[] {
  if (principal.kind === 'policies') return engine.capabilities({ policies: principal.names }, path);
  const asked = principal.kind === 'agent' ? { agent: principal.id } : { user: { id: principal.id } };
  const decision: Decision = engine.decide({ ...asked, operation: 'read', path });
  if (decision.outcome === 'malformed_request') throw new Failure('usage', `${path}: ${decision.message}`);
  // WHY it can do nothing, where no policy says so: the principal itself, stale facts, a policy that does not exist.
  if (decision.layers.length === 0 || decision.outcome === 'unknown_policy') note(`polc: ${visible(decision.message)}`);
  return decision.capabilities;
}

function showPatterns(contents: BundleContents, policies: readonly string[], format: Formatted['format']): void {
  const patterns = patternsOf(contents, policies);
  if (format === 'json') printJson({ patterns });
  else if (patterns.length === 0) print('these policies have no patterns');
  else
    print(
      patterns
        .map(({ pattern, capabilities, policies: from }) => `${quoted(pattern)}: ${capabilities.join(', ') || 'nothing'}  (${visible(from.join(', '))})`)
        .join('\n'),
    );
}
