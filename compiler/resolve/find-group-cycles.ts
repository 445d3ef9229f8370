// Groups that belong to each other in a circle. Each circle is named once, where it was found to close.

import type { Diagnostic } from '@polc/grammar';
import type { Blocks } from '../model/blocks.js';
import type { Reference } from '../model/reference.js';

/** `references` hold the places of the names. */
export function findGroupCycles({ groups }: Blocks, references: readonly Reference[]): Diagnostic[] {
  const byId = new Map(groups.map((group) => [group.record.id, group]));
  const diagnostics: Diagnostic[] = [];
  const done = new Set<string>();
  // A path that is walked by hand: chains of groups may be longer than the stack is deep.
  for (const { record: start } of groups) {
    const path: { readonly id: string; next: number }[] = [{ id: start.id, next: 0 }];
    const onPath = new Set([start.id]);
    while (path.length > 0 && !done.has(start.id)) {
      const top = path.at(-1) as { readonly id: string; next: number };
      const parent = byId.get(top.id)?.record.groups?.[top.next++];
      if (parent === undefined) {
        done.add(top.id);
        onPath.delete(top.id);
        path.pop();
      } else if (onPath.has(parent)) {
        const circle = [...path.map(({ id }) => id).slice(path.findIndex(({ id }) => id === parent)), parent];
        diagnostics.push(cycle(circle, byId.get(top.id) as Blocks['groups'][number], references));
      } else if (!done.has(parent) && byId.has(parent)) {
        path.push({ id: parent, next: 0 });
        onPath.add(parent);
      }
    }
  }
  return diagnostics;
}

const SHOWN = 8;

function cycle(circle: readonly string[], { file, span, item }: Blocks['groups'][number], references: readonly Reference[]): Diagnostic {
  const parent = circle.at(-1) as string;
  const named = references.find(
    (each) => each.kind === 'group' && each.name === parent && each.file === file && each.span.start >= item.span.start && each.span.end <= item.span.end,
  );
  const words = circle.length > SHOWN ? [...circle.slice(0, SHOWN - 1), '…', parent] : circle;
  return {
    code: 'group-cycle',
    severity: 'error',
    message: circle.length === 2 ? `the group ${JSON.stringify(parent)} belongs to itself` : `groups belong to each other in a circle: ${words.join(' → ')}`,
    help: 'take one of them out of the other',
    file,
    span: named?.span ?? span,
  };
}
