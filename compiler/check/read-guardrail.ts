// A `guardrail` block: what it looks at, what it requires and forbids, and how hard (grammar/spec.md §10.3).

import { compileCondition } from '../expression/compile-condition.js';
import type { GuardrailModel } from '../model/blocks.js';
import type { Named } from '../model/stanza.js';
import type { Block } from './block.js';
import { checkPlainPath } from './check-pattern.js';
import type { CheckContext } from './context.js';
import { Fields } from './fields.js';
import { readApproval } from './read-approval.js';
import { referAll } from './read-names.js';
import { isCapability, unknownCapability } from './words.js';

const SHAPE = { what: 'a guardrail', keys: ['enforcement', 'on', 'require', 'forbid', 'approval', 'reason'], repeated: ['require', 'forbid'] };
const ON = { what: '"on"', keys: ['paths', 'capabilities', 'agent_types'] };
const LEVELS = ['hard-mandatory', 'soft-mandatory', 'advisory'] as const;

export function readGuardrail({ id, items, head }: Block, context: CheckContext): GuardrailModel {
  const { report, vocabulary } = context;
  const fields = new Fields(items, SHAPE, head, report);
  fields.require('enforcement', 'enforcement = "hard-mandatory"');
  const enforcement = fields.word('enforcement', LEVELS);
  const approval = fields.block('approval');
  if (enforcement === 'soft-mandatory') fields.require('approval', 'approval { by = ["group:…"] }: a soft-mandatory guardrail yields to it');
  else if (enforcement !== undefined && approval !== undefined)
    report.error(
      'approval-without-effect',
      approval.span,
      `a guardrail that is ${enforcement} asks for no approval`,
      'remove it, or write enforcement = "soft-mandatory"',
    );
  const conditions = (key: string) => fields.blocks(key).flatMap((block) => compileCondition(block.items, block.span, vocabulary, report) ?? []);
  return {
    name: id,
    enforcement: enforcement ?? 'hard-mandatory',
    ...readOn(fields, context),
    require: conditions('require'),
    forbid: conditions('forbid'),
    approval: approval === undefined ? null : readApproval(approval, 'guardrail', id, report),
    reason: fields.text('reason')?.name ?? null,
  };
}

function readOn(outer: Fields, context: CheckContext): Pick<GuardrailModel, 'paths' | 'capabilities' | 'agentTypes'> {
  const { report } = context;
  const on = outer.block('on');
  const fields = new Fields(on?.items ?? [], ON, outer.span('on'), report);
  const paths = fields.someTexts('paths');
  const capabilities = fields.someTexts('capabilities');
  return {
    paths: paths?.filter(({ name, span }) => checkPlainPath(name, span, report)).map(({ name }) => name) ?? null,
    capabilities: capabilities?.filter((word) => checkCapability(word, context)).map(({ name }) => name) ?? null,
    agentTypes: referAll('agent_type', fields.someTexts('agent_types'), context) ?? null,
  };
}

/** A guardrail that looks at what no operation needs would never speak. */
function checkCapability({ name, span }: Named, { report }: CheckContext): boolean {
  if (name === 'deny' || name === 'sudo') {
    report.error('invalid-capability', span, `no operation needs ${name}`, 'name the capabilities of the operations that are meant, or leave the key out');
    return false;
  }
  if (isCapability(name)) return true;
  const { message, help } = unknownCapability(name);
  report.error('invalid-capability', span, message, help);
  return false;
}
