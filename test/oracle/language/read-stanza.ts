// A path stanza with polc's keys (spec.md §5). Vault's part of it is decode-policy's.

import type { Body, Expression, Item, Value } from '@polc/grammar';
import { decodeStanza } from '../decode-policy.js';
import type { Approval, Stanza } from './model.js';
import { bodiesOf, bodyOf, flagOf, jsonOf, numberOf, secondsOf, textsOf, valueAt } from './read-values.js';

/** "A stanza with any other key stands alone." */
const ALONE = ['parameters', 'when', 'max_ttl', 'approval'];

export function readStanza(item: Item, policy: string, line: number): Stanza {
  const { errors, rule } = decodeStanza(item, 'polc');
  if (rule === null) throw new Error(errors.join('; '));
  const body = bodyOf(item.value);
  const alone = body.items.some(({ keys }) => ALONE.includes(keys[0]?.value ?? ''));
  if (alone && rule.capabilities.includes('deny')) throw new Error(`path "${rule.written}": beside deny, polc's keys are errors`);
  const approval = bodiesOf(body, 'approval').at(-1);
  const ttl = valueAt(body, 'max_ttl');
  return {
    ...rule,
    policy,
    line,
    alone,
    shapes: readShapes(bodiesOf(body, 'parameters')),
    when: bodiesOf(body, 'when'),
    maxTtl: ttl === undefined ? null : secondsOf(jsonOf(ttl)),
    approval: approval === undefined ? null : readApproval(approval),
  };
}

/** §5.2: "`count`: how many different approvers (1 when absent)". */
export function readApproval(body: Body): Approval {
  const within = valueAt(body, 'within');
  return {
    by: textsOf(valueAt(body, 'by')),
    within: within === undefined ? null : secondsOf(jsonOf(within)),
    count: numberOf(valueAt(body, 'count')) ?? 1,
    self: flagOf(valueAt(body, 'self')) ?? false,
  };
}

function readShapes(blocks: readonly Body[]): ReadonlyMap<string, Expression> | null {
  if (blocks.length === 0) return null;
  const items = blocks.flatMap((body) => body.items);
  return new Map(items.map(({ keys, value }) => [keys[0]?.value ?? '', shapeOf(value)]));
}

/** In JSON a shape that is a value stands as that value. */
function shapeOf(value: Value): Expression {
  const { span } = value;
  if (value.kind === 'expression') return value.expression;
  if (value.kind === 'list') return { kind: 'list', elements: value.elements.map((element) => shapeOf(element.value)), span };
  const json = jsonOf(value);
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return { kind: 'literal', value: json, span };
  throw new Error('this is no shape');
}
