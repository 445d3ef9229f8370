// What conditions read from where nobody is asked about: every attribute may have every value, each for itself. More than any request can say, so that what
// cannot be here can nowhere be.

import type { JsonValue, Names } from '@polc/runtime';
import { type Environment, type Expr, evaluate, isList, isObject, OP, type Truth, truthOf, type Value } from '@polc/runtime/anatomy';
import { ABSENT } from './features.js';
import { DISPUTED, type Filling, type Place, placeOf } from './place.js';
import { placesIn, type Reader } from './scene.js';

class FreeScene implements Reader {
  truth(expr: Expr, fillings: readonly Filling[]): Truth {
    return truthOf(expr, environmentOf(fillings));
  }

  operands({ args }: Expr, fillings: readonly Filling[]): readonly Value[] {
    const environment = environmentOf(fillings);
    return args.map((arg) => evaluate(arg, environment));
  }

  placeOf({ code, literal, names }: Expr): Place | null {
    return (code === OP.read || code === OP.has) && literal.kind === 'root' ? freePlace(literal.root, names) : null;
  }

  /** One schema holds for all. */
  meaningOf(): string {
    return '';
  }

  isAge(): boolean {
    return false;
  }

  agesIn(): readonly number[] {
    return [];
  }

  placesOf(expr: Expr): readonly Place[] {
    return placesIn(expr, this);
  }

  registered(): undefined {
    return undefined;
  }
}

function environmentOf(fillings: readonly Filling[]): Environment {
  const byKey = new Map(fillings.map(({ place, value }) => [place.key, value]));
  return {
    read: (root, names) => {
      const place = freePlace(root, names);
      const value = byKey.get(place.key);
      if (value === undefined || value === ABSENT || value === DISPUTED) return undefined;
      return below(value as JsonValue, names.slice(place.kind === 'metadata' ? 2 : 1));
    },
    variables: [],
    settled: null,
    unknowns: null,
  };
}

export const FREE: Reader = new FreeScene();

/** Parameters where shapes look for them too. */
function freePlace(root: string, names: Names): Place {
  const name = String(names[0]);
  if (root === 'parameters') return placeOf('parameters', name);
  if (root === 'agent' && name === 'metadata' && names.length > 1) return placeOf('metadata', String(names[1]));
  return placeOf('free', `${root}.${name}`);
}

/** The name of a place as authors write it. */
export function attributeOf({ kind, name, key }: Place): string {
  return kind === 'free' ? name : kind === 'metadata' ? `agent.metadata.${name}` : key;
}

function below(value: JsonValue, names: Names): JsonValue | undefined {
  let at: JsonValue | undefined = value;
  for (const name of names) {
    if (typeof name === 'number') at = isList(at as JsonValue) ? (at as readonly JsonValue[])[name] : undefined;
    else at = isObject(at as JsonValue) && Object.hasOwn(at as object, name) ? (at as { readonly [name: string]: JsonValue })[name] : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}
