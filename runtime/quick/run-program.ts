// Runs the program of a leaf (tree/program.ts) against a request. Hot: bytes in, a small integer out, nothing made (bench/decisions).

import type { Clock } from '../decide/clock.js';
import { containsText } from '../expression/contains.js';
import { hasType } from '../expression/evaluate.js';
import { isIn, isList, UNKNOWN, type Value } from '../expression/value.js';
import type { Constants } from '../load-constants.js';
import { containsPacked } from '../match/address.js';
import { toLower, trimSpace } from '../match/fold.js';
import { instantOf } from '../match/instant.js';
import { localMinute, localMinuteOfWeek, MINUTE, type Zone } from '../match/zone.js';
import type { JsonObject, JsonValue, Request } from '../request.js';
import { ENDS, NO_LIST, NODE_HEAD, TEST, TYPE } from '../tree/program.js';
import { ALLOWED, type AnswerCode, CONDITION_FALSE, CONDITION_UNKNOWN, DENIED, PARAMETER_NOT_ALLOWED } from './answer-code.js';

export class ProgramRunner {
  readonly #constants: Constants;
  readonly #clock: Clock;
  /** Where the constants of the tree start whose program is run. */
  #base = 0;

  constructor(constants: Constants, clock: Clock) {
    this.#constants = constants;
    this.#clock = clock;
  }

  /**
   * What the parameters and conditions come to. DENIED where it takes parameters.ts to tell what the list makes of them.
   * `parameters` null: lists do not apply.
   */
  run(bytes: Int8Array, start: number, constantBase: number, parameters: JsonObject | null, request: Request): AnswerCode {
    this.#base = constantBase;
    const names = (bytes[start] as number) & 255;
    let at = start + 1;
    if (names !== NO_LIST) {
      const listed = parameters === null ? ALLOWED : this.#judgeList(bytes, at, names, parameters);
      if (listed !== ALLOWED) return listed;
      for (let i = 0; i < names; i++) at += 2 + ((bytes[at + 1] as number) & 255);
    }
    return bytes[at] === 0 ? ALLOWED : this.#test(bytes, at + 1, request);
  }

  #constant(byte: number): string {
    const { ids, texts } = this.#constants;
    return texts[ids[this.#base + (byte & 255)] as number] as string;
  }

  #zone(byte: number): Zone {
    const { ids, zones } = this.#constants;
    return zones[ids[this.#base + (byte & 255)] as number] as Zone;
  }

  #judgeList(bytes: Int8Array, first: number, names: number, parameters: JsonObject): AnswerCode {
    const { ids, texts } = this.#constants;
    const base = this.#base;
    for (const name in parameters) {
      let at = first;
      let i = 0;
      while (i < names && texts[ids[base + ((bytes[at] as number) & 255)] as number] !== name) {
        at += 2 + ((bytes[at + 1] as number) & 255);
        i++;
      }
      if (i === names) return isFolded(name) && Object.hasOwn(parameters, name) ? PARAMETER_NOT_ALLOWED : DENIED;
      const count = (bytes[at + 1] as number) & 255;
      if (count === 0) continue;
      const value = parameters[name];
      let k = 0;
      while (k < count && texts[ids[base + ((bytes[at + 2 + k] as number) & 255)] as number] !== value) k++;
      if (k === count) return isOneWord(value) && Object.hasOwn(parameters, name) ? PARAMETER_NOT_ALLOWED : DENIED;
    }
    return ALLOWED;
  }

  #test(bytes: Int8Array, first: number, request: Request): AnswerCode {
    let node = 0;
    for (;;) {
      const at = first + node;
      const truth = this.#truth(bytes, at, request);
      node = (bytes[at + (truth === true ? 1 : truth === false ? 2 : 3)] as number) & 255;
      if (node >= ENDS.true) return node === ENDS.true ? ALLOWED : node === ENDS.false ? CONDITION_FALSE : CONDITION_UNKNOWN;
    }
  }

  #truth(bytes: Int8Array, node: number, { context }: Request): boolean | typeof UNKNOWN {
    const at = node + NODE_HEAD;
    const name = this.#constant(bytes[at] as number);
    // WHY apart: a number is made anew when a member that holds it is read by a name in a variable, or by `?.` (bench/allocation).
    const isTime = bytes[node] === TEST.hours && name === 'time' && context !== undefined;
    if (isTime && typeof context.time === 'number' && Object.hasOwn(context, 'time')) {
      return isWithin(bytes, at + 3, localMinute(this.#zone(bytes[at + 2] as number), Math.floor(context.time / MINUTE)));
    }
    let value: JsonValue | undefined = context !== undefined && Object.hasOwn(context, name) ? context[name] : undefined;
    if (value === undefined) {
      if (name !== 'time') return UNKNOWN;
      value = this.#clock.now;
    }
    const type = bytes[at + 1] as number;
    if (type === TYPE.text && typeof value !== 'string') return UNKNOWN;
    if (type === TYPE.texts && !hasType(value, 'list(string)')) return UNKNOWN;
    return this.#holds(bytes, node, at + 2, value);
  }

  #holds(bytes: Int8Array, node: number, at: number, value: Value): boolean | typeof UNKNOWN {
    switch (bytes[node]) {
      case TEST.equals:
        return typeof value === 'string' ? value === this.#constant(bytes[at] as number) : UNKNOWN;
      case TEST.among: {
        if (typeof value !== 'string') return UNKNOWN;
        for (let i = (bytes[at] as number) & 255; i > 0; i--) if (this.#constant(bytes[at + i] as number) === value) return true;
        return false;
      }
      case TEST.contains: {
        const part = this.#constant(bytes[at] as number);
        return typeof value === 'string' ? containsText(value, part) : isIn(part, value);
      }
      case TEST.lists:
        return isList(value) ? isIn(this.#constant(bytes[at] as number), value) : UNKNOWN;
      case TEST.address:
        return containsPacked(bytes, at + 1, (bytes[at] as number) & 255, value) ?? UNKNOWN;
      default: {
        const instant = instantOf(value);
        return instant === null ? UNKNOWN : isWithin(bytes, at + 1, localMinuteOfWeek(this.#zone(bytes[at] as number), instant));
      }
    }
  }
}

/** No name of a list folds to another one. */
function isFolded(name: string): boolean {
  return toLower(name) === name;
}

/** It is what it says: no list of words, and no word with blanks around it. */
function isOneWord(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && !value.includes(',') && trimSpace(value) === value;
}

/** A count, and windows from start to before end. A minute below 0 is not known. */
function isWithin(bytes: Int8Array, at: number, minute: number): boolean | typeof UNKNOWN {
  if (minute < 0) return UNKNOWN;
  const end = at + 1 + ((bytes[at] as number) & 255) * 4;
  for (let window = at + 1; window < end; window += 4) if (minute >= halfAt(bytes, window) && minute < halfAt(bytes, window + 2)) return true;
  return false;
}

function halfAt(bytes: Int8Array, at: number): number {
  return ((bytes[at] as number) & 255) | (((bytes[at + 1] as number) & 255) << 8);
}
