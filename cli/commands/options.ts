// Options that several verbs have, said once.

import { type Command, Option } from 'commander';
import { append } from './option-values.js';

export interface Formatted {
  readonly format: 'text' | 'json';
}

/** `others` are formats beside text and json. */
export function formatOption(others: readonly string[] = []): Option {
  return new Option('--format <format>', 'how to print the answer').choices(['text', 'json', ...others]).default('text');
}

export function policiesOption(command: Command): Command {
  return command.requiredOption('-p, --policies <path...>', 'policy files and folders, or one bundle');
}

export function factsOption(): Option {
  return new Option('--facts <file>', 'agents, users, groups, delegations and consents beside those of the files, as JSON');
}

export function policyOption(): Option {
  return new Option('--policy <name>', 'a policy of the token; repeatable').argParser(append);
}

/** An example, and what is particular to this verb. */
export function examples(command: Command, ...lines: readonly string[]): Command {
  return command.addHelpText('after', `\n${lines.join('\n')}`);
}
