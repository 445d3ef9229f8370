// Writes compiler/lint/confusables.ts: the characters that look like ASCII letters, digits and signs, as Unicode's confusables.txt (UTS #39) has them.
//   node scripts/make-confusables.mjs data.json VERSION
// The data are those of the npm package unhomoglyph (MIT), which is made from that file: `npm pack unhomoglyph` and unpack it.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.env.POLC_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..');
const [source, version, ...rest] = process.argv.slice(2);
if (source === undefined || version === undefined || rest.length > 0) {
  console.error('usage: node scripts/make-confusables.mjs data.json VERSION');
  process.exit(2);
}
const data = JSON.parse(readFileSync(source, 'utf8'));

/** What may stand in a name or a path; a look-alike of anything else fools nobody who reads one. */
const MEANT = /^[A-Za-z0-9_.:@/-]+$/;
const alike = new Map();
for (const [character, target] of Object.entries(data)) {
  // What Unicode itself decomposes so needs no table, and ASCII is not its own look-alike here.
  if (!MEANT.test(target) || character.codePointAt(0) < 0x80 || character.normalize('NFKD') === target) continue;
  alike.set(target, (alike.get(target) ?? '') + character);
}
if (alike.size < 50) throw new Error(`${source} has look-alikes of only ${alike.size} texts`);
const lines = [...alike].sort(([a], [b]) => (a < b ? -1 : 1)).map(([target, characters]) => `  ['${target}', '${escaped(characters)}'],`);
const file = join(root, 'compiler/lint/confusables.ts');
writeFileSync(
  file,
  `// The characters that look like ASCII ones; look-alikes.ts reads it.
// Generated from unhomoglyph ${version}, Unicode's confusables.txt, by \`node scripts/make-confusables.mjs\`; not to be edited.

/** A text of ASCII, and the characters each of which looks like it. */
export const LOOK_ALIKES: readonly (readonly [target: string, characters: string])[] = [
${lines.join('\n')}
];
`,
);
console.log(`wrote ${file}: look-alikes of ${alike.size} texts, unhomoglyph ${version}`);

/** As escapes: a table of look-alikes cannot be read, and half of it would be mirrored. */
function escaped(characters) {
  return Array.from(characters, (each) => {
    const code = each.codePointAt(0);
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }).join('');
}
