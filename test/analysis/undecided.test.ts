// What exact answers cannot take apart: they say that they do not know, and never that nothing changes, or that a claim is proved.

import { compile, diff, verifyInvariant, worldOf } from '@polc/compiler';
import { loadBundle } from '@polc/runtime';
import { describe, expect, it } from 'vitest';

/** Each is true of some request, which nobody finds by trying values at the edges. */
const CONDITIONS: readonly string[] = [
  'context.n * 3 == 3000009',
  'context.n - context.m == 17.25 && context.m == 1.5',
  'context.n < context.m && context.m < context.k && context.n > 5.5 && context.k < 5.75',
  'endswith(context.s, context.t) && length(context.t) == 33 && startswith(context.t, "q")',
  'any(x, context.l, x == context.n + 1000) && context.n == 41',
  'length(context.s) * 7 == 203 && context.s == context.t',
];

const policy = (condition: string) => `path "a" {\n  capabilities = ["read"]\n  when { expr = ${condition} }\n}\n`;

function compiled(text: string) {
  const { bundle, model, diagnostics } = compile([{ file: 'p.hcl', text }]);
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return { world: worldOf(loadBundle(bundle)), model };
}

describe('what is not taken apart', () => {
  it.each(CONDITIONS)('is no equivalence: %s', (condition) => {
    const { changes, undecided } = diff(compiled(`policy "p" {\n${policy(condition)}}\n`).world, compiled('policy "p" {\n}\n').world);
    expect(changes.length + undecided.length).toBeGreaterThan(0);
  });

  it.each(CONDITIONS)('is no proof: %s', (condition) => {
    const text = `user "u" { policies = ["p"] }\npolicy "p" {\n${policy(condition)}}\ninvariant "i" { never { user = "u"  path = "a" } }\n`;
    const { world, model } = compiled(text);
    const [invariant] = model.tests.invariants;
    const [proof] = verifyInvariant(invariant as NonNullable<typeof invariant>, world, model.blocks.schema);
    expect(['undecided', 'refuted']).toContain(proof?.status);
  });

  it('is said where it is so', () => {
    const { changes, undecided } = diff(compiled(`policy "p" {\n${policy(CONDITIONS[0] as string)}}\n`).world, compiled('policy "p" {\n}\n').world);
    expect([changes.length, undecided.map(({ why }) => why)]).toEqual([0, ['no request was found that shows a difference, though there may be one']]);
  });

  it.each([
    ['user.level * 3 == 6', 'refuted'],
    ['user.level * 3 == 7', 'proved'],
  ])('is decided all the same where the registry says what it is asked of: %s', (condition, status) => {
    const text = `user "u" {\n  policies = ["p"]\n  attributes = { level = 2 }\n}\npolicy "p" {\n${policy(condition)}}\ninvariant "i" { never { user = "u"  path = "a" } }\n`;
    const { world, model } = compiled(text);
    const [invariant] = model.tests.invariants;
    const [proof] = verifyInvariant(invariant as NonNullable<typeof invariant>, world, model.blocks.schema);
    expect(proof?.status).toBe(status);
  });
});
