// A `test` block: its cases, each with what is given, asked and expected (grammar/spec.md §13.1, §13.2). What does not hang on the case is read once.

import type { Diagnostic, Item } from '@polc/grammar';
import type { Request } from '@polc/runtime';
import { Reporter } from '../../model/report.js';
import type { Expectation, TestCase, TestModel } from '../../model/tests.js';
import type { Block } from '../block.js';
import type { CheckContext } from '../context.js';
import { Fields, type Inner } from '../fields.js';
import { expandCases } from './expand-cases.js';
import { readExpect } from './read-expect.js';
import { NOTHING_GIVEN, type ReadGiven, readGiven } from './read-given.js';
import { placeOf } from './read-property.js';
import { readRequest } from './read-request.js';
import { settle } from './settle-names.js';
import { type Each, refersToCase, substitute } from './substitute.js';

const SHAPE = { what: 'a test', keys: ['for_each', 'matrix', 'given', 'request', 'expect'] };

export function readTest(block: Block, context: CheckContext): TestModel {
  const { report } = context;
  const fields = new Fields(block.items, SHAPE, block.head, report);
  fields.require('request', 'request { … }');
  fields.require('expect', 'expect { decision = "allow" }');
  const cases = expandCases(fields, report);
  const inner: CheckContext = { ...context, references: [], report: new Reporter(report.file) };
  const given = perCase(fields.block('given'), inner, (read) => readGiven(read, inner));
  const request = perCase(fields.block('request'), inner, (read) => readRequest(read, inner.report));
  const expect = perCase(fields.block('expect'), inner, (read) => readExpect(read, 'test', inner));
  const told = new Set<string>();
  const found = cases.flatMap(({ label, each }): TestCase[] => {
    const read = given(each) ?? NOTHING_GIVEN;
    const [asked, expected] = [request(each), expect(each)];
    settle(inner.references.splice(0), read, context, told);
    if (asked === null || expected === null) return [];
    return [{ name: label === null ? block.id : `${block.id} [${label}]`, label, given: read.given, request: asked, expect: expected }];
  });
  tellOnce(inner.report.diagnostics, report);
  return { ...placeOf(block, context), cases: found };
}

type PerCase<T> = (each: Each | null) => T | null;

/** null for a block that is not there, which has been told where it must be. */
function perCase<T extends ReadGiven | Request | Expectation>(
  inner: Inner | undefined,
  { report }: CheckContext,
  read: (inner: Inner) => T | null,
): PerCase<T> {
  if (inner === undefined) return () => null;
  const with_ = (items: readonly Item[]) => read({ ...inner, items });
  if (refersToCase(inner.items)) return (each) => with_(substitute(inner.items, each, report));
  let known: { readonly value: T | null } | null = null;
  return () => {
    known ??= { value: with_(inner.items) };
    return known.value;
  };
}

/** What every case repeats is said once. */
function tellOnce(diagnostics: readonly Diagnostic[], report: Reporter): void {
  const told = new Set<string>();
  for (const each of diagnostics) {
    const key = `${each.code} ${each.span.start} ${each.span.end}`;
    if (!told.has(key)) report.diagnostics.push(each);
    told.add(key);
  }
}
