// What is in a bundle, for people.

import { quoted } from './decision-text.js';
import { counted } from './findings.js';
import type { InspectedStanza, Inspection } from './inspect-bundle.js';
import { visible } from './visible.js';

/** Ends in a line end. */
export function inspectionText({ revision, compiler, format_version, bytes, signature, sections, counts, policies }: Inspection): string {
  const key = signature === null ? 'none' : `by key ${visible(signature.key_id)}, ${signature.verified === true ? 'good' : 'not verified (--verify)'}`;
  const out = [
    `revision   ${revision}`,
    `compiler   ${visible(compiler)}, format ${format_version}`,
    `signature  ${key}`,
    `size       ${bytes} bytes: ${sections.map((each) => `${visible(each.name)} ${each.bytes}`).join(', ')}`,
    `holds      ${counted(counts.policies, 'policy', 'policies')}, ${counted(counts.stanzas, 'stanza')}, ${counted(counts.patterns, 'pattern')}`,
  ];
  for (const { name, file, paths } of policies) {
    out.push('', `${visible(name)}  (${visible(file)})`, ...paths.flatMap(stanzaLines));
  }
  return `${out.join('\n')}\n`;
}

function stanzaLines(stanza: InspectedStanza): string[] {
  const { path, kind, capabilities, line, ...rest } = stanza;
  const restrictions = Object.entries(rest).map(([key, value]) => `      ${key} = ${visible(JSON.stringify(value))}`);
  return [`  ${line}: ${quoted(kind === 'prefix' ? `${path}*` : path)} (${kind}): ${capabilities.join(', ') || 'nothing'}`, ...restrictions];
}
