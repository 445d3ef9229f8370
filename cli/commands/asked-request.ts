// A request that is put together on the command line, or read from a file.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { readJson } from '../host/read-json.js';
import { readMembers } from '../host/read-members.js';
import { names } from './option-values.js';
import { given } from './service-options.js';

export interface RequestOptions {
  readonly request?: string;
  readonly agent?: string;
  readonly delegation?: string;
  readonly user?: string;
  readonly chain?: readonly string[];
  readonly operation?: string;
  readonly path?: string;
  readonly parameters?: string;
  readonly purpose?: string;
  readonly session?: string;
}

export function requestOptions(command: Command): Command {
  return command
    .option('--request <file>', 'the request as JSON; - for standard input')
    .option('--agent <id>', 'or its parts: who asks')
    .option('--delegation <id>', 'by which delegation')
    .option('--user <id>', 'for whom, with --chain, in place of --delegation')
    .option('--chain <ids>', 'all agents, from the first to the one that asks', names)
    .option('--operation <name>', 'read, update, invoke, …')
    .option('--path <path>', 'of what')
    .option('--parameters <json>', 'its parameters, an object')
    .option('--purpose <name>')
    .option('--session <id>');
}

const PARTS = ['agent', 'delegation', 'user', 'chain', 'operation', 'path', 'parameters', 'purpose', 'session'] as const;

/** What of it is no request the service refuses. @throws Failure */
export async function askedRequest(options: RequestOptions): Promise<Record<string, unknown>> {
  const { request, agent, delegation, user, chain, operation, path, parameters, purpose, session } = options;
  const part = PARTS.find((name) => options[name] !== undefined);
  if (request !== undefined && part !== undefined) throw new Failure('usage', `a request is a file or its parts, not --request and --${part}`);
  if (request !== undefined) return readMembers(request);
  if (operation === undefined || path === undefined) throw new Failure('usage', 'a request is --request FILE, or --operation, --path and who asks');
  if (delegation !== undefined && (user !== undefined || chain !== undefined))
    throw new Failure('usage', 'a delegation is --delegation, or --user and --chain');
  const by = delegation !== undefined ? { id: delegation } : chain !== undefined ? given({ user, chain }) : undefined;
  return given({
    ...{ agent, delegation: by, operation, path, purpose },
    user: by === undefined && user !== undefined ? { id: user } : undefined,
    parameters: parameters === undefined ? undefined : parametersOf(parameters),
    session: session === undefined ? undefined : { id: session },
  });
}

function parametersOf(text: string): unknown {
  const read = readJson(text);
  if ('value' in read) return read.value;
  throw new Failure('usage', `--parameters: not valid JSON: ${read.fault.message}`);
}
