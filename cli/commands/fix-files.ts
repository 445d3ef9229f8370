// `--fix`: applies the fixes that keep every decision as it is, round after round until none is left, and only where the outcome parses.
// Nothing is written here.

import { check, type RuleSettings } from '@polc/compiler';
import { type Diagnostic, type Edit, type Fix, hasErrors, makeSource, parse } from '@polc/grammar';
import { readNamedFile } from '../host/named-file.js';
import type { PolicyFile } from '../host/source-set.js';

export interface FixedFile extends PolicyFile {
  /** What was done, in order. */
  readonly titles: readonly string[];
}

/** Whether every request is decided alike by both. `undecided` where that cannot be told. */
export type Equivalence = 'equivalent' | 'different' | 'undecided';

/**
 * Asked of each file before its fixes are kept, and fixes that change a decision are not. What rules call safe is believed where it cannot be told:
 * tests hold each such fix to it on many requests.
 */
export function provesEquivalent(_before: string, _after: string): Equivalence {
  return 'undecided';
}

/** A fix may make room for another, but not for ever. */
const MAX_ROUNDS = 10;

/** The files with their safe fixes applied; those that nothing changed are the same objects as before. */
export function fixFiles(files: readonly PolicyFile[], rules: RuleSettings): (PolicyFile | FixedFile)[] {
  let now: (PolicyFile | FixedFile)[] = [...files];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { diagnostics } = check(
      now.map(({ file, bytes }) => ({ file, text: bytes })),
      { rules, load: readNamedFile },
    );
    const byFile = new Map<string, Fix[]>();
    for (const each of diagnostics) {
      const fix = safeFix(each);
      if (fix !== null) byFile.set(each.file, [...(byFile.get(each.file) ?? []), fix]);
    }
    const next = now.map((each) => fixFile(each, byFile.get(each.file) ?? []));
    if (next.every((each, i) => each === now[i])) break;
    now = next;
  }
  return now;
}

function safeFix({ fixes = [] }: Diagnostic): Fix | null {
  return fixes.find(({ safe, edits }) => safe && edits.length > 0) ?? null;
}

function fixFile(file: PolicyFile | FixedFile, fixes: readonly Fix[]): PolicyFile | FixedFile {
  const source = makeSource(file.file, file.bytes);
  // Bytes that are no text would not survive being written back.
  if (fixes.length === 0 || source.brokenAt !== undefined) return file;
  const chosen = apart(fixes);
  const text = applyEdits(
    source.text,
    chosen.flatMap(({ edits }) => edits),
  );
  if (text === source.text || provesEquivalent(source.text, text) === 'different') return file;
  if (hasErrors(parse(makeSource(file.file, text)).diagnostics)) return file;
  const titles = [...('titles' in file ? file.titles : []), ...chosen.map(({ title }) => title)];
  return { file: file.file, bytes: new TextEncoder().encode(text), titles };
}

/** Fixes of which no two touch or interleave, the first of each such group; the others come in the next round. */
function apart(fixes: readonly Fix[]): Fix[] {
  const firstOf = ({ edits }: Fix) => Math.min(...edits.map(({ span }) => span.start));
  let end = -1;
  return [...fixes]
    .sort((a, b) => firstOf(a) - firstOf(b))
    .filter((fix) => {
      if (firstOf(fix) <= end) return false;
      end = Math.max(...fix.edits.map(({ span }) => span.end));
      return true;
    });
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  const out: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    out.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  return out.join('') + text.slice(at);
}
