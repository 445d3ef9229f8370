// Vault's own answers (conformance/vault, our data), put to the oracle and to the engine. Prints how many cases passed.

import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { shapeOfExpected } from '../rule-shape.js';
import { type DecisionCase, decisionCases, delegationCases, parseCases, randomCases } from './vault-cases.js';
import { type Answer, engine, type Judge, oracle } from './vault-judges.js';

/** Beside the answer: how older Vault and OpenBao differ. Not asked of polc. */
const NOT_VAULT_NOW = ['allowed_before_list_fix', 'allowed_in_openbao'];

const passed = new Set<string>();
const failed = new Set<string>();

afterAll(() => {
  for (const name of failed) passed.delete(name);
  console.log(`${passed.size} passed, ${failed.size} failed`);
});

/** Puts every case to a judge, and fails once with all that went wrong, by name. A case has passed when both judges agree with it. */
function checkAll<Case extends { readonly name: string }>(kind: string, cases: readonly Case[], faultOf: (each: Case) => string | null): void {
  expect(cases.length).toBeGreaterThan(0);
  const faults: string[] = [];
  cases.forEach((each, i) => {
    let fault: string | null;
    try {
      fault = faultOf(each);
    } catch (error) {
      fault = String(error);
    }
    // Names of parse cases may repeat; the place in the file does not.
    (fault === null ? passed : failed).add(`${kind} ${i} ${each.name}`);
    if (fault !== null) faults.push(`${kind} "${each.name}": ${fault}`);
  });
  if (faults.length > 0) expect.fail(`${faults.length} of ${cases.length} cases:\n${faults.join('\n')}`);
}

function differences(expected: Readonly<Record<string, unknown>>, actual: Readonly<Record<string, unknown>>): string | null {
  const wrong = Object.keys(expected).filter((key) => !isDeepStrictEqual(actual[key], expected[key]));
  return wrong.length === 0 ? null : wrong.map((key) => `${key} is ${JSON.stringify(actual[key])}, not ${JSON.stringify(expected[key])}`).join('; ');
}

function decisionFault(judge: Judge, each: DecisionCase): string | null {
  const expected = Object.fromEntries(Object.entries(each.expect).filter(([key]) => !NOT_VAULT_NOW.includes(key)));
  const answer: Answer = judge.decide(each.policies, each.request);
  const twice = { 'allows()': expected.allowed, 'capabilities()': expected.capabilities };
  return differences('allows()' in answer ? { ...expected, ...twice } : expected, answer);
}

describe.each([[oracle.name, oracle] as const, [engine.name, engine] as const])('%s', (_name, judge) => {
  it('decides every curated case as Vault does', () => {
    checkAll('decision', decisionCases(), (each) => decisionFault(judge, each));
  });

  it('decides every random case as Vault does', () => {
    checkAll('random', randomCases(), (each) => decisionFault(judge, each));
  });

  it('decides both halves of every delegation', () => {
    checkAll('delegation', delegationCases(), ({ subject, ceiling, expect: expected }) => {
      const subjectAllows = judge.decide(subject.policies, subject.request).allowed;
      const ceilingAllows = judge.decide(ceiling.policies, ceiling.request).allowed;
      return differences(expected, { subject_allows: subjectAllows, ceiling_allows: ceilingAllows, allowed: subjectAllows && ceilingAllows });
    });
  });

  it('accepts and refuses documents as Vault does, and reads the same rules', () => {
    checkAll('parse', parseCases(), ({ text, expect: verdict, parsed }) => {
      const read = judge.parse(text);
      if ((read === null) !== (verdict === 'error')) return `${read === null ? 'refused' : 'accepted'}, and Vault does not`;
      if (read === null || read === undefined || parsed === undefined) return null;
      const paths = differences({ paths: parsed.paths.map(shapeOfExpected), templated: parsed.templated }, { ...read });
      // Without a name of its own a policy is called by its file, in polc; a name is trimmed.
      return paths ?? (parsed.name === null ? null : differences({ name: parsed.name.trim() }, { name: read.name?.trim() }));
    });
  });
});
