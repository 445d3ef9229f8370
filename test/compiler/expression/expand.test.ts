// Sugar written out (the table of grammar/spec.md §7.1): what it says, and that it decides the same.

import { makeSource, parse, print } from '@polc/grammar';
import { describe, expect, it } from 'vitest';
import { expandDocument } from '../../../compiler/expression/expand.js';
import { compileMembers, parseWhen } from './texts.js';

const CASES: readonly (readonly [members: string, expression: string])[] = [
  ['time { zone = "UTC", days = ["mon-fri"], hours = ["09:00-17:00"] }', 'within_hours(context.time, "UTC", ["mon-fri"], ["09:00-17:00"])'],
  ['time { zone = "UTC", days = ["mon"] }', 'within_hours(context.time, "UTC", ["mon"])'],
  ['time { zone = "UTC", hours = ["22:00-06:00"] }', 'within_hours(context.time, "UTC", ["mon-sun"], ["22:00-06:00"])'],
  [
    'time { before = "2027-01-01T00:00:00Z", zone = "UTC", after = "2026-01-01T00:00:00Z" }',
    'context.time >= timestamp("2026-01-01T00:00:00Z") && context.time < timestamp("2027-01-01T00:00:00Z")',
  ],
  ['location { cidrs = ["10.0.0.0/8", "2001:db8::/32"] }', 'cidr_contains(["10.0.0.0/8", "2001:db8::/32"], context.ip)'],
  ['location {\n countries = ["DE"]\n regions = ["EU", "X"]\n}', 'context.country in ["DE"] && context.region in ["EU", "X"]'],
  ['location { within = { lat = -33.8, lon = 151.2, km = 50 } }', 'within_km(context.lat, context.lon, -33.8, 151.2, 50)'],
  ['agent {\n types = ["a"]\n ids = ["b"]\n owners = ["c"]\n}', 'agent.type in ["a"] && agent.id in ["b"] && agent.owner in ["c"]'],
  ['user {\n groups = ["hr", "it"]\n ids = ["b"]\n mfa = true\n}', 'any(g, user.groups, g in ["hr", "it"]) && user.id in ["b"] && user.mfa == true'],
  ['user { groups = "hr" }', 'any(g, user.groups, g in ["hr"])'],
  [
    'delegation {\n mode = "on-behalf-of"\n consent = ["explicit"]\n max_depth = 1\n max_consent_age = "24h"\n}',
    'delegation.mode == "on-behalf-of" && delegation.consent in ["explicit"] && delegation.depth <= 1 && delegation.consent_age <= duration("24h")',
  ],
  ['delegation { max_consent_age = 60 }', 'delegation.consent_age <= duration(60)'],
  ['purpose = ["onboarding"]', 'request.purpose in ["onboarding"]'],
  ['target {\n sensitivity = ["low", "medium"]\n system = "hr"\n}', 'target.sensitivity in ["low", "medium"] && target.system == "hr"'],
  ['session { "a b" = 7 }', 'session["a b"] == 7'],
  ['context { a-b.c = [true, 0x10] }', 'context["a-b.c"] in [true, 16]'],
  ['target { in = "$${x}" }', 'target.in == "$\\u0024{x}"'],
  ['expr = context.a || context.b\npurpose = ["x"]', '(context.a || context.b) && request.purpose in ["x"]'],
];

function expand(text: string): string {
  const { value, diagnostics } = parse(makeSource('p.hcl', text));
  expect(diagnostics).toEqual([]);
  return print(expandDocument(value));
}

describe('a condition is written out', () => {
  it.each(CASES)('%s', (members, expression) => {
    const printed = expand(parseWhen(members).text);
    expect(printed).toBe(`policy "p" {\n  path "x" {\n    when {\n      expr = ${expression}\n    }\n  }\n}\n`);
    const before = compileMembers(members);
    const after = compileMembers(`expr = ${expression}`);
    expect(before.diagnostics).toEqual([]);
    expect(after.code).toEqual(before.code);
    expect(after.code).not.toBeNull();
    expect(expand(printed)).toBe(printed);
  });
});

describe('expansion', () => {
  it('reaches every block that is a condition, and no other', () => {
    const text = `condition "c" { purpose = ["a"] }
scope "s" { path "x" { when { purpose = ["b"] } } }
guardrail "g" {
  require { purpose = ["c"] }
  forbid { purpose = ["d"] }
}
target "t" { when { purpose = ["e"] } }
policy "p" {
  path "x" { allowed_parameters { when { purpose = ["f"] } } }
}
`;
    const printed = expand(text);
    for (const letter of 'abcd') expect(printed).toContain(`expr = request.purpose in ["${letter}"]`);
    for (const letter of 'ef') expect(printed).toContain(`purpose = ["${letter}"]`);
  });

  it('keeps every comment, in order', () => {
    const printed = expand('condition "c" { # one\n  # two\n  agent { # three\n    ids = [ # four\n      "a", # five\n    ] # six\n  }\n  # seven\n}\n');
    expect([...printed.matchAll(/# (\w+)/g)].map(([, word]) => word)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
    expect(printed).toContain('expr = agent.id in ["a"]\n');
    expect(expand(printed)).toBe(printed);
  });

  it.each(['condition "c" {}', 'condition "c" { agent {} }', 'condition "c" { purpose = ["a"], agnet { ids = ["a"] } }', 'path "a" { when = 7 }'])(
    'leaves alone what is wrong: %s',
    (text) => {
      expect(expand(text)).toBe(print(parse(makeSource('p.hcl', text)).value));
    },
  );
});
