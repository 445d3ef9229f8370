// What lint calls redundant, shadowed, unreachable, useless or impossible, held against what decides: on random small sets the stanza is deleted and the
// difference is empty; what can never be true no request makes true; what lets nothing through lets no request through.

import { check, compile, diff, type World, worldOf } from '@polc/compiler';
import type { Diagnostic } from '@polc/grammar';
import { loadBundle, type Request } from '@polc/runtime';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributesIn, bareText, expression, paths, type SmallSet, setText, smallSets, VALUES, withAttribute } from '../analysis/small-worlds.js';
import { runs } from '../runs.js';

const worldFrom = (text: string): World => worldOf(loadBundle(compile([{ file: 'w.hcl', text }]).bundle as Uint8Array));

const RULES = { 'redundant-stanza': 'warn', 'shadowed-stanza': 'warn', 'unreachable-deny': 'warn' } as const;

function findings(text: string, code: string): readonly Diagnostic[] {
  return check([{ file: 'w.hcl', text }], { rules: RULES }).diagnostics.filter((each) => each.code === code);
}

/** The text without the stanza whose pattern stands there: the generator writes each from `path` to a line of its own. */
function without(text: string, at: number): string {
  const start = text.lastIndexOf('path ', at);
  return text.slice(0, start) + text.slice(text.indexOf('\n}\n', start) + 3);
}

type Stanza = SmallSet['policy'][number];

/** More of what is looked for: a stanza of the set once more, at its pattern or a narrower one, or one that another hides. */
const doubled = fc.tuple(smallSets, fc.nat(), fc.constantFrom('', 'a/', 'b', 'hidden', 'denied')).map(([set, at, more]): SmallSet => {
  const own = set.policy[at % set.policy.length] as Stanza;
  if (more === 'hidden' || more === 'denied') {
    const hidden: Stanza = { pattern: 'a/+/*', capabilities: more === 'denied' ? ['deny'] : ['read'], extra: [] };
    return { ...set, policy: [...set.policy, { pattern: 'a/*', capabilities: ['read', 'update', 'list'], extra: [] }, hidden] };
  }
  const pattern = own.pattern.endsWith('*') && !own.pattern.includes('{') ? `${own.pattern.slice(0, -1)}${more}${more === 'b' ? '' : '*'}` : own.pattern;
  return { ...set, policy: [...set.policy, { ...own, pattern }] };
});

describe('what lint proves of small sets', () => {
  it.each([
    ['of bare policies', bareText, 120, 1_920],
    ['of everything else', setText, 30, 480],
  ] as const)('redundant, shadowed, unreachable, %s: without the stanza every request is decided alike', (_name, textOf, usual, long) => {
    const claims = new Map<string, number>();
    fc.assert(
      fc.property(doubled, (set) => {
        const text = textOf(set);
        const { diagnostics } = check([{ file: 'w.hcl', text }], { rules: RULES });
        for (const { code, span, message } of diagnostics) {
          // Of those that are hidden only beside another policy the policy alone says nothing.
          if (!Object.hasOwn(RULES, code) || message.includes(', for whoever ')) continue;
          claims.set(code, (claims.get(code) ?? 0) + 1);
          const [before, after] = [worldFrom(text), worldFrom(without(text, span.start))];
          const { changes, undecided } = diff(before, after);
          expect([changes.length, undecided.length], `${text}\n${message}`).toEqual([0, 0]);
        }
      }),
      runs(usual, long),
    );
    for (const code of Object.keys(RULES)) expect(claims.get(code) ?? 0, code).toBeGreaterThan(0);
  });

  it('impossible-condition: no request is allowed by the stanza alone', () => {
    let claims = 0;
    fc.assert(
      fc.property(fc.array(expression, { minLength: 2, maxLength: 5 }), (expressions) => {
        const text = `policy "p" {\npath "*" {\n  capabilities = ["read"]\n${expressions.map((each) => `  when { expr = ${each} }\n`).join('')}}\n}\n`;
        const found = findings(text, 'impossible-condition').filter(({ message }) => message.includes('grants nothing'));
        if (found.length === 0) return;
        claims++;
        const engine = loadBundle(compile([{ file: 'w.hcl', text }]).bundle as Uint8Array);
        for (const request of requestsFor(text)) if (engine.decide(request).allowed) expect.fail(`${text}\n${JSON.stringify(request)}`);
      }),
      runs(200),
    );
    expect(claims).toBeGreaterThan(5);
  });

  it('disjoint-ceiling and useless-delegation: no request of theirs is allowed', () => {
    let claims = 0;
    fc.assert(
      fc.property(smallSets, (set) => {
        const full = setText(set);
        const text = full
          .replace('path "*" { capabilities = ["read", "update", "list", "delegate"] }', '')
          .replace('direct = false', 'direct = true')
          .replaceAll('path "b/*" { capabilities = ["read", "list"] }', '');
        for (const code of ['disjoint-ceiling', 'useless-delegation']) {
          for (const { message } of findings(text, code)) {
            claims++;
            const { bundle } = compile([{ file: 'w.hcl', text }]);
            const consented = loadBundle(bundle as Uint8Array).withFacts({ consents: [{ delegation: 'd', scopes: ['s', 't'], given_at: 0 }] });
            const [, id] = /"([^"]+)"/.exec(message) as unknown as [string, string];
            const subject = code === 'disjoint-ceiling' ? { agent: id } : { agent: id === 'd' ? 'x' : 'y', delegation: { id } };
            for (const request of requestsFor(text)) {
              const { policies: _, ...rest } = request;
              if (consented.decide({ ...rest, ...subject } as Request).allowed) expect.fail(`${text}\n${message}\n${JSON.stringify(request)}`);
            }
          }
        }
      }),
      runs(20, 320),
    );
    expect(claims).toBeGreaterThan(3);
  });
});

const MOST = 3_000;

/** Some paths, and every value of as many attributes as can be gone through. */
function* requestsFor(text: string): Generator<Request> {
  const chosen = paths(false).filter((_, i) => i % 37 === 0 || i < 12);
  let attributes: readonly string[] = [];
  let size = chosen.length * 3;
  for (const attribute of attributesIn(text)) {
    const count = VALUES[attribute]?.length ?? 1;
    if (size * count > MOST) continue;
    size *= count;
    attributes = [...attributes, attribute];
  }
  for (const path of chosen) for (const operation of ['read', 'list', 'update']) yield* assigned({ policies: ['p'], operation, path } as Request, attributes);
}

function* assigned(base: Request, attributes: readonly string[]): Generator<Request> {
  const [first, ...rest] = attributes;
  if (first === undefined) yield base;
  else for (const value of VALUES[first] ?? []) yield* assigned(withAttribute(base, first, value), rest);
}
