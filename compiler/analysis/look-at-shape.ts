// Reads the shape of a parameter for what it tells apart (features.ts).

import type { JsonValue } from '@polc/runtime';
import { type LoadedObjectShape, type LoadedShape, shapeFault } from '@polc/runtime/anatomy';
import { ABSENT, type Features, type MapTest } from './features.js';
import { automatonWalk } from './walk.js';

export function lookAtShape(shape: LoadedShape, features: Features): void {
  switch (shape.kind) {
    case 'value':
      for (const value of shape.values) features.addConstant(value);
      return;
    case 'string':
      for (const matcher of [...shape.globMatchers, ...shape.patternMatchers]) features.walks.push(automatonWalk(matcher));
      for (const size of [shape.min_length, shape.max_length]) if (size !== undefined) features.sizes.push(size);
      return;
    case 'number': {
      const { integer, min, max, above, below, multiple_of: step } = shape;
      for (const point of [min, max, above, below]) if (point !== undefined) features.points.push(point);
      if (integer) features.steps.push(1);
      if (step !== undefined && step > 0) features.steps.push(step);
      return;
    }
    case 'list': {
      for (const size of [shape.min_items, shape.max_items]) if (size !== undefined) features.counts.push(size);
      const { items } = shape;
      const element = features.element();
      element.unique ||= shape.unique === true;
      if (items === undefined) return;
      lookAtShape(items, element.features);
      element.tests.push({ truth: (value) => value !== ABSENT && fits(items, value) });
      return;
    }
    case 'object':
      features.addMapTest(mapTestOf(shape));
      return;
    case 'one_of':
      for (const one of shape.shapes) lookAtShape(one, features);
      return;
    default:
      // Values of every kind are looked at anyway.
      return;
  }
}

function mapTestOf(shape: LoadedObjectShape): MapTest {
  const { members, extra } = shape;
  const memberOf = (name: string | null) => (name === null ? undefined : members.get(name));
  return {
    names: [...members.keys()],
    look: (name, features) => {
      const inner = memberOf(name)?.shape ?? extra;
      if (inner !== undefined) lookAtShape(inner, features);
    },
    truth: (name, value) => {
      const member = memberOf(name);
      if (value === ABSENT) return member === undefined || member.optional;
      const inner = member?.shape ?? extra;
      return inner !== undefined && fits(inner, value);
    },
  };
}

const fits = (shape: LoadedShape, value: JsonValue) =>
  shapeFault({ kind: 'object', members: new Map([['x', { optional: false, shape }]]) }, { x: value }) === null;
