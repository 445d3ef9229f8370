// Sets of sources and what happens to them: files made of parts that speak of each other's names, so that an edit of one is felt in others. Most parts
// are sound; some are at odds with others, some are broken.

import type { SourceText } from '@polc/compiler';
import fc from 'fast-check';
import { worldText } from './language/world.js';
import { worlds } from './language/worlds.js';
import { policySets } from './policy.js';
import { sloppyTexts } from './sloppy.js';

export interface Edit {
  readonly set: readonly SourceText[];
  readonly remove: readonly string[];
}

export interface History {
  readonly sources: readonly SourceText[];
  readonly edits: readonly Edit[];
}

const WORDS = [
  'condition "c0" { expr = context.risk < 10 }',
  'condition "c0" { expr = condition.c1 || user.mfa }',
  'condition "c0" { expr = condition.c0 }',
  '"\\x63ondition" "c0" { expr = nope.x }',
  'condition "c1" { user { mfa = true } }',
  'condition "c1" { expr = condition.c0 && parameters.n == 1 }',
  'condition "c1" { expr = condition.c2 }',
  'condition "c2" { time { zone = "Europe/Berlin" hours = "09:00-17:00" } }',
  'schema { context { risk = "number"  tier = "string" } }',
  'schema { context { risk = "string" } }',
  'schema { user { groups = "trusted"  dept = "string" }  operations { write = "update" } }',
  'schema { context { risk = "nothing" } }',
  'tools "s" { schema = "s.tools.json" }',
  'tools "s" { schema = "beyond.json" }',
  'tools "s" { schema = "lost.tools.json" }',
];

const SPEAKING = [
  'policy "p0" { path "a/*" { capabilities = ["read"] } }',
  'policy "p0" { path "a/{{agent.id}}" { capabilities = ["deny"] } }',
  'policy "p1" { path "a/b" { capabilities = ["read"]  when { expr = condition.c0 } } }',
  'policy "p1" { path "a/b" { capabilities = ["read"]  when { context { tier = "x" } } } }',
  'policy "p1" { path "mcp/s/t" { capabilities = ["invoke"]  when { expr = condition.c1 && parameters.n == "x" }  parameters { n = number() } } }',
  'policy "p2" { path "mcp/s/none" { capabilities = ["invoke"]  when { expr = condition.c2 } } }',
  'scope "s0" { path "a/+" { capabilities = ["list"]  when { expr = glob(context.host, "*.org") && context.risk < 5 } } }',
  'agent "a0" { policies = ["p0", "p1"]  type = "t0" }',
  'agent "a0" { policies = ["p2"]  identity { spiffe = "spiffe://d/a" } }',
  'agent "a1" { policies = ["p1"]  identity { spiffe = "spiffe://d/a" } }',
  'agent_type "t0" { ceiling_policies = ["p2"] }',
  'user "u0" { groups = ["g0"]  policies = ["p3"] }',
  'group "g0" { groups = ["g1"] }',
  'group "g1" { groups = ["g0"]  policies = ["p0"] }',
  'group "g1" { policies = ["p1"] }',
  'delegation "d0" { from = "user:u0"  to = "a0"  scopes = ["s0"] }',
  'delegation "d0" { to = "a0"  scopes = [] }',
  'guardrail "k0" { enforcement = "advisory"  forbid { expr = condition.c1 } }',
  'target "x0" { paths = ["a/*"]  tier = 1 }',
];

const BROKEN = ['policy "p0" {', 'agent "a1" { policies = [ }', 'path "a/+*" { capabilities = ["raed"] }', 'condition "c0" { expr = }', 'agent { }', '}'];

