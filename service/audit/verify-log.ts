// Whether a log is what was written: every entry against its leaf, every leaf against the trees that were signed, and the whole against a checkpoint that
// was kept elsewhere.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, type NoteVerifier, verifyCheckpoint } from './checkpoint.js';
import { linesOf, readLine } from './lines.js';
import { Frontier, type Hash } from './merkle.js';
import { segmentsIn } from './segments.js';

export interface LogFault {
  /** Of the entry that is wrong, or that should stand there. */
  readonly index: number;
  /** Name of the file, and line of it, from 1; null where it is not there. */
  readonly file: string | null;
  readonly line: number | null;
  readonly what: string;
}

export interface LogReport {
  /** Names the log; null where its first line does not say. */
  readonly origin: string | null;
  /** Of the first entry that was looked at: what came before, the head of its file stands for, and whoever signed that. */
  readonly from: number;
  /** One more than the index of the last entry. */
  readonly size: number;
  /** null where something is lost. */
  readonly root: Hash | null;
  /** As many entries the last checkpoint that was signed vouches for; nothing anchors those behind them. */
  readonly signed: number;
  /** How many checkpoints are signed, and of the entries before them. */
  readonly checkpoints: number;
  /** The last of them, to be kept elsewhere. */
  readonly newest: string | null;
  /** As many the checkpoint that was kept elsewhere does; null: none was given. */
  readonly kept: number | null;
  readonly faults: readonly LogFault[];
}

export interface VerifyOptions {
  readonly verifier: NoteVerifier;
  /** Notes of the same log, kept elsewhere. */
  readonly kept?: readonly string[];
  /** Faults after which it stops. */
  readonly most?: number;
  /** Files that hold nothing from this entry on are not looked at: they may have been put elsewhere. */
  readonly from?: number;
  /** Told of each file before it is read. */
  readonly reading?: (file: string) => void;
}

/** Throws what node:fs throws. */
export function verifyLog(folder: string, { verifier, kept = [], most = 100, from = 0, reading: told }: VerifyOptions): LogReport {
  const segments = segmentsIn(folder);
  const first = segments.findLastIndex(({ start }) => start <= from);
  const reading = new Reading(verifier, kept, most, segments[first]?.start ?? from);
  for (const { name, start } of segments.slice(Math.max(0, first))) {
    if (!reading.goesOn) break;
    told?.(name);
    reading.file(name, start, readFileSync(join(folder, name)));
  }
  return reading.report();
}

class Reading {
  readonly #verifier: NoteVerifier;
  readonly #kept: readonly Checkpoint[];
  readonly #most: number;
  readonly #faults: LogFault[] = [];
  readonly #from: number;
  /** Of the next entry. */
  #next: number;
  /** null: what was lost before made it another one, so that checkpoints say nothing new. */
  #tree: Frontier | null;
  #signed: number;
  #checkpoints = 0;
  #newest: string | null = null;
  #origin: string | null = null;
  #file = '';
  #line = 0;

