// Reports: each control with what this log shows for it, and "none" where it shows nothing.

import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../service/audit/audit-entry.js';
import { type Framework, LIMITS, reportOf, reportText } from '../../service/audit/report.js';
import { EVIDENCE, FRAMEWORKS } from '../../service/audit/report-controls.js';
import { changed, decided, mixed, REQUESTS } from './audit-entries.js';

const placed = (entries: readonly AuditEntry[]) => entries.map((entry, index) => ({ index, entry }));
const counts = (framework: Framework, entries: readonly AuditEntry[]) =>
  Object.fromEntries(reportOf(placed(entries), framework).rows.map(({ control, evidence }) => [control, evidence.map(({ what, count }) => [what, count])]));

describe('a report', () => {
  it('counts what shows a control, where it stands, and names decisions', () => {
    const entries = [decided(REQUESTS.direct), decided(REQUESTS.parameters), changed(), ...Array.from({ length: 5 }, () => decided(REQUESTS.parameters))];
    const { rows, ...report } = reportOf(placed(entries), 'asi');
    expect(report).toMatchObject({ framework: 'asi', entries: 8, since: entries[0]?.time, until: entries[7]?.time, limits: LIMITS });
    const misuse = rows.find(({ control }) => control === 'ASI02');
    expect(misuse?.evidence[0]).toEqual({
      ...{ what: 'denials for the arguments of a call', count: 6, first: { index: 1, time: entries[1]?.time }, last: { index: 7, time: entries[7]?.time } },
      examples: [entries[1]?.id, entries[3]?.id, entries[4]?.id],
    });
    expect(misuse?.evidence[1]).toMatchObject({ count: 0, first: null, last: null, examples: [] });
  });

  it('has a row for each control of a framework, whether the log shows it or not', () => {
    for (const framework of ['asi', 'nhi', 'csf'] as const) {
      const { rows } = reportOf([], framework);
      expect(rows.map(({ control }) => control)).toEqual(FRAMEWORKS[framework].controls.map(({ control }) => control));
      expect(rows.flatMap(({ evidence }) => evidence).filter(({ count }) => count !== 0)).toEqual([]);
    }
    expect(reportOf([], 'asi').rows.map(({ control }) => control)).toEqual(Array.from({ length: 10 }, (_, i) => `ASI${String(i + 1).padStart(2, '0')}`));
    expect(reportOf([], 'nhi').rows.map(({ control }) => control)).toEqual(Array.from({ length: 10 }, (_, i) => `NHI${i + 1}`));
  });

  it('says for each piece of evidence whether an entry is it', () => {
    const entries = mixed();
    const shown = Object.entries(EVIDENCE).map(([name, { holds }]) => [name, entries.filter((entry) => holds(entry)).length]);
    expect(Object.fromEntries(shown)).toEqual({
      ...{ entries: 31, decisions: 14, unlisted: 0, parameters: 1, conditions: 1, guardrails: 1, ceilings: 1, users: 0, scopes: 0, delegated: 2, depth: 0 },
      ...{ unregistered: 1, suspended: 1, expired: 0, vouched: 1, bound: 1, unauthenticated: 1, forbidden: 1, registered: 2, owned: 1, credentials: 0 },
      ...{ delegations: 1, ended: 2, consents: 1, unconsented: 0, approvals: 1, unapproved: 1, approved: 0, grants: 2, limited: 4, policies: 1, refused: 1 },
      ...{ joined: 30, sealed: 14, repeated: 1, sensitive: 2, reached: 1 },
    });
  });

  it.each([
    ['unlisted', decided({ ...REQUESTS.direct, path: 'nowhere' })],
    ['scopes', { ...decided(REQUESTS.direct), outcome: 'purpose_not_allowed' }],
    ['depth', { ...decided(REQUESTS.direct), outcome: 'delegation_too_deep' }],
    ['expired', { ...decided(REQUESTS.direct), outcome: 'expired' }],
    ['unconsented', { ...decided(REQUESTS.direct), outcome: 'consent_missing' }],
    ['users', { ...decided(REQUESTS.direct), outcome: 'user_policies' }],
    ['approved', { ...decided(REQUESTS.user), asked: { ...decided(REQUESTS.user).asked, approvals: ['a1'] } }],
    ['credentials', changed({ kind: 'key', action: 'added' })],
    ['ended', changed({ kind: 'consent', action: 'updated', body: { withdrawn_at: '2026-05-04T10:00:00Z' } })],
  ] as const)('counts as "%s" what is that', (name, entry) => {
    expect(EVIDENCE[name].holds(entry as AuditEntry)).toBe(true);
    expect(EVIDENCE[name].holds(decided(REQUESTS.direct))).toBe(false);
  });

  it('sums up by outcome, kind and event', () => {
    const entries = [...mixed(), decided(REQUESTS.direct)];
    const summary = counts('summary', entries);
    expect(summary.decision?.[0]).toEqual(['allowed', 7]);
    expect(summary.decision?.map(([, count]) => count)).toEqual([7, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(summary.change).toContainEqual(['grant issued', 1]);
    expect(summary.alert).toEqual([
      ['sensitive_path', 2],
      ['first_reach', 1],
      ['repeated_denials', 1],
    ]);
    expect(summary.service?.length).toBe(5);
  });

  it('counts together what is of too many kinds', () => {
    const { rows } = reportOf(placed(Array.from({ length: 1_010 }, (_, i) => changed({ action: `a${i}` }))), 'summary');
    const changes = rows.find(({ control }) => control === 'change')?.evidence ?? [];
    expect([changes.length, changes[0]?.what, changes[0]?.count]).toEqual([1_001, 'everything else', 10]);
  });

  it('is text that says none where there is none, and what it is not', () => {
    const text = reportText(reportOf(placed([decided(REQUESTS.guardrail, { id: 'd-1' })]), 'asi'));
    expect(text).toContain('OWASP Top 10 for Agentic Applications 2026\n1 entry, 2026-05-04T10:00:00.000Z to 2026-05-04T10:00:00.000Z\n');
    expect(text).toContain('\nASI05  Unexpected Code Execution\n  1  denials by guardrails; entries 0 to 0, as d-1\n  none  denials until somebody approves');
    for (const limit of LIMITS) expect(text).toContain(`\n${limit}`);
    expect(text).toMatch(/no certification/);
    expect(reportText(reportOf([], 'nhi'))).toContain('NHI2  Secret Leakage\n  none\n  not in a log: ');
    expect(reportText(reportOf([], 'summary'))).toContain('0 entries\n\ndecision  decisions by outcome\n  none');
  });
});