const parts = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...SPEAKING) },
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
);
const blocks = fc.array(parts, { minLength: 1, maxLength: 3 }).map((some) => `${some.join('\n')}\n`);
const vault = fc.oneof(
  policySets.map(([first]) => first?.text ?? ''),
  fc.constantFrom(
    'path "a/b" { capabilities = ["read"]  when { expr = condition.c0 } }\n',
    'name = "P0"\npath "a/b" { capabilities = ["update"]  when { context { risk = 5 } } }\n',
    'path "mcp/s/t" { capabilities = ["invoke"]  when { expr = parameters.n > 3 && parameters.m == 1 } }\n',
    'path "mcp/tools/x" { capabilities = ["read"] }\n',
    'path "a/b" { capabilities = ["read"] \n',
    '',
  ),
);
/** One world, its blocks dealt out anew for each file. */
const ofWorlds = fc
  .tuple(worlds({ stanzas: 2 }), fc.infiniteStream(fc.boolean()))
  .map(([world, keeps]) =>
    worldText(world)
      .split(/^(?=[a-z_]+ (?:"[^"]*" )?\{$)/m)
      .filter(() => keeps.next().value),
  ) // dealt by chance
  .map((some) => some.join(''));
const texts = fc.oneof(
  { weight: 8, arbitrary: blocks },
  { weight: 4, arbitrary: vault },
  { weight: 1, arbitrary: ofWorlds },
  { weight: 1, arbitrary: sloppyTexts.map(({ text }) => text) },
);

const TOOL = (type: string) => `{"tools": [{"name": "t", "inputSchema": {"type": "object", "properties": {"n": {"type": "${type}"}}}}]}`;
const resources = fc.constantFrom(TOOL('number'), TOOL('string'), '{"tools": []}', '{', new TextEncoder().encode(TOOL('integer')));

const sources: fc.Arbitrary<SourceText> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ file: fc.constantFrom('p0.hcl', 'p1.hcl', 'p2.hcl', 'x/p3.hcl', 'w.hcl'), text: texts }) },
  {
    weight: 1,
    arbitrary: fc.record({ file: fc.constant('q.hcl'), text: texts.map((text) => new TextEncoder().encode(text)), name: fc.constantFrom('p3', 'P0') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      file: fc.constant('q.polc.json'),
      text: fc.constantFrom('{"condition": {"c2": {"user": {"mfa": true}}}}', '{"agent": {"a1": {"policies": ["p0"]}}}', '{"c\\u006fndition": {"c0": 1}}'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ file: fc.constant('v.json'), text: fc.constantFrom('{"path": {"a/b": {"capabilities": ["read"]}}}', '{"path": 1}') }) },
  { weight: 2, arbitrary: fc.record({ file: fc.constantFrom('s.tools.json', 'x/s.tools.json'), text: resources }) },
);

/** Names stand once in an edit, and as often as they will in the first set. */
export function histories(given: readonly SourceText[] = []): fc.Arbitrary<History> {
  const names = ['p0.hcl', 'p1.hcl', 'p2.hcl', 'w.hcl', 's.tools.json', 'nowhere.hcl', ...given.map(({ file }) => file)];
  const any = given.length === 0 ? sources : fc.oneof({ weight: 2, arbitrary: sources }, { weight: 3, arbitrary: changed(given) });
  const edits = fc.record({ set: fc.array(any, { maxLength: 2 }), remove: fc.oneof(fc.constant([]), fc.subarray(names, { maxLength: 1 })) });
  return fc.record({
    sources: given.length === 0 ? fc.array(sources, { maxLength: 6 }) : fc.constant(given),
    edits: fc.array(edits, { minLength: 1, maxLength: 6 }),
  });
}

/** A file as it was, cut short, without one of its lines, or with a block more. */
function changed(given: readonly SourceText[]): fc.Arbitrary<SourceText> {
  return fc.tuple(fc.constantFrom(...given), fc.nat(3), fc.nat(1_000), blocks).map(([{ file, text }, how, place, more]) => {
    const written = String(text);
    const lines = written.split('\n');
    if (how === 0) return { file, text: written };
    if (how === 1) return { file, text: written.slice(0, Math.floor((written.length * place) / 1_000)) };
    return { file, text: how === 2 ? lines.filter((_, i) => i !== place % lines.length).join('\n') : `${written}\n${more}` };
  });
}
