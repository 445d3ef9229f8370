// The blocks of a model as the runtime reads them at once (runtime/facts/blocks.ts): plain data, in source order.

import type { Blocks as BlockTree, Guardrail } from '@polc/runtime';
import { layout } from '@polc/runtime';
import type { Blocks, GuardrailModel, Placed } from '../model/blocks.js';
import type { Condition } from '../model/condition.js';
import { TZDATA_VERSION } from '../zones/zones.js';

export function blockTree(compiler: string, { agentTypes, groups, delegations, guardrails, targets, schema }: Blocks, types: BlockTree['types']): BlockTree {
  const records = <R>(blocks: readonly Placed<R>[]) => blocks.map(({ record }) => record);
  const sources = [...schema.attributes].flatMap(([root, names]) =>
    [...names].flatMap(([name, { source }]) => (source === null ? [] : [[`${root}.${name}`, source] as const])),
  );
  return {
    compiler,
    agent_types: records(agentTypes),
    groups: records(groups),
    delegations: records(delegations),
    guardrails: guardrails.map(guardrailRecord),
    targets: records(targets),
    operations: Object.fromEntries(schema.operations),
    subjects: Object.fromEntries(schema.subjects),
    sources: Object.fromEntries(sources),
    types,
    trusted_groups: schema.trustedGroups,
    tzdata: TZDATA_VERSION,
  };
}

function guardrailRecord({ record, file, line }: Placed<GuardrailModel>): Guardrail {
  const { name, enforcement, paths, capabilities, agentTypes, approval, reason } = record;
  const codes = (conditions: readonly Condition[]) => conditions.map(({ code }) => code);
  return {
    ...{ name, enforcement, file, line, require: codes(record.require), forbid: codes(record.forbid) },
    ...(paths === null ? {} : { paths }),
    ...(capabilities === null ? {} : { capabilities: capabilityBits(capabilities) }),
    ...(agentTypes === null ? {} : { agent_types: agentTypes }),
    ...(approval === null ? {} : { approval }),
    ...(reason === null ? {} : { reason }),
  };
}

export function capabilityBits(capabilities: readonly string[]): number {
  const names: readonly string[] = layout.CAPABILITY_NAMES;
  return capabilities.reduce((bits, capability) => bits | (1 << names.indexOf(capability)), 0);
}
