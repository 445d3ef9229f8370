// Each kind of mutant, by the line that it changes: all that it becomes.

import { compile } from '@polc/compiler';
import { MUTANT_KINDS, type Mutant, type MutantKind, mutantsOf } from '@polc/testing';
import { describe, expect, it } from 'vitest';
import { CLINIC } from './clinic.js';

const sources = [{ file: 'clinic.hcl', text: CLINIC }];
const every = mutantsOf(sources);
const mutants = [...every];
const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ');

/** What a line becomes by one kind of mutant. */
function becomes(kind: MutantKind, before: string): string[] {
  return mutants.filter((mutant) => mutant.kind === kind && oneLine(mutant.before).startsWith(before)).map((mutant) => oneLine(mutant.after));
}

const TIME = 'time { zone = "Europe/Berlin" days = ["mon-fri"] hours = ["08:00-18:00"] }';
const timed = (days: string, hours: string) => `time { zone = "Europe/Berlin" days = ["${days}"] hours = ["${hours}"] }`;

const CASES: readonly (readonly [MutantKind, string, readonly string[]])[] = [
  ['flip-effect', 'path "doses/plan" {', ['path "doses/plan" { capabilities = ["deny"] }']],
  ['drop-stanza', 'path "doses/plan" {', ['']],
  ['drop-deny', 'path "records/sealed"', ['']],
  ['drop-capability', 'capabilities = ["read", "list"]', ['capabilities = ["list"]', 'capabilities = ["read"]']],
  ['add-capability', 'capabilities = ["read", "list"]', ['create', 'update', 'delete'].map((word) => `capabilities = ["read", "list", "${word}"]`)],
  ['widen-pattern', 'path "records/archive/*" {', ['records/archive*', 'records/*', 'records/+/*'].map((pattern) => `path "${pattern}" {`)],
  ['widen-pattern', 'path "doses/plan" {', ['path "doses/plan*" {', 'path "doses/+" {']],
  ['widen-pattern', 'path "records/sealed"', ['records/sealed*', 'records/+'].map((pattern) => `path "${pattern}" { capabilities = ["deny"] }`)],
  ['narrow-pattern', 'path "records/archive/*" {', ['path "records/archive/x" {', 'path "records/archive/x*" {']],
  ['narrow-pattern', 'path "records/+/chart" {', ['path "records/x/chart" {']],
  ['drop-condition', 'when { purpose', ['']],
  ['drop-condition', 'require {', ['']],
  ['condition-true', 'when { purpose', ['when { expr = true }']],
  ['condition-false', 'condition "calm"', ['condition "calm" { expr = false }']],
  ['atom-true', 'expr = context.risk', ['expr = true && !context.locked', 'expr = context.risk <= 50 && !true']],
  ['atom-false', 'condition "calm"', ['false || context.b != 2', 'context.a == 1 || false'].map((expr) => `condition "calm" { expr = ${expr} }`)],
  ['negate', 'expr = context.risk', ['expr = !(context.risk <= 50) && !context.locked', 'expr = context.risk <= 50 && context.locked']],
  ['swap-logic', 'expr = context.risk', ['expr = context.risk <= 50 || !context.locked']],
  ['swap-comparison', 'expr = context.risk', ['expr = context.risk < 50 && !context.locked']],
  [
    'swap-comparison',
    'condition "calm"',
    ['context.a != 1 || context.b != 2', 'context.a == 1 || context.b == 2'].map((expr) => `condition "calm" { expr = ${expr} }`),
  ],
  [
    'move-bound',
    TIME,
    [
      ...['sun-fri', 'tue-fri', 'mon-thu', 'mon-sat'].map((days) => timed(days, '08:00-18:00')),
      ...['07:59-18:00', '08:01-18:00', '08:00-17:59', '08:00-18:01'].map((hours) => timed('mon-fri', hours)),
    ],
  ],
  ['move-bound', 'location', ['7', '9'].map((prefix) => `location { cidrs = ["10.0.0.0/${prefix}"] countries = ["DE", "FR"] }`)],
  ['move-bound', 'expr = context.risk', ['expr = context.risk <= 49 && !context.locked', 'expr = context.risk <= 51 && !context.locked']],
  ['move-bound', 'max_ttl', ['max_ttl = "9m"', 'max_ttl = "11m"']],
  [
    'move-bound',
    'amount',
    ['min: 0.4, below: 10', 'min: 0.6, below: 10', 'min: 0.5, below: 9', 'min: 0.5, below: 11'].map((bounds) => `amount = number(${bounds})`),
  ],
  ['move-bound', 'max_depth', ['max_depth = 0', 'max_depth = 2']],
  ['move-bound', 'expires', ['expires = "2026-12-31T23:59:59Z"', 'expires = "2027-01-01T00:00:01Z"']],
  ['move-bound', 'uses', ['uses = 2', 'uses = 4']],
  ['drop-bound', 'amount', ['amount = number(below: 10)', 'amount = number(min: 0.5)']],
  ['loosen-shape', 'note', ['note = string(max_length: 80)', 'note = optional(any())']],
  ['loosen-shape', 'kind', ['kind = optional(["oral", "drip"])', 'kind = any()']],
  ['loosen-shape', 'parameters {', ['']],
  ['drop-parameter-rule', 'denied_parameters', ['', 'denied_parameters = { }']],
  ['drop-value', 'location', ['"FR"', '"DE"'].map((country) => `location { cidrs = ["10.0.0.0/8"] countries = [${country}] }`)],
  ['drop-value', 'scopes', ['scopes = ["doses"]', 'scopes = ["charts"]']],
  ['drop-value', 'purposes', ['purposes = ["audit"]', 'purposes = ["care"]']],
  ['drop-value', 'sessions', ['sessions = ["night"]', 'sessions = ["day"]']],
  ['drop-value', 'kind', ['kind = ["drip"]', 'kind = ["oral"]']],
  ['drop-value', 'user "alice"', ['user "alice" { policies = [] }']],
  ['drop-clause', 'location', ['', 'location { countries = ["DE", "FR"] }', 'location { cidrs = ["10.0.0.0/8"] }']],
  ['drop-clause', TIME, ['', 'time { zone = "Europe/Berlin" hours = ["08:00-18:00"] }', 'time { zone = "Europe/Berlin" days = ["mon-fri"] }']],
  ['drop-approval', 'approval { by = ["group:heads", "user:carol"]', ['']],
  ['change-approval', 'within', ['', 'within = "59m"', 'within = "2h"']],
  ['change-approval', 'count', ['count = 1', 'count = 3']],
  ['change-approval', 'self', ['self = true']],
  ['lower-enforcement', 'enforcement = "hard-mandatory"', ['enforcement = "soft-mandatory" approval { by = ["user:nobody"] }', 'enforcement = "advisory"']],
  ['lower-enforcement', 'enforcement = "soft-mandatory"', ['enforcement = "advisory" forbid { expr = context.alarm }']],
  ['drop-guardrail', 'guardrail "watched"', ['']],
  ['widen-guardrail', 'on {', ['on { capabilities = ["read"] }', 'on { paths = ["records/*"] }']],
  ['drop-key', 'ceiling_policies', ['']],
  ['drop-key', 'max_ttl', ['']],
  ['drop-key', 'sessions', ['']],
  ['flip-flag', 'direct', ['direct = true']],
  ['loosen-consent', 'consent', ['consent = "implied"']],
];

