// The page of the audit log is what happens: its commands run one after another in one shell, and each prints what the page shows.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FORMS } from '../../cli/host/exporter.js';
import { runSteps, stepsOf } from './page-shell.js';
import { ROOT } from './run-polc.js';

const page = readFileSync(join(ROOT, 'docs/audit.md'), 'utf8');
const steps = stepsOf(page);

describe('docs/audit.md', () => {
  it('prints what it shows, from an empty folder to the end', async () => {
    expect(steps.filter((step) => 'command' in step && step.command.includes('polc audit ')).length).toBeGreaterThan(10);
    await runSteps(steps);
  });

  it('names every form of an export, and every cause why a decision cannot be made again', () => {
    const source = readFileSync(join(ROOT, 'cli/report/log-verified-text.ts'), 'utf8');
    const causes = [...((source.split('CAUSES')[1] ?? '').split('};')[0]?.matchAll(/^ {2}(\w+):/gm) ?? [])].map(([, name]) => name as string);
    expect(causes.length).toBe(6);
    expect([...FORMS, ...causes].filter((word) => !page.includes(`| \`${word}\` |`))).toEqual([]);
  });
});
