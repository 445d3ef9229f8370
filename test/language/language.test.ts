// Every case of the language, put to every judge.

import { describe, expect, it } from 'vitest';
import { CASES } from './cases/index.js';
import { emitted, engine, oracle } from './judges.js';
import type { LanguageCase } from './language-case.js';

const byHeading = new Map<string, LanguageCase[]>();
for (const each of CASES) byHeading.set(each.heading, [...(byHeading.get(each.heading) ?? []), each]);

describe.each([oracle, engine, emitted])('$name', (judge) => {
  describe.each([...byHeading])('%s', (_, cases) => {
    it.each(cases.map((each) => [each.name, each] as const))('%s', async (_, asked) => {
      const { missing, obligations, ...expected } = asked.expect;
      const answer = await judge.judge(asked);
      expect(answer).toMatchObject(expected);
      if (missing !== undefined) expect(answer.missing).toEqual([...missing].sort());
      if (obligations !== undefined) expect(answer.obligations).toMatchObject(obligations);
    });
  });
});
