// A stanza that could as well not be there: another one of its policy grants the same. What might be one is looked for by its text, and said only where
// the set without it is proved to decide alike.

import { type Equivalence, equivalence } from '../../compare/equivalence.js';
import type { Policy, Stanza } from '../../model/stanza.js';
import { deleteItem } from '../delete-item.js';
import { holdersOf } from '../holders.js';
import { relatedTo, sourceText } from '../places.js';
import type { Proving } from '../proving.js';
import type { Rule, RuleContext } from '../rule.js';
import { reachOf } from '../unreached.js';
import { quoted } from '../wording.js';

export const redundantStanza: Rule = {
  id: 'redundant-stanza',
  reach: 'set',
  severity: 'info',
  summary: 'a stanza without which every request is decided alike',
  check(context) {
    const proving = context.proving();
    if (proving === null) return;
    // What no request reaches, others say.
    const unreached = new Set(reachOf(context).map(({ stanza }) => stanza));
    for (const policy of context.policies) {
      const gone = new Set<Stanza>();
      for (const { stanza, other } of candidatesIn(policy)) {
        if (unreached.has(stanza) || gone.has(other) || gone.has(stanza)) continue;
        if (!proving.effort.take(costOf(context, policy)) || proves(stanza, policy, proving, context) !== 'equivalent') continue;
        gone.add(stanza);
        report(context, stanza, other);
      }
    }
  },
};

/** Policies of more stanzas are not searched. */
const MAX_STANZAS = 300;

interface Candidate {
  readonly stanza: Stanza;
  /** Grants it too. */
  readonly other: Stanza;
}

/** The later of two at one pattern; and what a broader pattern grants under the same terms. */
function* candidatesIn({ stanzas }: Policy): Generator<Candidate> {
  if (stanzas.length < 2 || stanzas.length > MAX_STANZAS) return;
  const terms = new Map(stanzas.map((stanza) => [stanza, termsOf(stanza)]));
  const alike = (a: Stanza, b: Stanza) => a !== b && terms.get(a) === terms.get(b) && a.capabilities.every((each) => b.capabilities.includes(each));
  for (const [i, stanza] of stanzas.entries()) {
    const same = stanzas.filter((other) => isSamePattern(stanza, other));
    const twin = same.find((other) => alike(stanza, other) && (stanzas.indexOf(other) < i || !alike(other, stanza)));
    if (twin !== undefined) yield { stanza, other: twin };
    else if (same.length === 1 && !stanza.pattern.templated) {
      const wide = stanzas.findLast((other) => alike(stanza, other) && alike(other, stanza) && holds(other, stanza));
      if (wide !== undefined) yield { stanza, other: wide };
    }
  }
}

function isSamePattern({ pattern: a }: Stanza, { pattern: b }: Stanza): boolean {
  return a.kind === b.kind && a.text === b.text;
}

/** Everything but where it stands, what it grants and what is said on denial. */
function termsOf({ capabilities, allowed, denied, required, minWrappingTtl, maxWrappingTtl, mfaMethods, subscribeEventTypes, ...rest }: Stanza): string {
  const { controlGroup, parameters, when, maxTtl, approval, standsAlone } = rest;
  const lists = [allowed, denied].map((list) => list?.map(({ name, values }) => [name, values]));
  return JSON.stringify([
    ...[capabilities.includes('deny'), lists, required.map(({ name }) => name), minWrappingTtl, maxWrappingTtl, mfaMethods, subscribeEventTypes],
    ...[controlGroup, parameters?.shape, when.map(({ code }) => code), maxTtl, approval, standsAlone],
  ]);
}

/** By the text, segment by segment; what decides is the proof. */
function holds({ pattern: wide }: Stanza, { pattern: narrow }: Stanza): boolean {
  if (wide.templated || wide.kind === 'exact') return false;
  if (wide.kind === 'prefix') return narrow.text.startsWith(wide.text);
  const open = wide.text.endsWith('*');
  const own = (open ? wide.text.slice(0, -1) : wide.text).split('/');
  const other = narrow.text.split('/');
  if (open ? other.length < own.length : other.length !== own.length || narrow.kind === 'prefix') return false;
  return own.every((segment, i) => segment === '+' || (open && i === own.length - 1 ? other[i]?.startsWith(segment) === true : other[i] === segment));
}

function costOf({ policies }: RuleContext, { stanzas }: Policy): number {
  return 40 + stanzas.length + policies.length;
}

function proves(stanza: Stanza, { name }: Policy, proving: Proving, { model }: RuleContext): Equivalence {
  const { agents, bound, users, groups, types } = holdersOf(model.blocks, name);
  const held = new Set([...agents, ...bound].map(({ id }) => id));
  const ofUsers = new Set(users.map(({ id }) => id));
  return equivalence(proving.world, proving.without(stanza), {
    most: MAX_LISTS,
    only: ({ kind, policies, user, chain }) =>
      kind === 'policies'
        ? policies.includes(name)
        : groups.length > 0 || types.length > 0 || (user !== null && ofUsers.has(user)) || chain.some((id) => held.has(id)),
  });
}

const MAX_LISTS = 60;

function report(context: RuleContext, stanza: Stanza, other: Stanza): void {
  const { file, item, pattern } = stanza;
  const edit = item === null || /\.json$/i.test(file) ? null : deleteItem(sourceText(context.sources, file), item);
  const where = isSamePattern(stanza, other) ? 'another stanza at its pattern' : quoted(other.pattern.written);
  context.report({
    file,
    span: pattern.span,
    message: `without this stanza every request is decided alike: ${where} grants the same`,
    help: 'delete it, or write what it was meant to grant beside the other',
    related: [relatedTo(other, 'grants it too')],
    fixes: edit === null ? [] : [{ title: 'delete the stanza', edits: [edit], safe: true, proved: true }],
  });
}
