// What an agent's record holds, from the options of a verb.

import type { Command } from 'commander';
import { Failure } from '../failure.js';
import { readMembers } from '../host/read-members.js';
import { duration, instant, names, pairs, whole } from './option-values.js';
import { given } from './service-options.js';

/** Metadata that names the user whom an agent is to act for. */
export const DELEGATE_USER = 'delegate_user';

export interface AgentOptions {
  readonly from?: string;
  readonly type?: string;
  readonly instance?: string;
  readonly owner?: string;
  readonly description?: string;
  readonly displayName?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly policy?: readonly string[];
  readonly ceiling?: readonly string[];
  readonly spiffe?: string;
  readonly x509?: string;
  readonly jwtIssuer?: string;
  readonly jwtSubject?: string;
  readonly maxTtl?: string | number;
  readonly uses?: number;
  readonly expires?: string;
}

export function agentOptions(command: Command): Command {
  return command
    .option('--type <name>', 'an agent_type of the policies: its class, with its ceilings')
    .option('--metadata <pairs>', 'name=value, with commas between; repeatable', pairs)
    .option('--owner <id>', 'user:ID, group:ID or a name')
    .option('--policy <names>', 'what it may do, with commas between; repeatable', names)
    .option('--ceiling <names>', 'policies that bound it for whomever it acts', names)
    .option('--display-name <name>', 'of one agent at most')
    .option('--instance <name>', 'which of several that run the same')
    .option('--description <text>')
    .option('--spiffe <id>', 'its SPIFFE ID')
    .option('--x509 <sha256>', 'thumbprint of its certificate, in hexadecimal')
    .option('--jwt-issuer <url>', 'whose tokens name it')
    .option('--jwt-subject <name>', 'by which')
    .option('--max-ttl <duration>', 'its grants are good for, as 90, 10m or 1h', duration)
    .option('--uses <count>', 'of each of its grants', whole)
    .option('--expires <time>', 'when it ends: RFC 3339, or from now, as 30d', instant)
    .option('--from <file>', 'a record as JSON, whose members options replace; - for standard input');
}

/** @throws Failure */
export async function agentMembers(options: AgentOptions): Promise<Record<string, unknown>> {
  const { from, type, instance, owner, description, displayName, metadata, policy, ceiling, maxTtl, uses, expires } = options;
  const ephemeral = maxTtl === undefined && uses === undefined ? undefined : given({ max_ttl: maxTtl, uses });
  return {
    ...(from === undefined ? {} : await readMembers(from)),
    ...given({ type, instance, owner, description, display_name: displayName, metadata, policies: policy, expires, ephemeral }),
    ...(ceiling === undefined ? {} : { ceiling: { policies: ceiling } }),
    ...identityOf(options),
  };
}

function identityOf({ spiffe, x509, jwtIssuer, jwtSubject }: AgentOptions): Record<string, unknown> {
  if ((jwtIssuer === undefined) !== (jwtSubject === undefined)) throw new Failure('usage', '--jwt-issuer and --jwt-subject go together');
  const jwt = jwtIssuer === undefined ? undefined : { issuer: jwtIssuer, subject: jwtSubject };
  const identity = given({ spiffe, x509_sha256: x509 === undefined ? undefined : thumbprint(x509), jwt });
  return Object.keys(identity).length === 0 ? {} : { identity };
}

/** As `openssl x509 -fingerprint` writes it, too. */
export function thumbprint(text: string): string {
  return text.replaceAll(':', '').toLowerCase();
}