  constructor(verifier: NoteVerifier, kept: readonly string[], most: number, from: number) {
    this.#verifier = verifier;
    this.#most = most;
    this.#from = from;
    this.#next = from;
    this.#signed = from;
    this.#tree = from === 0 ? new Frontier() : null;
    this.#kept = kept.flatMap((note) => {
      const checkpoint = verifyCheckpoint(note, verifier);
      if (checkpoint === null) this.#fault('the checkpoint that was kept elsewhere is not signed by the key of this log', 0, false);
      // Of fewer entries than come before the first: there is nothing to hold it against.
      return checkpoint === null || checkpoint.size < from ? [] : checkpoint;
    });
    this.#meetKept();
  }

  get goesOn(): boolean {
    return this.#faults.length < this.#most;
  }

  file(name: string, start: number, bytes: Buffer): void {
    this.#file = name;
    this.#line = 0;
    if (start !== this.#next) {
      this.#line = 1;
      this.#fault(`the file begins with entry ${start}, where entry ${this.#next} belongs`);
      this.#next = start;
      this.#tree = null;
      this.#line = 0;
    }
    let finished = 0;
    for (const { text, end } of linesOf(bytes)) {
      if (!this.goesOn) return;
      this.#line++;
      this.#read(text, start);
      finished = end;
    }
    if (bytes.length === 0) this.#fault('the file is empty');
    else if (finished < bytes.length && this.goesOn) {
      this.#line++;
      this.#fault('the line is not finished');
    }
  }

  report(): LogReport {
    for (const { size } of this.#kept) {
      if (size > this.#next) this.#fault(`the log ends here; the checkpoint that was kept elsewhere has seen ${size} entries`, this.#next, false);
    }
    const kept = this.#kept.length === 0 ? null : Math.max(...this.#kept.map(({ size }) => size));
    return {
      ...{ origin: this.#origin, from: this.#from, size: this.#next, root: this.#tree?.root() ?? null },
      ...{ signed: this.#signed, checkpoints: this.#checkpoints, newest: this.#newest, kept, faults: this.#faults },
    };
  }

  #read(text: string, start: number): void {
    const line = readLine(text);
    if ('fault' in line) {
      this.#fault(line.fault);
      // Whatever it was, the next entry says its own number.
      this.#tree = null;
    } else if (line.kind === 'head') this.#readHead(line.origin, line.start, line.frontier, start);
    else if (this.#line === 1) this.#fault('the file does not begin with its head');
    else if (line.kind === 'entry') this.#readEntry(line.index, line.leaf);
    else this.#readCheckpoint(line.note);
  }

  #readHead(origin: string, own: number, frontier: readonly Hash[], start: number): void {
    if (this.#line !== 1) this.#fault('a head stands in the middle of a file');
    else if (own !== start) this.#fault(`the file is named for entry ${start}, its head says ${own}`);
    else if (this.#origin !== null && origin !== this.#origin) this.#fault(`the file is of the log ${JSON.stringify(origin)}`);
    else if (this.#origin === null && start === this.#from && start > 0) this.#begin(start, frontier);
    else if (this.#tree !== null && !sameRoots(frontier, this.#tree.roots)) this.#fault('its head is not of the tree before it');
    this.#origin ??= origin;
  }

  /** In the middle of the log: the checkpoint behind the head says whether it is of the tree that was there. */
  #begin(start: number, frontier: readonly Hash[]): void {
    if (frontier.length !== onesIn(start)) {
      this.#fault(`its head is of no tree of ${start} entries`);
      return;
    }
    this.#tree = new Frontier(start, frontier);
    this.#meetKept();
  }

  #readEntry(index: number, leaf: Hash): void {
    if (index < this.#next) {
      this.#fault(`entry ${index} stands where entry ${this.#next} belongs`);
      this.#tree = null;
      return;
    }
    if (index > this.#next) {
      // A line that could not be read may have been it.
      if (this.#tree !== null) this.#fault(`entry ${index} stands where entry ${this.#next} belongs`);
      this.#tree = null;
    }
    this.#tree?.append(leaf);
    this.#next = index + 1;
    this.#meetKept();
  }

  #readCheckpoint(note: string): void {
    const checkpoint = verifyCheckpoint(note, this.#verifier);
    if (checkpoint === null) this.#fault('the checkpoint is not signed by the key of this log');
    else if (checkpoint.origin !== this.#origin) this.#fault(`the checkpoint is of the log ${JSON.stringify(checkpoint.origin)}, the head of another`);
    else if (this.#tree === null) return;
    else if (checkpoint.size !== this.#next) this.#fault(`the checkpoint is of ${checkpoint.size} entries, and stands behind ${this.#next}`);
    else if (!checkpoint.root.equals(this.#tree.root())) this.#fault('an entry from here on is not the one that was signed', this.#signed);
    else {
      this.#signed = checkpoint.size;
      this.#checkpoints++;
      this.#newest = note;
    }
  }

  #meetKept(): void {
    for (const { size, root } of this.#kept) {
      if (size === this.#next && this.#tree !== null && !root.equals(this.#tree.root())) {
        this.#fault('the entries up to here are not those of the checkpoint that was kept elsewhere', Math.max(0, size - 1), false);
      }
    }
  }

  #fault(what: string, index = this.#next, placed = true): void {
    this.#faults.push({ index, file: placed ? this.#file : null, line: placed ? this.#line : null, what });
  }
}

/** In binary. */
function onesIn(size: number): number {
  return size.toString(2).replaceAll('0', '').length;
}

function sameRoots(a: readonly Hash[], b: readonly Hash[]): boolean {
  return a.length === b.length && a.every((hash, i) => hash.equals(b[i] as Hash));
}
