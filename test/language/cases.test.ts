// The table itself: what it cites is there, what is there is cited, and its texts are well formed.

import { readFileSync } from 'node:fs';
import { compile } from '@polc/compiler';
import { makeSource, parse } from '@polc/grammar';
import { expect, it } from 'vitest';
import { CASES } from './cases/index.js';
import { policyFiles } from './judges.js';

const SPECIFICATION = readFileSync(new URL('../../grammar/spec.md', import.meta.url), 'utf8');
const HEADINGS = [...SPECIFICATION.matchAll(/^##+ (.+)$/gm)].map((match) => match[1] as string);
const cited = new Set(CASES.map(({ heading }) => heading));

it('every heading that a case cites is one of the specification', () => {
  expect([...cited].filter((heading) => !HEADINGS.includes(heading))).toEqual([]);
});

it('every heading of §5 to §10 has a case, or has headings below it that have', () => {
  const wanted = HEADINGS.filter((heading) => /^(?:[5-9]|10)\./.test(heading));
  const below = (heading: string) =>
    /^\d+\. /.test(heading) && HEADINGS.some((other) => other.startsWith(heading.slice(0, heading.indexOf(' '))) && other !== heading && cited.has(other));
  expect(wanted.length).toBeGreaterThan(15);
  expect(wanted.filter((heading) => !cited.has(heading) && !below(heading))).toEqual([]);
});

it('every outcome of §12 is the answer of a case', () => {
  const section = SPECIFICATION.slice(SPECIFICATION.indexOf('\n## 12. '), SPECIFICATION.indexOf('\n## 13. '));
  const outcomes = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1] as string);
  const given = new Set(CASES.map(({ expect: { outcome } }) => outcome));
  expect(outcomes.length).toBeGreaterThan(20);
  expect(outcomes.filter((outcome) => !given.has(outcome))).toEqual([]);
  expect([...given].filter((outcome) => !outcomes.includes(outcome))).toEqual([]);
});

it('a case is allowed exactly when its outcome is allowed', () => {
  expect(CASES.filter(({ expect: { allowed, outcome } }) => allowed !== (outcome === 'allowed'))).toEqual([]);
});

it('no two cases of a heading have one name', () => {
  const names = CASES.map(({ heading, name }) => `${heading}: ${name}`);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

it('there are hundreds of cases', () => {
  expect(CASES.length).toBeGreaterThan(250);
});

it('the texts of all cases parse', () => {
  const faults = CASES.flatMap(({ name, files }) =>
    policyFiles(files).flatMap(([file, text]) =>
      parse(makeSource(file, text)).diagnostics.map(({ code, message }) => `${name}: ${file}: ${code}: ${message}\n${text}`),
    ),
  );
  expect(faults).toEqual([]);
});

it('the texts of all cases compile, but for warnings', () => {
  const faults = CASES.flatMap(({ name, files }) => {
    const { bundle, diagnostics } = compile(Object.entries(files).map(([file, text]) => ({ file, text })));
    return bundle === undefined ? [`${name}: ${diagnostics.map(({ code, message }) => `${code}: ${message}`).join('; ')}`] : [];
  });
  expect(faults).toEqual([]);
});
