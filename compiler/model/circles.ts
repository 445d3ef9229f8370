// Circles among names that name each other, of conditions and of groups: each found where it closes, in time linear in what is named.

/** As many names of a circle as a line holds. */
const SHOWN = 8;

/**
 * By the name at which each closes: the names from there back to it, it being the last. One for each such name. `next` is what a name names; names
 * that `all` lacks are for its caller to leave out.
 */
export function findCircles(all: Iterable<string>, next: (name: string) => readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const done = new Set<string>();
  for (const start of all) {
    // A path that is walked by hand, with the place of each name in it: chains may be longer than the stack is deep.
    const path: { readonly name: string; at: number }[] = done.has(start) ? [] : [{ name: start, at: 0 }];
    const places = new Map([[start, 0]]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const named = next(top.name)[top.at++];
      const place = named === undefined ? undefined : places.get(named);
      if (named === undefined) {
        done.add(top.name);
        places.delete(top.name);
        path.pop();
      } else if (place !== undefined) {
        if (!found.has(named)) found.set(named, [...path.slice(place + 1).map(({ name }) => name), named]);
      } else if (!done.has(named)) {
        places.set(named, path.length);
        path.push({ name: named, at: 0 });
      }
    }
  }
  return found;
}

/** From the name at which it closes: all of a short circle, the first names of a long one. */
export function shownCircle(circle: readonly string[]): readonly string[] {
  const closing = circle.at(-1) as string;
  return [closing, ...(circle.length > SHOWN ? [...circle.slice(0, SHOWN - 2), '…', closing] : circle)];
}
