// The policies that a server adds for its callers are those of policies/decision-server, which whoever builds a bundle compiles.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CALLER_POLICIES } from '../../cli/host/caller-policies.js';
import { ROOT } from './run-polc.js';

it('the policies for callers stand in the examples, word for word', () => {
  const file = readFileSync(join(ROOT, 'policies/decision-server/polc-callers.hcl'), 'utf8');
  expect(file.endsWith(CALLER_POLICIES)).toBe(true);
  expect(CALLER_POLICIES.match(/^policy "/gm)).toHaveLength(5);
});
