// Groups that belong to each other in a circle. Each circle is named once, where it closes.

import type { Diagnostic, Span } from '@polc/grammar';
import type { Blocks } from '../model/blocks.js';
import { findCircles, shownCircle } from '../model/circles.js';
import type { Reference } from '../model/reference.js';

type Group = Blocks['groups'][number];

/** `references` hold the places of the names; asked for where there is a circle. */
export function findGroupCycles({ groups }: Blocks, references: () => readonly Reference[]): Diagnostic[] {
  const byId = new Map(groups.map((group) => [group.record.id, group]));
  const parents = new Map(groups.map(({ record }) => [record.id, (record.groups ?? []).filter((id) => byId.has(id))]));
  const circles = [...findCircles(byId.keys(), (id) => parents.get(id) ?? []).values()];
  if (circles.length === 0) return [];
  const closing = new Set(circles.map((circle) => circle.at(-1)));
  const places = new Map<string, Reference[]>();
  for (const reference of references()) {
    if (reference.kind !== 'group' || !closing.has(reference.name)) continue;
    const known = places.get(reference.name);
    if (known === undefined) places.set(reference.name, [reference]);
    else known.push(reference);
  }
  return circles.map((circle) => {
    const [parent, last] = [circle.at(-1) as string, circle.at(-2) ?? (circle[0] as string)];
    return cycle(circle, parent, byId.get(last) as Group, places.get(parent) ?? []);
  });
}

/** `places` are those where somebody names the parent. */
function cycle(circle: readonly string[], parent: string, { file, span, extent }: Group, places: readonly Reference[]): Diagnostic {
  const isIn = (inner: Span) => inner.start >= extent.start && inner.end <= extent.end;
  const message =
    circle.length === 1
      ? `the group ${JSON.stringify(parent)} belongs to itself`
      : `groups belong to each other in a circle: ${shownCircle(circle).join(' → ')}`;
  return {
    code: 'group-cycle',
    severity: 'error',
    message,
    help: 'take one of them out of the other',
    file,
    span: places.find((each) => each.file === file && isIn(each.span))?.span ?? span,
  };
}
