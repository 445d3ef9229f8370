// Real policies of public repositories (../shared/corpus/vault): Vault's verdict, Vault's rules, and for each refused one a place and a
// reason its author can act on. Prints the refused ones and why.

import { check } from '@polc/compiler';
import { type Diagnostic, hasErrors, LineIndex, makeSource } from '@polc/grammar';
import { expect, it } from 'vitest';
import { type RuleShape, shapeOfExpected, shapeOfStanza } from '../rule-shape.js';
import { describeShared, readShared } from '../shared-data.js';
import { stopwatch } from '../stopwatch.js';

const SLOWEST_MS = 50;
const RUNS = 3;

/**
 * Vault looks at the keys of a stanza before its capabilities, and stops at its first fault; polc reports every fault, in the order of
 * the text. In these files the capability `scan` stands above the key that Vault names: polc has both, the upper one first.
 */
const EARLIER_FAULT_FIRST = [
  '520_openbao_openbao_request_handling_test.hcl',
  '564_openbao_openbao_2026-08-06-recursive-list.hcl',
  '595_openbao_openbao_policies.hcl',
  '596_openbao_openbao_policies.hcl',
];

interface Verdict {
  readonly file: string;
  readonly accepted: boolean;
  readonly error: string | null;
  readonly paths: readonly CorpusRule[] | null;
}

type CorpusRule = RuleShape & { readonly control_group?: CorpusControlGroup };

interface CorpusControlGroup {
  readonly TTL: number;
  readonly Factors: readonly {
    readonly Name: string;
    readonly Identity: { readonly GroupIDs: string[] | null; readonly GroupNames: string[] | null; readonly ApprovalsRequired: number };
    readonly ControlledCapabilities: string[] | null;
  }[];
}

describeShared('the corpus of Vault policies', () => {
  const verdicts = readShared('corpus/vault/parsed.jsonl')
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Verdict);
  const reasons = readReasons();
  const checked = new Map(verdicts.map(({ file }) => [file, checkFile(file)]));

  it('is there', () => {
    expect(verdicts.length).toBeGreaterThan(300);
    expect(verdicts.filter(({ accepted }) => !accepted).length).toBeGreaterThan(30);
  });

  it('is accepted and refused as Vault does', () => {
    const wrong = verdicts.filter(({ file, accepted }) => hasErrors(resultOf(file).diagnostics) === accepted);
    expect(wrong.map(({ file, accepted }) => `${file}: Vault ${accepted ? 'accepts' : 'refuses'}; ${firstError(file)?.message}`)).toEqual([]);
  });

  it('compiles to the rules Vault makes of it', () => {
    for (const { file, paths } of verdicts.filter(({ accepted }) => accepted)) {
      expect(resultOf(file).rules, file).toEqual((paths ?? []).map(shapeOfCorpus));
    }
  });

  it('has each refusal at the line Vault names', () => {
    const refused = verdicts.filter(({ accepted }) => !accepted);
    console.log(['refused files', ...refused.map(({ file }) => describeRefusal(file))].join('\n'));
    for (const { file, error } of refused) {
      const line = lineNamed(error);
      if (line === null) continue;
      const lines = errorsOf(file).map((each) => each.line);
      if (EARLIER_FAULT_FIRST.includes(file)) {
        expect(lines, `${file}: ${error}`).toContain(line);
        expect(lines[0], file).toBeLessThan(line);
      } else {
        expect(lines[0], `${file}: ${error}`).toBe(line);
      }
    }
  });

  it('has a name for what only OpenBao or a newer Vault knows', () => {
    const foreign = verdicts.filter(({ file }) => reasons.get(file) === 'newer-or-openbao-syntax');
    expect(foreign.length).toBeGreaterThan(10);
    const unnamed = foreign.filter(({ file }) => !resultOf(file).diagnostics.some((each) => /OpenBao|newer Vault/.test(`${each.message} ${each.help}`)));
    expect(unnamed.map(({ file }) => `${file}: ${firstError(file)?.message}`)).toEqual([]);
  });

  it(`takes at most ${SLOWEST_MS} ms a file`, () => {
    const slow = verdicts.filter(({ file }) => resultOf(file).milliseconds > SLOWEST_MS);
    expect(slow.map(({ file }) => `${file}: ${resultOf(file).milliseconds} ms`)).toEqual([]);
  });

  interface Result {
    readonly diagnostics: readonly Diagnostic[];
    readonly rules: readonly RuleShape[];
    /** The best of several runs. */
    readonly milliseconds: number;
    readonly lines: LineIndex;
  }

  function checkFile(file: string): Result {
    const bytes = readShared(`corpus/vault/${file}`);
    let milliseconds = Number.POSITIVE_INFINITY;
    let result = check([{ file, text: bytes }]);
    for (let run = 0; run < RUNS; run++) {
      const elapsed = stopwatch();
      result = check([{ file, text: bytes }]);
      milliseconds = Math.min(milliseconds, elapsed());
    }
    const rules = result.model.policies.flatMap((policy) => policy.stanzas.map(shapeOfStanza));
    return { diagnostics: result.diagnostics, rules, milliseconds, lines: new LineIndex(makeSource(file, bytes).text) };
  }

  function resultOf(file: string): Result {
    return checked.get(file) as Result;
  }

  function errorsOf(file: string): readonly (Diagnostic & { readonly line: number })[] {
    const { diagnostics, lines } = resultOf(file);
    return diagnostics.filter(({ severity }) => severity === 'error').map((each) => ({ ...each, line: lines.position(each.span.start).line }));
  }

  function firstError(file: string): (Diagnostic & { readonly line: number }) | undefined {
    return errorsOf(file)[0];
  }

  function describeRefusal(file: string): string {
    const first = firstError(file);
    return `  ${file} · ${reasons.get(file)} · ${first?.code} · ${first?.message} · line ${first?.line}`;
  }
});

/** File to `why_not`. */
function readReasons(): ReadonlyMap<string, string> {
  const [header = [], ...rows] = readShared('corpus/vault/index.tsv')
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const column = header.indexOf('why_not');
  return new Map(rows.map((row) => [row[0] as string, row[column] as string]));
}

/** The line in Vault's own words; null where it names none. */
function lineNamed(error: string | null): number | null {
  const place = /At (\d+):\d+|on line (\d+)/.exec(error ?? '');
  return place === null ? null : Number(place[1] ?? place[2]);
}

function shapeOfCorpus({ control_group: group, ...rule }: CorpusRule): RuleShape {
  if (group === undefined) return shapeOfExpected(rule);
  const factors = group.Factors.map(({ Name, Identity, ControlledCapabilities }) => ({
    name: Name,
    controlled_capabilities: ControlledCapabilities ?? [],
    group_ids: Identity.GroupIDs ?? [],
    group_names: Identity.GroupNames ?? [],
    approvals: Identity.ApprovalsRequired,
  }));
  return { ...shapeOfExpected(rule), control_group: { ttl_seconds: group.TTL / 1e9, factors } };
}
