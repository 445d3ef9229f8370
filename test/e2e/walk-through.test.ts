// The walk-through is what happens: its files are written, its commands run one after another in one shell, and each prints what the page shows.

import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { compile } from '@polc/compiler';
import { describe, expect, it } from 'vitest';
import { type Command, runSteps, stepsOf } from './page-shell.js';
import { ROOT } from './run-polc.js';

const page = readFileSync(join(ROOT, 'docs/walk-through.md'), 'utf8');

const steps = stepsOf(page);
const commands = steps.filter((step): step is Command => 'command' in step);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

describe('the walk-through', () => {
  it('shows commands and files', () => {
    expect(commands.length).toBeGreaterThan(30);
    expect(steps.filter((step) => 'file' in step).map((step) => 'file' in step && step.file)).toEqual([
      'policies/organisation.hcl',
      'policies/agent-code-review.hcl',
      'read.json',
      'for-alice.json',
    ]);
  });

  it("has the guide's policy, unchanged", () => {
    const meaning = (text: string) =>
      compile([{ file: 'p.hcl', text }]).model.policies[0]?.stanzas.map(({ pattern, capabilities, allowed }) => ({
        path: pattern.written,
        capabilities,
        allowed: allowed?.map(({ name, values }) => [name, values]),
      }));
    const shown = steps.flatMap((step) => ('file' in step && step.file.endsWith('agent-code-review.hcl') ? [step.content] : []));
    expect(meaning(shown[0] ?? '')).toHaveLength(2);
    expect(meaning(shown[0] ?? '')).toEqual(meaning(readFileSync(join(ROOT, 'policies/code-review-agent/agent-code-review.hcl'), 'utf8')));
  });

  it('prints what it shows, from an empty folder to the end', async () => {
    // One that nobody else listens on.
    const port = String(await freePort());
    await runSteps(steps, (text) => text.replaceAll('8420', port).replace('polc serve ', `polc serve --port ${port} `));
  });
});
