// `polc inspect --tree`: decision trees in every format, of policies and principals, and the walk of one path.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, POLC, polc, ROOT, shell } from './run-polc.js';
import { assertDot, assertMermaid, assertXml } from './tree-grammars.js';

const inspect = (...args: string[]) => polc(['inspect', ...args], { cwd: ROOT });

/** What must succeed in silence. */
function printed(...args: string[]): string {
  const { code, stdout, stderr } = inspect(...args);
  expect({ code, stderr }, args.join(' ')).toEqual({ code: 0, stderr: '' });
  return stdout;
}

interface Node {
  readonly edge: string;
  readonly leaves: readonly Leaf[];
  readonly nodes: readonly Node[];
}
interface Leaf {
  readonly path: string;
  readonly wins?: true;
  readonly alternatives: readonly { readonly stanzas: readonly Stanza[] }[];
}
interface Stanza {
  readonly policy: string;
  readonly file: string;
  readonly line: number;
  readonly path: string;
}
interface Trees {
  readonly trees: readonly { readonly layers: readonly { readonly layer: string }[]; readonly tree: Node; readonly templated: readonly Leaf[] }[];
}

const leavesOf = ({ leaves, nodes }: Node): readonly Leaf[] => [...leaves, ...nodes.flatMap(leavesOf)];
const stanzasOf = ({ trees }: Trees): Stanza[] =>
  trees.flatMap(({ tree, templated }) => [...leavesOf(tree), ...templated].flatMap(({ alternatives }) => alternatives.flatMap(({ stanzas }) => stanzas)));

const EXAMPLES = readdirSync(join(ROOT, 'policies')).map((name) => `policies/${name}`);

/** Everything that a format could stumble over. */
const ODD = [
  'path "a\\"b<c>&amp;--> x\\\\y" { capabilities = ["read"] }',
  'path "\\u00e9\\u4e2d\\U0001F600|]/*" { capabilities = ["deny"] }',
  'path "\\u00e9\\u4e2d\\U0001F601" { capabilities = ["list"] }',
  'path "tab\\tline\\nnew\\r\\u0007\\u001b[31m\\u202e`x`\\ufffe" { capabilities = ["read"] }',
  'path "#35; %% ;{}[]()" { capabilities = ["read"] }',
  'path "1. x/+/- y/*" { capabilities = ["list"] }',
  'path "end" {\n  capabilities = ["read"]\n  reason = "]]> <!-- \\" -->"\n}',
  'path "*" { capabilities = ["list"] }',
  'path "id/{{identity.entity.id}}/<b>" { capabilities = ["read"] }',
].join('\n');

