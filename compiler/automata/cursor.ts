// A place in the text of a regular expression, and the first thing found wrong with it.

import type { Fault } from './fault.js';

/** What is not allowed, by how it is written. */
export type Refused = readonly [written: RegExp, message: string, help: string];

export class Cursor {
  readonly text: string;
  at = 0;
  fault: Fault | null = null;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  sees(word: string): boolean {
    return this.text.startsWith(word, this.at);
  }

  take(word: string): boolean {
    const seen = this.sees(word);
    if (seen) this.at += word.length;
    return seen;
  }

  takePoint(): number {
    const point = this.text.codePointAt(this.at) as number;
    this.at += point > 0xffff ? 2 : 1;
    return point;
  }

  /** What a sticky expression finds here, without taking it. */
  find(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    return sticky.exec(this.text);
  }

  /** Moves to the end, so that whoever is reading finds nothing more to read. */
  fail(start: number, end: number, message: string, help?: string): void {
    this.fault ??= { code: 'invalid-regex', message, start, end, ...(help ? { help } : {}) };
    this.at = this.text.length;
  }

  /** Fails over the first that stands here; false when none does. */
  refuse(refused: readonly Refused[]): boolean {
    for (const [written, message, help] of refused) {
      const found = this.find(written);
      if (found === null) continue;
      this.fail(this.at, this.at + found[0].length, message, help);
      return true;
    }
    return false;
  }
}
