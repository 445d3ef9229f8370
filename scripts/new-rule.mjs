// Writes the files of a new lint rule: the rule, its page, its tests. Its place in the registry is the author's to choose.
//   npm run rule:new -- some-fault "what is wrong, in one line" [warning|info|error] [file|set]
// What it writes fails the tests until it is filled in.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [id, summary, severity = 'warning', reach = 'file', ...rest] = process.argv.slice(2);
const root = process.env.POLC_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..');

if (id === undefined || summary === undefined || rest.length > 0) refuse('usage: npm run rule:new -- ID SUMMARY [warning|info|error] [file|set]');
if (!/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(id)) refuse(`${JSON.stringify(id)} is not an id: it states the fault, in kebab-case, such as "unreachable-deny"`);
if (!/^[^.\n']+$/.test(summary)) refuse('the summary is one line without full stops and apostrophes');
if (!['warning', 'info', 'error'].includes(severity)) refuse(`${JSON.stringify(severity)} is not a severity: warning, info or error`);

if (!['file', 'set'].includes(reach)) refuse(`${JSON.stringify(reach)} is not a reach: file, where a file by itself shows the fault, or set`);

const name = id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
const files = {
  [`compiler/lint/rules/${id}.ts`]: `// TODO: what it finds, and what it leaves to others.

import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const ${name}: Rule = {
  id: '${id}',
  reach: '${reach}',
  severity: '${severity}',
  summary: '${summary}',
  check(context) {
    for (const stanza of context.stanzas) {
      // TODO: let go of what is fine.
      context.report({
        file: stanza.file,
        span: stanza.pattern.span,
        message: \`TODO: what happens to \${quoted(stanza.pattern.written)}\`,
        help: 'TODO: what to do',
      });
    }
  },
};
`,
  [`docs/rules/${id}.md`]: `# ${id}: ${summary}

Severity: ${severity}

## Fault

TODO

## Avoid

\`\`\`hcl
path "secret/foo" {
  capabilities = ["read"]
}
\`\`\`

## Prefer

\`\`\`hcl
path "secret/foo" {
  capabilities = ["read"]
}
\`\`\`

## Why

TODO: what Vault does, and decisions on the policy to avoid that show it.

- \`read secret/foo\` → refused

## Not found

- TODO
`,
  [`test/lint/${id}/${id}.test.ts`]: `import { describeRule, stanza } from '../describe-rule.js';

describeRule('${id}', {
  faults: [{ name: 'TODO', text: stanza('secret/foo', 'read'), under: ['TODO'] }],
  fine: [{ name: 'TODO', text: stanza('secret/foo', 'read') }],
});
`,
};

const registry = readFileSync(join(root, 'compiler/lint/rules/index.ts'), 'utf8');
if (registry.includes(`'./${id}.js'`)) refuse(`the registry already has ${id}`);
for (const file of Object.keys(files)) if (existsSync(join(root, file))) refuse(`${file} is there already`);
for (const [file, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  console.log(`wrote ${file}`);
}
console.log(`now give it a place in compiler/lint/rules/index.ts:
  import { ${name} } from './${id}.js';
a sin in test/lint/sins.hcl with its place in sins.txt, and run node scripts/make-config-schema.mjs;
npx vitest run test/lint says what is left to do`);

function refuse(message) {
  console.error(message);
  process.exit(2);
}
