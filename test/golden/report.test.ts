// The text report on a file of several faults, held to the one beside it. When a change of it is meant:
//   cd test/golden && node ../../cli/dist/polc.mjs check several-faults.hcl > several-faults.txt

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { polc } from '../e2e/run-polc.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));

it('the text report reads as it is written down', () => {
  const { code, stdout, stderr } = polc(['check', 'several-faults.hcl'], { cwd: HERE });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toBe(readFileSync(`${HERE}several-faults.txt`, 'utf8'));
});
