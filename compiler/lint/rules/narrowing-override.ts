// Of the policies that one principal holds, one has a narrower pattern with fewer capabilities: nothing adds up, the narrower one hides the broader.

import type { Policy, Stanza } from '../../model/stanza.js';
import { isUnconditional, type MergedRule, mergeStanzas, rulesOf } from '../merged.js';
import { PatternIndex } from '../pattern-index.js';
import { relatedTo } from '../places.js';
import type { Rule, RuleContext } from '../rule.js';
import { isStarred, pathOf, segmentsOf, slotsOf } from '../slots.js';
import { View } from '../view.js';
import { listed, quoted } from '../wording.js';

export const narrowingOverride: Rule = {
  id: 'narrowing-override',
  reach: 'set',
  severity: 'warning',
  summary: 'a stanza that takes away what another policy of the same holder grants',
  check(context) {
    const byName = new Map(context.policies.map((policy) => [policy.name, policy]));
    const said = new Set<Stanza>();
    for (const { holder, names } of listsOf(context)) {
      const policies = names.flatMap((name) => byName.get(name) ?? []);
      if (policies.length < 2 || policies.length > MOST) continue;
      for (const policy of policies) judge(context, policy, policies, holder, said);
    }
  },
};

/** Policies of one list that are looked at beside each other; who holds more is past such advice. */
const MOST = 12;

function listsOf({ model: { blocks } }: RuleContext): readonly { readonly holder: string; readonly names: readonly string[] }[] {
  const groups = new Map(blocks.groups.map(({ record }) => [record.id, record.policies ?? []]));
  const lists = [
    ...blocks.agents.flatMap(({ record }) =>
      [record.policies ?? [], record.ceiling?.policies ?? []].map((names) => ({ holder: `agent ${quoted(record.id)}`, names })),
    ),
    ...blocks.users.map(({ record }) => ({
      holder: `user ${quoted(record.id)}`,
      names: [...(record.policies ?? []), ...(record.groups ?? []).flatMap((id) => groups.get(id) ?? [])],
    })),
  ];
  const seen = new Set<string>();
  return lists.flatMap(({ holder, names }) => {
    const unique = [...new Set(names)];
    const key = unique.join('\0');
    if (unique.length < 2 || seen.has(key)) return [];
    seen.add(key);
    return [{ holder, names: unique }];
  });
}

function judge(context: RuleContext, policy: Policy, all: readonly Policy[], holder: string, said: Set<Stanza>): void {
  const others = mergeStanzas(all.flatMap((other) => (other === policy ? [] : other.stanzas)));
  const view = new View(new PatternIndex(others));
  const same = new Set(others.map(({ kind, text }) => `${kind} ${text}`));
  for (const rule of rulesOf(policy.stanzas)) {
    const [stanza] = rule.stanzas as readonly [Stanza];
    // What is narrowed on purpose says how: a deny, a condition. What merges takes nothing away.
    if (said.has(stanza) || rule.deny || rule.templated || rule.capabilities.size === 0 || same.has(`${rule.kind} ${rule.text}`)) continue;
    if (!rule.stanzas.every(isUnconditional)) continue;
    const broad = view.select(examplePath(rule));
    const lost = broad === undefined || broad.deny ? [] : [...broad.capabilities].filter((capability) => !rule.capabilities.has(capability));
    const [winner] = broad?.stanzas ?? [];
    if (lost.length === 0 || winner === undefined || !isBroader(winner, rule)) continue;
    said.add(stanza);
    context.report({
      file: stanza.file,
      span: stanza.pattern.span,
      message: `${quoted(stanza.pattern.written)} takes ${listed(lost)} from ${holder}: ${quoted(winner.pattern.written)} of policy ${quoted(winner.policy)} grants it, and the narrower pattern alone counts`,
      help: 'patterns do not add up: grant here all that is needed, or leave the narrower one out',
      related: [relatedTo(winner, 'grants it, and is hidden')],
    });
  }
}

/** Some path that the rule matches and that nothing else is likely to. */
function examplePath(rule: MergedRule): string {
  const slots = slotsOf(rule, segmentsOf(rule).length) ?? [];
  return pathOf(slots, '\u0001');
}

/** Its wildcard is earlier, so that the rule wins. */
function isBroader({ pattern }: Stanza, rule: MergedRule): boolean {
  return pattern.kind !== 'exact' && (rule.kind === 'exact' || (isStarred(rule) ? rule.text.length > pattern.text.length : true));
}
