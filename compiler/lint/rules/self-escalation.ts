// Rights by which a policy's holder can give itself any other policy. The paths are powers.ts's.

import type { Stanza } from '../../model/stanza.js';
import { alternativesOf, isUnconditional, type MergedRule } from '../merged.js';
import { POWERS, type Power } from '../powers.js';
import type { Rule, RuleContext } from '../rule.js';
import { ANY, meet, pathOf, type Slot, slotsOf } from '../slots.js';
import type { View } from '../view.js';
import { listed, quoted } from '../wording.js';

export const selfEscalation: Rule = {
  id: 'self-escalation',
  reach: 'set',
  severity: 'warning',
  summary: 'a right to write policies, or to hand them out, which is a right to everything',
  check(context) {
    for (const rule of context.patterns.rules) {
      if (rule.templated || rule.deny || !/^(?:sys|auth|identity)\//.test(rule.text)) continue;
      for (const alternative of alternativesOf(rule)) {
        const powers = POWERS.filter((power) => isUnbounded(alternative, power));
        if (powers.length > 0) for (const stanza of alternative.stanzas) checkStanza(context, rule, stanza, powers);
      }
    }
  },
};

function checkStanza(context: RuleContext, rule: MergedRule, stanza: Stanza, powers: readonly Power[]): void {
  const writes = writesOf(stanza);
  // A condition, a shape or an approval bounds it somehow: how well is not for lint to say.
  if (writes.length === 0 || !isUnconditional(stanza)) return;
  const power = powers.find((candidate) => holds(rule, candidate, stanza.policy, context.patterns.view));
  if (power === undefined) return;
  context.report({
    file: stanza.file,
    span: stanza.pattern.span,
    message: `${listed(writes)} on ${quoted(stanza.pattern.written)} ${power.does}, and so reaches everything`,
    help: `grant it to nobody who is not meant to hold all rights, name the few paths that are needed, or bound ${listed(power.carriers)} by allowed_parameters`,
  });
}

/** Nothing in the rule stands in the way, should it decide a request that uses the power. */
function isUnbounded(rule: MergedRule, power: Power): boolean {
  return power.needs.every((capability) => rule.capabilities.has(capability)) && power.carriers.some((name) => isFree(rule, name));
}

/** The rule decides a request that uses the power. */
function holds(rule: MergedRule, power: Power, policy: string, view: View): boolean {
  const fixed = (text: string) => ({ text, open: false });
  const own = slotsOf(rule, power.path.length);
  const path = power.path.map((text) => (text === null ? ANY : fixed(text)));
  if (own === null) return false;
  if (power.policyNamed) return wins(rule, meet(own, [...path.slice(0, -1), fixed(policy)]), view);
  const slots = meet(own, path);
  // A name that the pattern spells out is not of the caller's choice.
  return (power.path.at(-1) !== null || slots?.at(-1)?.open === true) && wins(rule, slots, view);
}

function wins(rule: MergedRule, slots: readonly Slot[] | null, view: View): boolean {
  return slots !== null && view.select(pathOf(slots, NAME)) === rule;
}

/** A name of the caller's choice; in no author's pattern. */
const NAME = '\u0001';

function writesOf({ capabilities }: Stanza) {
  return capabilities.filter((capability) => capability === 'create' || capability === 'update');
}

/** Whether the parameter can be sent with any value. Merged: an empty list of one stanza opens it for all. */
function isFree({ stanzas }: MergedRule, name: string): boolean {
  const denied = stanzas.flatMap((stanza) => stanza.denied ?? []);
  if (denied.some((parameter) => parameter.name === '*' || (parameter.name === name && parameter.values.length === 0))) return false;
  const allowed = stanzas.flatMap((stanza) => stanza.allowed ?? []);
  const named = allowed.filter((parameter) => parameter.name === name);
  if (named.length > 0) return named.some(({ values }) => values.length === 0);
  return allowed.length === 0 || allowed.some((parameter) => parameter.name === '*');
}
