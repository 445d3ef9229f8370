// polc's own keys of a path stanza (grammar/spec.md §5): parameters, when, max_ttl, approval, reason. Types are strict here.

import type { Item, Key, Span } from '@polc/grammar';
import { compileCondition } from '../expression/compile-condition.js';
import { compileParameters } from '../expression/compile-parameters.js';
import type { Reporter } from '../model/report.js';
import type { Stanza } from '../model/stanza.js';
import type { Vocabulary } from '../model/vocabulary.js';
import { Fields } from './fields.js';
import { readApproval } from './read-approval.js';
import { POLC_KEYS } from './words.js';

export type PolcKeys = Pick<Stanza, 'parameters' | 'when' | 'maxTtl' | 'approval' | 'reason' | 'standsAlone'>;

const NO_KEYS: PolcKeys = { parameters: null, when: [], maxTtl: null, approval: null, reason: null, standsAlone: false };
const SHAPE = { what: 'a path stanza', keys: POLC_KEYS, repeated: ['when'] };

export function isPolcKey(key: string): boolean {
  return (POLC_KEYS as readonly string[]).includes(key);
}

/** polc's items of a stanza, in JSON with their labels unfolded: Vault's reader takes an object of objects for labels. */
export function polcItems(items: readonly Item[], json: boolean): readonly Item[] {
  const own = items.filter(({ keys }) => isPolcKey(keys[0]?.value ?? ''));
  return json ? own.map(unfold) : own;
}

function unfold(item: Item): Item {
  const [first, ...rest] = item.keys as readonly [Key, ...Key[]];
  if (rest.length === 0) return item;
  const inner = unfold({ ...item, keys: rest });
  return { ...item, keys: [first], value: { kind: 'object', body: { items: [inner], dangling: [], span: item.span }, span: item.span } };
}

/** `name` is the requirement's of an approval. */
export function checkPolcKeys(items: readonly Item[], name: string, head: Span, vocabulary: Vocabulary, report: Reporter): PolcKeys {
  if (items.length === 0) return NO_KEYS;
  const fields = new Fields(items, SHAPE, head, report);
  const parameters = refuseAssigned(items, report) ? undefined : fields.block('parameters');
  const approval = fields.block('approval');
  const reason = fields.text('reason')?.name ?? '';
  return {
    parameters: parameters === undefined ? null : compileParameters(parameters.items, parameters.span, report),
    when: fields.blocks('when').flatMap(({ items: members, span }) => compileCondition(members, span, vocabulary, report) ?? []),
    maxTtl: fields.duration('max_ttl') ?? null,
    approval: approval === undefined ? null : readApproval(approval, 'stanza', name, report),
    reason: reason === '' ? null : reason,
    standsAlone: items.some(({ keys }) => keys[0]?.value !== 'reason'),
  };
}

/** `parameters = { … }`, of which the lexer reads no shapes. */
function refuseAssigned(items: readonly Item[], report: Reporter): boolean {
  const key = items.find(({ keys, assigned, value }) => assigned && value.kind === 'object' && keys[0]?.value === 'parameters')?.keys[0];
  if (key !== undefined) report.error('wrong-type', key.span, 'parameters is a block, and takes no "="', 'write parameters { … }');
  return key !== undefined;
}

/** What denies, denies every request: no key can make it deny some. */
export function refuseBesideDeny(items: readonly Item[], report: Reporter): void {
  for (const { keys } of items) {
    const [key] = keys as readonly [Key];
    if (key.value === 'reason') continue;
    report.error(
      'condition-beside-deny',
      key.span,
      `deny refuses every request here, whatever ${key.value} says`,
      'to refuse some requests only, write guardrail "…" { on { paths = ["…"] }  forbid { … } }, or grant the others and leave deny out',
    );
  }
}
