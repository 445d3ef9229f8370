// An `approval` block (grammar/spec.md §5.2): who may approve what its stanza or guardrail asks for.

import type { Requirement } from '@polc/runtime';
import type { Reporter } from '../model/report.js';
import { requirementDigest } from '../model/requirement-digest.js';
import type { Named } from '../model/stanza.js';
import { Fields, type Inner } from './fields.js';
import { checkParty } from './ids.js';

const SHAPE = { what: 'an approval', keys: ['by', 'within', 'count', 'self'] };

export function readApproval({ items, span }: Inner, kind: 'stanza' | 'guardrail', name: string, report: Reporter): Requirement | null {
  const fields = new Fields(items, SHAPE, span, report);
  fields.require('by', 'by = ["group:…"]');
  const isApprover = ({ name, span }: Named) => name === 'requester' || checkParty(name, span, ['user', 'group'], report) !== null;
  const by = (fields.someTexts('by') ?? []).filter(isApprover).map((each) => each.name);
  const within = fields.duration('within') ?? null;
  const count = fields.integer('count', 1) ?? 1;
  const self = fields.boolean('self') ?? false;
  if (by.length === 0) return null;
  const requirement = { kind, name, by: [...new Set(by)].sort(), within, count, self };
  return { ...requirement, digest: requirementDigest(requirement) };
}
