// Vault Enterprise's control groups (vault-acl.md §1.7): unknown keys inside are ignored, as Vault ignores them.

import type { Item, Span } from '@polc/grammar';
import type { ControlGroup, ControlGroupFactor } from '@polc/runtime';
import type { Reporter } from '../model/report.js';
import type { Capability } from '../model/stanza.js';
import { decodeDuration, decodeInteger, decodeStrings, field, refuseOutOfRange, structItems } from './decode.js';

const CODE = 'invalid-control-group';

/** `decoded` holds the factors before they were judged: types are wrong even behind a deny, content only without one. */
export interface DecodedControlGroup {
  readonly group: ControlGroup;
  readonly judge: (capabilities: readonly Capability[]) => void;
}

export function decodeControlGroup(items: readonly Item[], at: Span, report: Reporter): DecodedControlGroup | null {
  const inside = structItems(field(items, 'control_group'), report);
  if (inside === null) return null;
  const factorItems = structItems(field(inside, 'factor'), report) ?? [];
  const factors = [...groupByName(factorItems, report)].map(([name, parts]) => decodeFactor(name, parts, at, report));
  const ttlField = field(inside, 'ttl');
  refuseOutOfRange(ttlField, report);
  return {
    get group(): ControlGroup {
      return { ttl: (decodeDuration(ttlField, report)?.value ?? 0) / 1e9, factors: factors.map(({ factor }) => factor) };
    },
    judge: (capabilities) => {
      if (factors.length === 0)
        report.error(CODE, at, 'a control group needs a factor', 'write factor "name" { identity { group_names = ["…"]  approvals = 1 } }');
      for (const { factor, hasIdentity, span } of factors) judgeFactor(factor, hasIdentity, span, capabilities, report);
    },
  };
}

interface Factor {
  readonly factor: ControlGroupFactor;
  readonly hasIdentity: boolean;
  readonly span: Span;
}

/** Parts of one factor may stand in several blocks of its name. */
function groupByName(items: readonly Item[], report: Reporter): Map<string, Item[]> {
  const byName = new Map<string, Item[]>();
  for (const item of items) {
    const [name, ...rest] = item.keys;
    if (name === undefined) continue;
    const parts = byName.get(name.value) ?? [];
    byName.set(name.value, parts);
    if (rest.length > 0) parts.push({ ...item, keys: rest });
    else if (item.value.kind === 'object') parts.push(...item.value.body.items);
    else report.error('wrong-type', item.value.span, `factor ${JSON.stringify(name.value)} must be a block`);
  }
  return byName;
}

function decodeFactor(name: string, parts: readonly Item[], at: Span, report: Reporter): Factor {
  const identity = structItems(field(parts, 'identity'), report);
  const texts = (items: readonly Item[] | null, key: string) => (items === null ? [] : decodeStrings(field(items, key), report).map((named) => named.name));
  const factor: ControlGroupFactor = {
    name,
    controlled_capabilities: texts(parts, 'controlled_capabilities'),
    group_ids: texts(identity, 'group_ids'),
    group_names: texts(identity, 'group_names'),
    approvals: identity === null ? 0 : decodeInteger(field(identity, 'approvals'), report),
  };
  return { factor, hasIdentity: identity !== null, span: parts[0]?.span ?? at };
}

function judgeFactor(factor: ControlGroupFactor, hasIdentity: boolean, span: Span, capabilities: readonly Capability[], report: Reporter): void {
  const name = JSON.stringify(factor.name);
  if (!hasIdentity) {
    report.error(CODE, span, `factor ${name} has no identity block`, 'say which groups approve: identity { group_names = ["…"]  approvals = 1 }');
    return;
  }
  if (factor.approvals <= 0) report.error(CODE, span, `factor ${name} needs approvals above 0`);
  if (factor.group_ids.length === 0 && factor.group_names.length === 0)
    report.error(CODE, span, `factor ${name} names no group`, 'add group_names or group_ids');
  for (const controlled of factor.controlled_capabilities) {
    if ((capabilities as readonly string[]).includes(controlled)) continue;
    report.error(
      CODE,
      span,
      `factor ${name} controls ${JSON.stringify(controlled)}, which the stanza does not have`,
      'add it to capabilities, or take it out here',
    );
  }
}
