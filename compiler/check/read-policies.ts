// A parsed document to its policies: which kind of file it is, what its policies are called, and their stanzas (checked one by one).

import { type Document, type Item, LineIndex, type Source, type Span } from '@polc/grammar';
import { foldName } from '@polc/runtime';
import type { Policy, Stanza } from '../model/stanza.js';
import { checkStanza } from './check-stanza.js';
import { decodeString, field } from './decode.js';
import type { Reporter } from './report.js';
import { POLC_BLOCKS, unknownTopLevel } from './words.js';

/** Names that Vault keeps for itself. */
const RESERVED = new Set(['root', 'response-wrapping']);

/** `given` is the name under which the policy is stored, where the caller knows it; it wins over what the file says. */
export function readPolicies(document: Document, source: Source, given: string | undefined, report: Reporter): Policy[] {
  if (source.file.endsWith('.polc.json')) {
    report.error(
      'not-decided-yet',
      { start: 0, end: 0 },
      'this version of polc does not read the strict JSON form of its own language',
      'write it as .hcl, or a Vault policy as .json',
    );
    return [];
  }
  const lines = new LineIndex(source.text);
  const { items } = document.body;
  const polcFile = document.syntax === 'hcl' && items.some((item) => isPolcBlock(item));
  return polcFile ? readPolcFile(items, lines, report) : [readVaultFile(document, given, lines, report)];
}

function firstKey(item: Item): string {
  return item.keys[0]?.value ?? '';
}

function isPolcBlock(item: Item): boolean {
  return !item.assigned && (POLC_BLOCKS as readonly string[]).includes(firstKey(item));
}

function readVaultFile(document: Document, given: string | undefined, lines: LineIndex, report: Reporter): Policy {
  const { items } = document.body;
  for (const item of items) {
    const key = item.keys[0];
    if (key === undefined || key.value === 'name' || key.value === 'path') continue;
    const { message, help } = unknownTopLevel(key.value);
    report.error('unknown-key', key.span, message, help);
  }
  const named = decodeString(field(items, 'name'), report);
  const start = { start: 0, end: 0 };
  const name = foldName(given ?? named?.name ?? baseName(document.file));
  checkName(name, named?.span ?? start, report);
  return makePolicy(name, named?.span ?? start, items, lines, report);
}

function readPolcFile(items: readonly Item[], lines: LineIndex, report: Reporter): Policy[] {
  const policies: Policy[] = [];
  for (const item of items) {
    const [key, label, extra] = item.keys;
    if (key === undefined) continue;
    if (!isPolcBlock(item)) refuseTopLevel(item, report);
    else if (key.value !== 'policy') {
      report.error(
        'not-decided-yet',
        key.span,
        `this version of polc reads ${key.value} blocks, but cannot decide by them`,
        'a file with one is refused, so that it is not half enforced',
      );
    } else if (label === undefined || item.value.kind !== 'object')
      report.error('missing-label', key.span, 'a policy needs a name', 'write policy "name" { path "…" { … } }');
    else {
      if (extra !== undefined) report.error('extra-label', extra.span, 'a policy has one name');
      const name = foldName(label.value);
      checkName(name, label.span, report);
      refuseForeign(item.value.body.items, report);
      policies.push(makePolicy(name, label.span, item.value.body.items, lines, report));
    }
  }
  return policies;
}

function refuseTopLevel(item: Item, report: Reporter): void {
  const key = item.keys[0] as Item['keys'][number];
  if (key.value === 'path' || key.value === 'name') {
    report.error(
      'path-beside-blocks',
      key.span,
      `a bare ${key.value} cannot stand beside labelled blocks`,
      'put it into policy "name" { … }, or into a file of its own',
    );
  } else {
    const { message, help } = unknownTopLevel(key.value);
    report.error('unknown-key', key.span, message, help);
  }
}

/** Inside a `policy` block there are only paths. */
function refuseForeign(items: readonly Item[], report: Reporter): void {
  for (const item of items) {
    const key = item.keys[0];
    if (key !== undefined && key.value !== 'path')
      report.error('unknown-key', key.span, `${JSON.stringify(key.value)} has no place in a policy block`, 'it holds path "…" { … } stanzas');
  }
}

function makePolicy(name: string, span: Span, items: readonly Item[], lines: LineIndex, report: Reporter): Policy {
  const stanzas: Stanza[] = [];
  for (const item of items) {
    // WHY exact: the key was refused above when it is spelt in another case.
    if (firstKey(item) !== 'path') continue;
    const stanza = checkStanza(item, name, lines.line(item.span.start), report);
    if (stanza !== null) stanzas.push(stanza);
  }
  return { name, file: report.file, span, stanzas, templated: stanzas.some(({ pattern }) => pattern.templated) };
}

/** Vault's rules for a stored policy's name (vault-acl.md §8). */
function checkName(name: string, span: Span, report: Reporter): void {
  if (RESERVED.has(name)) report.error('reserved-policy-name', span, `the policy name ${JSON.stringify(name)} is Vault's own`, 'rename the file or the policy');
  else if (name === '' || name.split('/').some((segment) => segment === '.' || segment === '..')) {
    report.error('invalid-policy-name', span, `${JSON.stringify(name)} cannot be the name of a policy`, 'names are not empty and have no "." or ".." segments');
  }
}

/** `policies/Dev.hcl` holds the policy `Dev`. */
export function baseName(file: string): string {
  const last = file.split(/[\\/]/).at(-1) as string;
  return last.replace(/\.(?:hcl|polc\.json|json)$/i, '') || last;
}
