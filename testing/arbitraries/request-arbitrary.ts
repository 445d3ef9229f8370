// The bridge to fast-check: an arbitrary that draws values and makes simpler ones by looking at the value alone, so that a request of any origin can be
// shrunk.

import { Arbitrary, type Random, Stream, Value } from 'fast-check';

export interface Drawing<T> {
  draw(random: Random): T;
  /** Simplest first. */
  simpler(value: T): Iterable<T>;
  /** Of a value of any origin: whether this could be its. */
  holds(value: unknown): value is T;
}

// WHY a class: fast-check asks for one.
class DrawnArbitrary<T> extends Arbitrary<T> {
  readonly #drawing: Drawing<T>;

  constructor(drawing: Drawing<T>) {
    super();
    this.#drawing = drawing;
  }

  override generate(random: Random): Value<T> {
    return new Value(this.#drawing.draw(random), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.#drawing.holds(value);
  }

  override shrink(value: T): Stream<Value<T>> {
    return new Stream(valuesOf(this.#drawing.simpler(value)));
  }
}

function* valuesOf<T>(values: Iterable<T>): Generator<Value<T>, void, unknown> {
  for (const value of values) yield new Value(value, undefined);
}

export function drawn<T>(drawing: Drawing<T>): Arbitrary<T> {
  return new DrawnArbitrary(drawing);
}