describe('polc inspect --tree', () => {
  // When a change of it is meant: node cli/dist/polc.mjs inspect -p policies/code-review-agent --tree > test/golden/code-review-tree.txt
  it('reads as it is written down', () => {
    expect(printed('-p', 'policies/code-review-agent', '--tree')).toBe(readFileSync(join(ROOT, 'test/golden/code-review-tree.txt'), 'utf8'));
  });

  it.each(EXAMPLES)('says as JSON each stanza of %s once, with its line', (policies) => {
    const inspection = JSON.parse(printed('-p', policies, '--format', 'json')) as {
      readonly [list in 'policies' | 'scopes']: readonly {
        readonly name: string;
        readonly file: string;
        readonly paths: readonly { readonly line: number }[];
      }[];
    };
    const expected = [...inspection.policies, ...inspection.scopes].flatMap(({ name, file, paths }) => paths.map(({ line }) => `${name} ${file}:${line}`));
    const shown = stanzasOf(JSON.parse(printed('-p', policies, '--tree', '--format', 'json')));
    expect(shown.map(({ policy, file, line }) => `${policy} ${file}:${line}`).sort()).toEqual(expected.sort());
    for (const { file, line, path } of shown) {
      const source = readFileSync(join(ROOT, file), 'utf8').split('\n')[line - 1];
      expect(source).toContain(`path ${JSON.stringify(path)}`);
    }
  });

  it.each(['policies/kv2-team', 'policies/office-hours-and-place', 'policies/support-chatbot', 'policies/workspace'])(
    'draws %s in formats that can be read',
    (policies) => {
      assertDot(printed('-p', policies, '--tree', '--format', 'dot'));
      assertMermaid(printed('-p', policies, '--tree', '--format', 'mermaid'));
      assertXml(printed('-p', policies, '--tree', '--format', 'svg'));
    },
  );

  it('escapes whatever stands in patterns', () => {
    const cwd = folder({ 'odd.hcl': ODD });
    const show = (format: string) => {
      const { code, stdout, stderr } = polc(['inspect', '-p', 'odd.hcl', '--tree', '--format', format], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      if (format !== 'json') expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
      return stdout;
    };
    expect(stanzasOf(JSON.parse(show('json'))).map(({ path }) => path)).toContain('a"b<c>&amp;--> x\\y');
    const text = show('text');
    expect(text).toContain('end  "a\\"b<c>&amp;--> x\\\\y"  read\n');
    expect(text).toContain('"tab\\tline\\nnew\\r\\u0007\\u001b[31m\\u202e`x`');
    expect(text.split('\n').filter((line) => line.includes('odd.hcl:'))).toHaveLength(9);
    assertDot(show('dot'));
    expect(show('dot')).toContain('"\\"a\\\\\\"b<c>&amp;amp;--> x\\\\\\\\y\\"\\lread\\l');
    assertMermaid(show('mermaid'));
    const svg = show('svg');
    assertXml(svg);
    expect(svg).toContain('&quot;a\\&quot;b&lt;c&gt;&amp;amp;--&gt; x\\\\y&quot;');
    expect(svg).toContain('class="box denies"');
  });

  it('shows of a principal the trees of its layers', () => {
    const { trees } = JSON.parse(printed('-p', 'policies/code-review-agent', '--tree', '--agent', 'my-ai-agent', '--format', 'json')) as Trees;
    expect(trees.map(({ layers }) => layers.map(({ layer }) => layer))).toEqual([['agent_policies'], ['type_ceiling'], ['ceiling']]);
    expect(printed('-p', 'policies/code-review-agent', '--tree', '--user', 'carl')).toMatch(/^user_policies of user:carl: contractor\n/);
    const cwd = folder({
      'p.hcl': 'policy "p" {\n  path "a" {\n    capabilities = ["read"]\n  }\n}\n',
      'f.json': '{ "agents": [{ "id": "bot", "policies": ["p"] }] }',
    });
    expect(polc(['inspect', '-p', 'p.hcl', '--tree', '--facts', 'f.json', '--agent', 'bot'], { cwd })).toEqual({
      code: 0,
      stdout: 'agent_policies of agent:bot and ceiling of agent:bot: p\n└─ "a"\n   └─ end  "a"  read\n         p p.hcl:2\n',
      stderr: '',
    });
  });

  it('merges the policies that are named, as a request does', () => {
    const cwd = folder({ 'a.hcl': 'path "x/*" { capabilities = ["read"] }', 'b.hcl': 'path "x/*" { capabilities = ["list"] }' });
    expect(polc(['inspect', '-p', 'a.hcl', 'b.hcl', '--tree', '--policy', 'B', '--policy', 'a'], { cwd }).stdout).toBe(
      'policies b, a\n└─ "x/"\n   └─ *  "x/*"  read, list\n         b b.hcl:1\n         a a.hcl:1\n',
    );
  });

  it('marks the pattern that decides, and leaves out what the walk does not come to', () => {
    const requests = readFileSync(join(ROOT, 'policies/kv2-team/requests.jsonl'), 'utf8').trim().split('\n');
    const paths = new Set(requests.map((line) => (JSON.parse(line) as { request: { path: string } }).request.path));
    expect(paths.size).toBeGreaterThan(8);
    for (const path of [...paths].slice(0, 8)) {
      const args = ['-p', 'policies/kv2-team', '--tree', '--policy', 'payments-reader', '--path', path];
      const found = JSON.parse(printed(...args, '--format', 'json')) as Trees;
      const winner = found.trees.flatMap(({ tree }) => leavesOf(tree)).find(({ wins }) => wins);
      const request = JSON.stringify({ policies: ['payments-reader'], operation: 'read', path });
      const { stdout } = polc(['eval', '-p', 'policies/kv2-team', '--request', '-', '--format', 'json'], { cwd: ROOT, input: request });
      const { rules, outcome } = JSON.parse(stdout) as { rules: { path: string }[]; outcome: string };
      expect([winner === undefined, winner?.path], path).toEqual([outcome === 'no_matching_rule', rules[0]?.path]);
      expect(printed(...args).split('◄ wins')).toHaveLength(winner === undefined ? 1 : 2);
    }
    expect(printed('-p', 'policies/kv2-team', '--tree', '--policy', 'payments-reader', '--path', 'nowhere')).toContain('no pattern matches this path');
  });

  it('shows of a bundle what it shows of its policies', () => {
    const cwd = folder();
    polc(['build', 'policies/code-review-agent', '-o', join(cwd, 'p.polc')], { cwd: ROOT });
    expect(printed(join(cwd, 'p.polc'), '--tree')).toBe(printed('-p', 'policies/code-review-agent', '--tree'));
    expect(printed('-p', join(cwd, 'p.polc'))).toBe(printed(join(cwd, 'p.polc')));
  });

  it('has colours on a terminal alone', () => {
    const command = `"${process.execPath} ${POLC} inspect -p ${ROOT}policies/kv2-team --tree"`;
    const onTerminal = (env: Readonly<Record<string, string>>) => shell(`script -qec ${command} /dev/null`, { env }).stdout;
    expect(onTerminal({})).toContain('\u001b[31mdeny');
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b[31m');
  });

  it('explains itself', () => {
    expect(printed('--help')).toMatch(/--tree[\s\S]*Examples:[\s\S]*--tree --policy dev --format svg > dev\.svg\n$/);
  });
});

describe('polc inspect refuses', () => {
  it.each([
    [['--tree', '--agent', 'my-ai-agnet'], 'there is no agent "my-ai-agnet"; did you mean "my-ai-agent"?'],
    [['--tree', '--user', 'alise'], 'there is no user "alise"; did you mean "alice"?'],
    [['--tree', '--policy', 'developper'], 'there is no policy "developper"; did you mean "developer"?'],
    [['--tree', '--policy', 'developer', '--user', 'bob'], 'inspect --tree takes at most one of --policy NAME (once or more often), --agent ID and --user ID'],
    [['--tree', '--user', 'bob', '--path', 'a//b'], 'a//b: the path has an empty segment, a dot segment or a control character'],
    [['--path', 'a'], '--path goes with --tree'],
    [['--agent', 'my-ai-agent'], '--agent goes with --tree'],
    [['--user', 'bob'], '--user goes with --tree'],
    [['--policy', 'developer'], '--policy goes with --tree'],
    [['--facts', 'policies/code-review-agent/facts.json'], '--facts goes with --tree'],
    [['--format', 'svg'], '--format svg goes with --tree'],
    [['--verify', 'key.pem'], '--verify goes with a bundle, not with -p'],
  ])('%j', (args, message) => {
    expect(inspect('-p', 'policies/code-review-agent', ...args)).toEqual({ code: 2, stdout: '', stderr: `polc: ${message}\n` });
  });

  it('neither a bundle nor policies, or both', () => {
    const message = 'polc: inspect takes a bundle, or -p PATH…\n';
    expect(inspect('--tree')).toEqual({ code: 2, stdout: '', stderr: message });
    expect(inspect('p.polc', '-p', 'policies/kv2-team')).toEqual({ code: 2, stdout: '', stderr: message });
  });
});

describe('a huge tree', () => {
  const paths = Array.from({ length: 10_000 }, (_, i) => `t${i % 97}/${i}/*`);
  const nested = Array.from({ length: 2_000 }, (_, i) => `${'a/'.repeat(i + 1)}*`);
  const text = (patterns: readonly string[]) => patterns.map((path) => `path "${path}" { capabilities = ["read"] }\n`).join('');

  it('is written whole as text, JSON and for Graphviz, and refused where nobody could look at it', () => {
    const cwd = folder({ 'wide.hcl': text(paths), 'deep.hcl': text(nested) });
    for (const [file, patterns] of [
      ['wide', paths],
      ['deep', nested],
    ] as const) {
      polc(['build', `${file}.hcl`, '-o', `${file}.polc`], { cwd });
      const show = (...args: string[]) => polc(['inspect', `${file}.polc`, '--tree', ...args], { cwd, timeout: 20_000 });
      expect(
        show()
          .stdout.split('\n')
          .filter((line) => line.endsWith('  read')),
      ).toHaveLength(patterns.length);
      expect(show('--format', 'json').stdout.match(/"path":/g)).toHaveLength(patterns.length * 2);
      expect(show('--format', 'dot').stdout.match(/any rest/g)).toHaveLength(patterns.length);
      const many = patterns.length === 10_000 ? '10,000' : '2,000';
      const end = '; narrow it by --policy or --path, or take --format text, json or dot\n';
      expect(show('--format', 'svg')).toEqual({
        code: 2,
        stdout: '',
        stderr: `polc: a drawing of ${many} patterns would be too large: an SVG shows no more than 500 patterns${end}`,
      });
      expect(show('--format', 'mermaid')).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('500 edges and 50,000 characters') });
    }
    const path = polc(['inspect', 'wide.polc', '--tree', '--path', 't3/100/x', '--format', 'svg'], { cwd });
    assertXml(path.stdout);
    expect(path.stdout).toContain('◄ wins');
  });
});

describe('docs/inspect.md', () => {
  const page = readFileSync(join(ROOT, 'docs/inspect.md'), 'utf8');
  const examples = [...page.matchAll(/```sh\nnpx polc (.*)\n```\n\n```text\n([\s\S]*?)```/g)].map(([, command, output]) => [command, output] as const);

  it('shows what happens', () => {
    expect(examples).toHaveLength(3);
    for (const [command, output] of examples) expect(printed(...(command as string).split(' ').slice(1))).toBe(output);
  });

  // When it has changed: node cli/dist/polc.mjs inspect -p policies/kv2-team --tree --policy payments-reader --format svg > docs/inspect.svg
  it('has the drawing that the command makes', () => {
    expect(page).toContain('(inspect.svg)');
    const drawn = printed('-p', 'policies/kv2-team', '--tree', '--policy', 'payments-reader', '--format', 'svg');
    expect(drawn).toBe(readFileSync(join(ROOT, 'docs/inspect.svg'), 'utf8'));
  });
});
