// Reads the shape of a parameter for what it tells apart (features.ts).

import { type LoadedShape, shapeFault } from '@polc/runtime/anatomy';
import { ABSENT, type Features } from './features.js';
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
      element.tests.push({ truth: (value) => value !== ABSENT && shapeFault({ kind: 'object', members: only(items, false) }, { x: value }) === null });
      return;
    }
    case 'object': {
      for (const [name, { shape: inner, optional }] of shape.members) {
        const member = features.member(name);
        lookAtShape(inner, member.features);
        const members = only(inner, optional);
        member.tests.push({ truth: (value) => shapeFault({ kind: 'object', members }, value === ABSENT ? {} : { x: value }) === null });
      }
      const other = features.other();
      const { extra } = shape;
      if (extra !== undefined) {
        lookAtShape(extra, other.features);
        other.tests.push({ truth: (value) => value !== ABSENT && shapeFault({ kind: 'object', members: only(extra, false) }, { x: value }) === null });
      }
      return;
    }
    case 'one_of':
      for (const one of shape.shapes) lookAtShape(one, features);
      return;
    default:
      // Values of every kind are looked at anyway.
      return;
  }
}

const only = (shape: LoadedShape, optional: boolean) => new Map([['x', { optional, shape }]]);
