// What the tests of one value tell apart: the constants they compare it with, the languages of texts, the bounds of numbers. From it samples.ts makes values
// of which one is in every class. What is not understood is said: then the sample may lack one.

import type { JsonValue } from '@polc/runtime';
import type { Truth, Zone } from '@polc/runtime/anatomy';
import type { Walk } from './walk.js';

export interface Hours {
  readonly zone: Zone;
  /** Flat pairs of minutes of the week. */
  readonly windows: Int32Array;
}

/** A value that is there, or is not. */
export const ABSENT: unique symbol = Symbol('absent');
export type Given = JsonValue | typeof ABSENT;

/** What is asked of elements or members while a list or map is put together. */
export interface PartTest {
  truth(value: Given): Truth;
}

/** A member of a map. */
export interface Part {
  readonly features: Features;
  readonly tests: PartTest[];
  /** It is asked about by itself, too, not only as a part of the map. */
  direct: boolean;
}

export class Features {
  /** Equality with one of these is tested. */
  readonly constants: JsonValue[] = [];
  readonly walks: Walk[] = [];
  /** Numbers that order is tested against; what a timestamp is compared with are milliseconds. */
  readonly points: number[] = [];
  /** Multiples of these are told from other numbers. */
  readonly steps: number[] = [];
  readonly hours: Hours[] = [];
  readonly blocks: Int32Array[] = [];
  /** Lengths of texts that order is tested against; of lists; of maps. */
  readonly sizes: number[] = [];
  readonly counts: number[] = [];
  readonly memberCounts: number[] = [];
  /** Its text or number is read as an instant; so is one as a duration. */
  instant = false;
  duration = false;
  /** Elements of a list are asked about, each by itself; equal ones may be told from different ones. */
  elements: { readonly features: Features; readonly tests: PartTest[]; unique: boolean } | null = null;
  readonly members = new Map<string, Part>();
  /** Members that no test names are asked about. */
  others: Part | null = null;
  /** Compared with another value: `order` where more than equality is asked. */
  related: 'no' | 'equal' | 'order' = 'no';
  /** What is compared by order may be the text itself, not the instant or duration that it stands for. */
  orderedText = false;
  /** So often is asked whether another value is in the list that it is. */
  holds = 0;
  /** False: a test asks something that is none of these. */
  exact = true;

  element(): NonNullable<Features['elements']> {
    this.elements ??= { features: new Features(), tests: [], unique: false };
    return this.elements;
  }

  member(name: string): Part {
    let member = this.members.get(name);
    if (member === undefined) {
      member = { features: new Features(), tests: [], direct: false };
      this.members.set(name, member);
    }
    return member;
  }

  other(): Part {
    this.others ??= { features: new Features(), tests: [], direct: false };
    return this.others;
  }

  addConstant(value: JsonValue): void {
    this.constants.push(value);
    if (typeof value === 'number') this.points.push(value);
  }

  /** Tells apart what the other one does, too. */
  absorb(other: Features): void {
    for (const kind of ['constants', 'walks', 'points', 'steps', 'hours', 'blocks', 'sizes', 'counts', 'memberCounts'] as const) {
      const own = this[kind] as unknown[];
      for (const one of other[kind]) if (!own.includes(one)) own.push(one);
    }
    for (const flag of ['instant', 'duration', 'orderedText'] as const) this[flag] ||= other[flag];
    if (this.related !== 'order' && other.related !== 'no') this.related = other.related;
    this.holds = Math.max(this.holds, other.holds);
    this.exact &&= other.exact;
    if (other.elements !== null) {
      const own = this.element();
      own.features.absorb(other.elements.features);
      own.unique ||= other.elements.unique;
      addTests(own.tests, other.elements.tests);
    }
    for (const [name, part] of other.members) absorbPart(this.member(name), part);
    if (other.others !== null) absorbPart(this.other(), other.others);
  }

  /** This one and all that lie within. */
  *all(): Generator<Features> {
    yield this;
    const within = [...this.members.values(), ...[this.elements, this.others].filter((part) => part !== null)];
    for (const { features } of within) yield* features.all();
  }
}

function absorbPart(own: Part, other: Part): void {
  own.features.absorb(other.features);
  own.direct ||= other.direct;
  addTests(own.tests, other.tests);
}

function addTests(own: PartTest[], others: readonly PartTest[]): void {
  for (const test of others) if (!own.includes(test)) own.push(test);
}
