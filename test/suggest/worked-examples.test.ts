// The example sets, with their own requests as logs: all three promises hold, and the exact difference finds nothing that opens. One recorded run shows what
// the guide's agent has and never needs.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { diff, type LogEntry, type SourceText, worldOf } from '@polc/compiler';
import { format } from '@polc/grammar';
import type { Facts, Request } from '@polc/runtime';
import { describe, expect, it } from 'vitest';
import { suggestFor } from './suggesting.js';

const FOLDER = fileURLToPath(new URL('../../policies/', import.meta.url));
/** The newsroom's chains take the survey half a minute, the office's conditions the difference: a long run has them. */
const LONG: ReadonlySet<string> = new Set(process.env.POLC_SOAK ? [] : ['agent-calls-agent', 'workspace']);
const SETS = readdirSync(FOLDER).filter((name) => !LONG.has(name));
const NOW = Date.parse('2026-05-04T10:00:00Z');

interface Line {
  readonly request: Request;
  readonly expect: { readonly allowed: boolean; readonly outcome?: string };
}

const read = (path: string) => readFileSync(`${FOLDER}${path}`, 'utf8');

function sourcesOf(set: string): SourceText[] {
  const names = readdirSync(`${FOLDER}${set}`).filter((name) => (name.endsWith('.hcl') && !name.endsWith('.test.hcl')) || name.endsWith('.tools.json'));
  return names.map((name) => ({ file: name, text: read(`${set}/${name}`) }));
}

const factsOf = (set: string): Facts => (existsSync(`${FOLDER}${set}/facts.json`) ? JSON.parse(read(`${set}/facts.json`)) : {}) as Facts;

function logOf(set: string): LogEntry[] {
  const lines = read(`${set}/requests.jsonl`).split('\n').filter(Boolean);
  return lines.map((text, i) => {
    const { request, expect: said } = JSON.parse(text) as Line;
    return { line: i + 1, request, logged: { allowed: said.allowed, outcome: said.outcome ?? null } };
  });
}

describe.each(SETS)('%s', (set) => {
  const facts = factsOf(set);
  const sources = sourcesOf(set);
  const { suggestion, report } = suggestFor(sources, logOf(set), { facts, now: NOW, shared: true });

  it('keeps what the log allows, and what it denies denied', () => {
    const { observed_allows: allows, observed_denials: denials } = report.guarantees;
    expect(allows.of + denials.of).toBeGreaterThan(5);
    expect([allows.broken, denials.broken]).toEqual([[], []]);
    const { present, engine, evidence } = suggestion;
    for (const { entry } of evidence.wanted) expect(engine.decide(entry.request).outcome).toBe(present.decide(entry.request).outcome);
    for (const { entry } of evidence.denied) expect(engine.decide(entry.request).allowed).toBe(false);
  });

  it('opens nothing: proved, and the exact difference says so too', () => {
    expect(report.guarantees.nothing_opens).toEqual({ proved: true, escapes: [], undecided: [] });
    const { changes } = diff(worldOf(suggestion.present, facts), worldOf(suggestion.engine, facts), { lists: suggestion.candidates.bareLists });
    expect(changes.filter(({ direction }) => direction !== 'closed').map(({ subject, paths, witness }) => [subject.words, paths, witness])).toEqual([]);
  });

  it('is text as polc formats it', () => {
    for (const { file, text, changed } of report.files) if (changed) expect(format({ file, text }).value).toBe(text);
  });
});

describe("a recorded run of the guide's agent", () => {
  const asked = (operation: string, path: string, parameters?: Request['parameters']): Request => ({
    ...{ agent: 'my-ai-agent', operation, path },
    ...(parameters === undefined ? {} : { parameters }),
  });
  const run = [
    ...['storefront', 'checkout', 'search'].flatMap((repo) => [1, 2].map(() => asked('read', `secret/data/code-repos/${repo}/ci`, { repo: 'frontend' }))),
    asked('read', 'secret/data/code-repos/billing/ci', { repo: 'billing' }),
    asked('read', 'http/ci.example.com/logs/storefront/81'),
  ];
  const sources = sourcesOf('code-review-agent');
  const { report } = suggestFor(sources, run, { facts: factsOf('code-review-agent'), now: NOW, agent: 'my-ai-agent' });

  it('shows what it has and never needs', () => {
    expect(report.unused.map(({ policy, path, capabilities, holders }) => [policy, path, capabilities, holders])).toEqual([
      ['agent-code-review', 'secret/data/code-repos/*', ['list'], ['agent my-ai-agent', 'agent retired-agent']],
      ['agent-code-review', 'auth/token/lookup-self', ['read'], ['agent my-ai-agent', 'agent retired-agent']],
      ['agent-log-view', 'http/ci.example.com/logs/+/+', ['read'], ['agent my-ai-agent']],
    ]);
  });

  it('asks for one stanza, of one kind of path and one repository', () => {
    const [stanza, ...others] = report.stanzas;
    expect(others).toEqual([]);
    expect(stanza).toMatchObject({ path: 'secret/data/code-repos/+/ci', capabilities: ['read'], requests: 6, paths: 3, values: { repo: ['frontend'] } });
    expect(report.files.find(({ file }) => file === 'agent-code-review.hcl')?.text).toContain('"repo" = ["frontend"]');
    expect(report.guarantees).toMatchObject({ observed_allows: { of: 6, kept: 6 }, nothing_opens: { proved: true }, observed_denials: { of: 2, kept: 2 } });
  });
});
