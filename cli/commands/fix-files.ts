// `--fix`: applies the fixes that keep every decision as it is, round after round until none is left: only where that is proved of all files together, and
// where the outcome parses. Nothing is written here.

import { check, compile, type Equivalence, equivalence, type RuleSettings, type World, worldOf } from '@polc/compiler';
import { type Diagnostic, type Edit, type Fix, hasErrors, makeSource, parse } from '@polc/grammar';
import { loadBundle } from '@polc/runtime';
import { readNamedFile } from '../host/named-file.js';
import type { PolicyFile } from '../host/source-set.js';

export interface FixedFile extends PolicyFile {
  /** What was done, in order. */
  readonly titles: readonly string[];
}

/** A fix may make room for another, but not for ever. */
const MAX_ROUNDS = 10;

/** The files with their safe fixes applied; those that nothing changed are the same objects as before. `refused`: told of what is not applied. */
export function fixFiles(files: readonly PolicyFile[], rules: RuleSettings, refused: (note: string) => void = () => undefined): (PolicyFile | FixedFile)[] {
  let now: (PolicyFile | FixedFile)[] = [...files];
  const told = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { diagnostics } = check(sourcesOf(now), { rules, load: readNamedFile });
    const wanted = diagnostics.flatMap((each): Wanted[] => {
      const fix = safeFix(each);
      return fix === null ? [] : [{ file: each.file, code: each.code, fix }];
    });
    const prover = new FixProver(now);
    const next = prover.apply(
      wanted.filter(({ fix }) => fix.proved !== true || prover.world !== null),
      ({ code, file, fix }, why) => {
        const note = `not fixed: ${file}: ${fix.title} (${code}), ${why === 'different' ? 'a decision would change' : 'it cannot be told whether every decision stays as it is'}`;
        if (!told.has(note)) refused(note);
        told.add(note);
      },
    );
    if (next.every((each, i) => each === now[i])) break;
    now = next;
  }
  return now;
}

interface Wanted {
  readonly file: string;
  readonly code: string;
  readonly fix: Fix;
}

type Files = readonly (PolicyFile | FixedFile)[];

const sourcesOf = (files: Files) => files.map(({ file, bytes }) => ({ file, text: bytes }));

/** Applies as many fixes as leave every request decided alike. */
class FixProver {
  /** null: the files do not compile together, and what is safe by itself is believed; tests hold each such fix to it on many requests. */
  readonly world: World | null;
  #now: Files;

  constructor(files: Files) {
    this.#now = files;
    this.world = worldOfFiles(files);
  }

  apply(wanted: readonly Wanted[], refuse: (wanted: Wanted, why: Equivalence) => void): (PolicyFile | FixedFile)[] {
    const files = [...new Set(wanted.map(({ file }) => file))];
    const chosen = files.flatMap((name) => {
      const own = wanted.filter(({ file }) => file === name);
      return apart(own.map(({ fix }) => fix)).map((fix) => own.find((each) => each.fix === fix) as Wanted);
    });
    if (chosen.length > 0) this.#take(chosen, refuse);
    return [...this.#now];
  }

  /** All of them at once where that is proved; else the halves, each by itself. */
  #take(wanted: readonly Wanted[], refuse: (wanted: Wanted, why: Equivalence) => void): void {
    const next = this.#now.map((each) =>
      fixFile(
        each,
        wanted.filter(({ file }) => file === each.file).map(({ fix }) => fix),
      ),
    );
    if (next.every((each, i) => each === this.#now[i])) return;
    const answer = this.#answer(next);
    if (answer === 'equivalent') this.#now = next;
    else if (wanted.length === 1) refuse(wanted[0] as Wanted, answer);
    else {
      const half = Math.ceil(wanted.length / 2);
      // WHY from the back: what stands behind does not move what stands before.
      this.#take(wanted.slice(half), refuse);
      this.#take(wanted.slice(0, half), refuse);
    }
  }

  #answer(next: Files): Equivalence {
    if (this.world === null) return 'equivalent';
    const after = worldOfFiles(next);
    return after === null ? 'different' : equivalence(this.world, after);
  }
}

/** null where they do not compile: as a set some files are more than one. */
function worldOfFiles(files: Files): World | null {
  const { bundle } = compile(sourcesOf(files), { load: readNamedFile });
  return bundle === undefined ? null : worldOf(loadBundle(bundle));
}

function safeFix({ fixes = [] }: Diagnostic): Fix | null {
  return fixes.find(({ safe, edits }) => safe && edits.length > 0) ?? null;
}

function fixFile(file: PolicyFile | FixedFile, fixes: readonly Fix[]): PolicyFile | FixedFile {
  const source = makeSource(file.file, file.bytes);
  // Bytes that are no text would not survive being written back.
  if (fixes.length === 0 || source.brokenAt !== undefined) return file;
  const text = applyEdits(
    source.text,
    fixes.flatMap(({ edits }) => edits),
  );
  if (text === source.text) return file;
  if (hasErrors(parse(makeSource(file.file, text)).diagnostics)) return file;
  const titles = [...('titles' in file ? file.titles : []), ...fixes.map(({ title }) => title)];
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
