// A restriction in one stanza that binds what other stanzas of the same pattern grant, since Vault merges them.

import type { Capability, Stanza } from '../../model/stanza.js';
import { alternativesOf, type MergedRule } from '../merged.js';
import { keySpan, relatedTo } from '../places.js';
import type { Rule, RuleContext } from '../rule.js';
import { listed, quoted } from '../wording.js';

interface Restriction {
  readonly key: string;
  has(stanza: Stanza): boolean;
  /** The capabilities whose everyday requests it can refuse. */
  readonly binds: ReadonlySet<Capability> | 'all';
}

const WRITES: readonly Capability[] = ['create', 'update', 'patch', 'recover', 'invoke', 'delegate'];

const RESTRICTIONS: readonly Restriction[] = [
  // WHY without read: only its query parameters are checked, and a plain read has none.
  { key: 'allowed_parameters', has: ({ allowed }) => allowed !== null, binds: new Set(WRITES) },
  { key: 'denied_parameters', has: ({ denied }) => denied !== null, binds: new Set(WRITES) },
  { key: 'required_parameters', has: ({ required }) => required.length > 0, binds: new Set<Capability>([...WRITES, 'read']) },
  { key: 'min_wrapping_ttl', has: ({ minWrappingTtl }) => minWrappingTtl > 0, binds: 'all' },
  { key: 'max_wrapping_ttl', has: ({ maxWrappingTtl }) => maxWrappingTtl > 0, binds: 'all' },
];

/** Of many stanzas bound by one, this many are shown. */
const SHOWN = 3;

export const restrictionSpreads: Rule = {
  id: 'restriction-spreads',
  reach: 'set',
  severity: 'warning',
  summary: 'a restriction that also binds what other stanzas of the same pattern grant without it',
  check(context) {
    const shared = context.patterns.rules.filter(({ stanzas, deny }) => !deny && stanzas.length > 1);
    for (const rule of shared.flatMap(alternativesOf)) {
      if (rule.stanzas.length === 1) continue;
      for (const restriction of RESTRICTIONS) checkRestriction(context, rule, restriction);
    }
  },
};

function checkRestriction(context: RuleContext, { stanzas }: MergedRule, restriction: Restriction): void {
  const bound = stanzas.filter((stanza) => !restriction.has(stanza) && boundCapabilities(stanza, restriction).length > 0);
  const first = bound[0];
  if (first === undefined) return;
  for (const stanza of stanzas) {
    if (!restriction.has(stanza)) continue;
    context.report({
      file: stanza.file,
      span: keySpan(stanza, restriction.key),
      message: `${restriction.key} here also binds the ${listed(boundCapabilities(first, restriction))} that ${whose(first, stanza)} grants on ${quoted(stanza.pattern.written)}`,
      help: 'Vault merges the stanzas of one pattern, restrictions included: give the less restricted grant a pattern of its own, or restrict both alike',
      related: bound.slice(0, SHOWN).map((other) => relatedTo(other, 'bound as well')),
    });
  }
}

function boundCapabilities({ capabilities }: Stanza, { binds }: Restriction): readonly Capability[] {
  return binds === 'all' ? capabilities : capabilities.filter((capability) => binds.has(capability));
}

function whose(other: Stanza, stanza: Stanza): string {
  return other.policy === stanza.policy ? 'another stanza' : `policy ${quoted(other.policy)}`;
}
