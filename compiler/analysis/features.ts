// What the tests of one value tell apart: the constants they compare it with, the languages of texts, the bounds of numbers. From it samples.ts makes values
// of which one is in every class. What is not understood is said: then the sample may lack one.

import type { JsonValue } from '@polc/runtime';
import { isList, isObject, type Truth, type Zone } from '@polc/runtime/anatomy';
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

/** What is asked of a map, of each member by itself; a member without a name of its own is `null`. */
export interface MapTest {
  /** Members that it speaks of. */
  readonly names: readonly string[];
  look(name: string | null, features: Features): void;
  truth(name: string | null, value: Given): Truth;
}

/** A member of a map. */
export interface Member {
  readonly features: Features;
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
  readonly members = new Map<string, Member>();
  readonly mapTests: MapTest[] = [];
  /** Members that have no name above, which some test of the map asks about. */
  others: Features | null = null;
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

  /** INVARIANT: each member was looked at by each test of the map, whichever came first. */
  member(name: string): Member {
    let member = this.members.get(name);
    if (member === undefined) {
      member = { features: new Features(), direct: false };
      this.members.set(name, member);
      for (const test of this.mapTests) test.look(name, member.features);
    }
    return member;
  }

  addMapTest(test: MapTest): void {
    if (this.mapTests.includes(test)) return;
    for (const [name, { features }] of this.members) test.look(name, features);
    this.others ??= new Features();
    test.look(null, this.others);
    this.mapTests.push(test);
    for (const name of test.names) this.member(name);
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
      for (const test of other.elements.tests) if (!own.tests.includes(test)) own.tests.push(test);
    }
    for (const test of other.mapTests) this.addMapTest(test);
    for (const [name, { features, direct }] of other.members) {
      const own = this.member(name);
      own.features.absorb(features);
      own.direct ||= direct;
    }
    if (other.others !== null) this.others?.absorb(other.others);
  }

  asksLists(): boolean {
    return this.elements !== null || this.counts.length > 0 || this.constants.some(isList);
  }

  asksMaps(): boolean {
    return this.members.size > 0 || this.others !== null || this.memberCounts.length > 0 || this.constants.some(isObject);
  }

  /** This one and all that lie within. */
  *all(): Generator<Features> {
    yield this;
    const within = [...[...this.members.values(), this.elements].flatMap((part) => part?.features ?? []), this.others];
    for (const features of within) if (features !== null) yield* features.all();
  }
}
