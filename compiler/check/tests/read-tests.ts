// The test, property and invariant blocks of a file (grammar/spec.md §13), each kind by names of its own.

import type { Facts } from '@polc/runtime';
import type { ReferenceKind } from '../../model/reference.js';
import type { InvariantModel, PropertyModel, TestModel, Tests } from '../../model/tests.js';
import type { Block } from '../block.js';
import type { CheckContext } from '../context.js';
import { readInvariant, readProperty } from './read-property.js';
import { readTest } from './read-test.js';

export const NO_TESTS: Tests = { tests: [], properties: [], invariants: [] };

export function readTests(blocks: readonly Block[], context: CheckContext): Tests {
  const tests: TestModel[] = [];
  const properties: PropertyModel[] = [];
  const invariants: InvariantModel[] = [];
  const seen = new Map<string, Block>();
  for (const block of blocks) {
    refuseSecond(block, seen, context);
    if (block.type === 'test') tests.push(readTest(block, context));
    else if (block.type === 'property') {
      const property = readProperty(block, context);
      if (property !== null) properties.push(property);
    } else {
      const invariant = readInvariant(block, context);
      if (invariant !== null) invariants.push(invariant);
    }
  }
  return { tests, properties, invariants };
}

/** A failure names its test. */
function refuseSecond(block: Block, seen: Map<string, Block>, { report }: CheckContext): void {
  const { type, id, span } = block;
  if (id.trim() === '') report.error('invalid-id', span, `the name of this ${type} is empty`, 'say in a sentence what is so');
  const earlier = seen.get(`${type} ${id}`);
  if (earlier === undefined) seen.set(`${type} ${id}`, block);
  else
    report.error('duplicate-block', span, `the ${type} ${JSON.stringify(id)} stands twice in this file`, 'give each a name of its own', [
      { message: 'the other one', file: report.file, span: earlier.span },
    ]);
}

/** Among facts that stand beside every test. */
export function isRegistered(kind: ReferenceKind, id: string, facts: Facts | null): boolean {
  if (facts === null) return false;
  const lists = { agent: facts.agents, user: facts.users, group: facts.groups, delegation: facts.delegations };
  return kind in lists && (lists[kind as keyof typeof lists]?.some((record) => record.id === id) ?? false);
}
