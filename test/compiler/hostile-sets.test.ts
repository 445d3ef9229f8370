// Sets that are small as text and large in what they say: thousands of names that lead to each other, or to nothing. What is bounded is bounded in
// time too; without its bound each of these took from ten seconds to minutes.

import { compile } from '@polc/compiler';
import { describe, expect, it } from 'vitest';
import { stopwatch } from '../stopwatch.js';

const SECONDS = 10;
const many = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('\n');
const stanzas = (count: number, condition: string) =>
  `policy "p" {\n${many(count, (i) => `path "a${i}" {\n capabilities = ["read"]\n when { expr = condition.${condition} }\n}`)}\n}\n`;
/** Each names the one before it twice. */
const doubling = (count: number, first: string) =>
  `condition "c0" { expr = ${first} }\n${many(count, (i) => `condition "c${i + 1}" { expr = condition.c${i} && !condition.c${i} }`)}\n`;

/** True of such sets, and not what they are about. */
const BESIDE: ReadonlySet<string> = new Set(['unused-condition', 'unheld-policy', 'agent-without-owner', 'agent-without-ttl', 'impossible-condition']);

const SETS: readonly (readonly [name: string, text: string, codes: readonly string[]])[] = [
  ['a chain of conditions', many(15_000, (i) => `condition "c${i}" { expr = ${i === 0 ? 'user.mfa' : `condition.c${i - 1}`} }`), []],
  ['a chain of conditions over a fault', many(15_000, (i) => `condition "c${i}" { expr = ${i === 0 ? 'nope' : `condition.c${i - 1}`} }`), ['unknown-root']],
  ['a circle of conditions', many(15_000, (i) => `condition "c${i}" { expr = condition.c${(i + 1) % 15_000} }`), ['condition-cycle']],
  [
    'conditions that all name each other',
    many(200, (i) => `condition "c${i}" { expr = ${Array.from({ length: 200 }, (_, k) => `condition.c${(i + k) % 200}`).join(' && ')} }`),
    ['condition-cycle'],
  ],
  [
    'a condition that names its name, which stands twice',
    `condition "c0" { expr = user.mfa }\ncondition "c0" { expr = condition.c0 }\n${stanzas(1, 'c0')}`,
    ['duplicate-block'],
  ],
  ['conditions that double, 40 times', doubling(40, 'user.mfa'), ['cost-exceeded']],
  ['stanzas over conditions that double', doubling(13, 'context.risk > 1') + stanzas(1_500, 'c13'), []],
  [
    'a long chain that says what the caller asserts',
    `${many(8_000, (i) => `condition "c${i}" { expr = ${i === 0 ? 'request.purpose == "x"' : `condition.c${i - 1}`} }`)}\n${stanzas(1, 'c7999')}`,
    ['caller-asserted-condition'],
  ],
  [
    'groups that all belong to each other',
    many(300, (i) => `group "g${i}" { groups = [${Array.from({ length: 300 }, (_, k) => `"g${k}"`).join(', ')}] }`),
    ['group-cycle'],
  ],
  ['unknown policies beside as many known ones', many(6_000, (i) => `policy "pol${i}" {}\nagent "a${i}" { policies = ["pl${i}x"] }`), ['unknown-policy']],
  ['unknown conditions beside as many known ones', many(6_000, (i) => `condition "cond${i}" { expr = condition.cnd${i}x }`), ['unknown-condition']],
  ['unknown time zones', many(6_000, (i) => `condition "c${i}" { time { zone = "Europe/Brlin${i}"  days = ["mon"] } }`), ['unknown-time-zone']],
  ['stanzas of one pattern', `policy "p" {\n${many(6_000, (i) => `path "a" {\n capabilities = ["read"]\n when { expr = context.risk < ${i} }\n}`)}\n}`, []],
];

describe('a hostile set', () => {
  it.each(SETS)(
    'is judged in bounded time: %s',
    (_name, text, codes) => {
      const elapsed = stopwatch();
      const { bundle, diagnostics: all } = compile([{ file: 'p.hcl', text }], { lint: true });
      expect(elapsed() / 1000).toBeLessThan(SECONDS);
      const diagnostics = all.filter(({ code }) => !BESIDE.has(code));
      expect([...new Set(diagnostics.map(({ code }) => code))]).toEqual(codes);
      expect(bundle === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    },
    60_000,
  );
});
