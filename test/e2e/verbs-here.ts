// Verbs that ask a service, run in this process: what they print, and how they end. A process each would take most of the time of their tests.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { vi } from 'vitest';
import { defineAgent } from '../../cli/commands/agent.js';
import { defineApproval } from '../../cli/commands/approval.js';
import { defineAudit } from '../../cli/commands/audit.js';
import { defineCaller } from '../../cli/commands/caller.js';
import { defineConsent } from '../../cli/commands/consent.js';
import { defineDelegation } from '../../cli/commands/delegation.js';
import { defineGrant } from '../../cli/commands/grant.js';
import { defineGroup } from '../../cli/commands/group.js';
import { definePolicies } from '../../cli/commands/policies.js';
import { defineUser } from '../../cli/commands/user.js';
import { Failure } from '../../cli/failure.js';
import { ROOT } from '../house/modules.js';

export type Command = Parameters<typeof defineAgent>[0];

// WHY this way: from here the name means whatever version a package of the tests has brought.
const commander = createRequire(join(ROOT, 'cli/package.json'))('commander') as { readonly Command: new (name: string) => Command };

export const DEFINED: Readonly<Record<string, (command: Command) => void>> = {
  ...{ agent: defineAgent, user: defineUser, group: defineGroup, delegation: defineDelegation, consent: defineConsent },
  ...{ grant: defineGrant, approval: defineApproval, caller: defineCaller, policies: definePolicies, audit: defineAudit },
};

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As main.ts runs one. `env` is all that it finds of POLC_… */
export async function polcHere(args: readonly string[], env: Readonly<Record<string, string>> = {}, verbs = DEFINED): Promise<Ended> {
  const streams = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      streams[name] += String(text);
      return true;
    }),
  );
  const before = process.exitCode;
  for (const name of ['POLC_SERVER', 'POLC_KEY', 'POLC_KEY_FILE', 'POLC_DATA', 'POLC_STORE']) vi.stubEnv(name, env[name]);
  try {
    process.exitCode = 0;
    await programOf(verbs).parseAsync(args, { from: 'user' });
    return { code: process.exitCode, ...streams };
  } catch (error) {
    if (isCommanderError(error)) return { code: error.exitCode === 0 ? 0 : 2, ...streams };
    if (error instanceof Failure) return { code: error.exitCode, stdout: streams.stdout, stderr: `${streams.stderr}polc: ${error.message}\n` };
    throw error;
  } finally {
    process.exitCode = before;
    vi.unstubAllEnvs();
    for (const spy of spies) spy.mockRestore();
  }
}

/** With all verbs, unless told otherwise, so that help can be asked for any. */
export function programOf(verbs = DEFINED): Command {
  const program = new commander.Command('polc').exitOverride();
  for (const [name, define] of Object.entries(verbs)) define(program.command(name));
  return program;
}

function isCommanderError(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && error.name === 'CommanderError';
}