describe('a mutant', () => {
  it.each(CASES)('of the kind %s makes of %s', (kind, before, after) => {
    expect(becomes(kind, before)).toEqual(after);
  });

  it('is there of every kind that the policy has something for', () => {
    const without: readonly MutantKind[] = ['loosen-status'];
    expect(MUTANT_KINDS.filter((kind) => !mutants.some((mutant) => mutant.kind === kind))).toEqual(without);
    const revoked = CLINIC.replace('consent   = "explicit"', 'consent   = "explicit"\n  status = "revoked"');
    const [one, ...others] = mutantsOf([{ file: 'clinic.hcl', text: revoked }], { kinds: ['loosen-status'] });
    expect([oneLine(one?.after ?? ''), others.length]).toEqual(['status = "active"', 0]);
  });

  it('compiles, differs from the policy and from every other, and changes one place of one file', () => {
    expect(mutants.length).toBeGreaterThan(150);
    expect(new Set(mutants.map(({ engine }) => engine.revision)).size).toBe(mutants.length);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    for (const mutant of mutants) {
      const { sources: mutated, policy } = mutant;
      const text = mutated[0]?.text as string;
      expect([mutant.id, text === CLINIC, restored(text, mutant) === CLINIC]).toEqual([mutant.id, false, true]);
      if (mutants.indexOf(mutant) % 9 !== 0) continue;
      const alone = compile(mutated);
      expect(Buffer.from(alone.bundle as Uint8Array).equals(policy.bundle)).toBe(true);
    }
  });

  it('that is none is counted: what does not compile, what is the same, what was there before', () => {
    const { discarded, candidates } = every;
    expect(discarded.invalid).toBeGreaterThan(0);
    expect(discarded.duplicate).toBeGreaterThan(0);
    expect(mutants.length + discarded.invalid + discarded.same + discarded.duplicate).toBe(candidates);
    const same = mutantsOf([{ file: 'a.hcl', text: 'policy "p" { path "x" { capabilities = ["read"]  when { expr = true } } }' }], { kinds: ['atom-true'] });
    expect([[...same].length, same.discarded.same]).toEqual([0, 1]);
  });

  it('comes in the order of the sources, the same each time, and of a sample the same for a seed', () => {
    const ids = (options: object) => [...mutantsOf(sources, options)].map(({ id }) => id);
    const all = mutants.map(({ id }) => id);
    expect(ids({})).toEqual(all);
    const some = ids({ max: 40, seed: 7 });
    expect(ids({ max: 40, seed: 7 })).toEqual(some);
    expect(ids({ max: 40, seed: 8 })).not.toEqual(some);
    expect(some.length).toBeGreaterThan(30);
    expect(some.length).toBeLessThanOrEqual(40);
    const lines = some.map((id) => Number(id.split(':')[1]));
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
  });

  it('of one file among several leaves the others, and is put back before the next', () => {
    const files = [
      { file: 'b.hcl', text: 'policy "b" { path "b" { capabilities = ["read"] } }' },
      { file: 'a.hcl', text: 'condition "c" { expr = context.a == 1 }' },
      { file: 'c.hcl', text: 'policy "c" { path "c" { capabilities = ["read"]  when { expr = condition.c } } }' },
    ];
    const all: Mutant[] = [...mutantsOf(files)];
    expect(new Set(all.map(({ file }) => file))).toEqual(new Set(['b.hcl', 'a.hcl', 'c.hcl']));
    for (const { file, sources: mutated, policy } of all) {
      expect(mutated.filter((source, i) => source !== files[i]).map((source) => source.file)).toEqual([file]);
      expect(Buffer.from(compile(mutated).bundle as Uint8Array).equals(policy.bundle)).toBe(true);
    }
  });

  it("of Vault's JSON and polc's JSON is one of their values", () => {
    const json = mutantsOf([{ file: 'p.polc.json', text: '{"policy": {"p": {"path": {"a/*": {"capabilities": ["read", "list"], "max_ttl": "5m"}}}}}' }]);
    const kinds = new Set([...json].map(({ kind }) => kind));
    for (const kind of ['drop-capability', 'add-capability', 'move-bound'] as const) expect(kinds).toContain(kind);
  });

  it('is asked of no policy that does not compile', () => {
    expect(() => [...mutantsOf([{ file: 'a.hcl', text: 'policy "p" {' }])]).toThrow('does not compile');
  });
});

/** The mutated text with the lines that differ as they were. */
function restored(text: string, { before, after, firstLine }: Mutant): string {
  const lines = text.split('\n');
  lines.splice(firstLine - 1, after === '' ? 0 : after.split('\n').length, ...before.split('\n'));
  return lines.join('\n');
}
