// Two policies of one principal whose stanzas at a pattern merge into more than either allows: capabilities of the one under the parameter lists of the
// other, values of both for different parameters. Said with a request that shows it.

import type { Request } from '@polc/runtime';
import { type Subject, subjectOfPolicies } from '../../analysis/subjects.js';
import type { Stanza } from '../../model/stanza.js';
import { agentSubject } from '../agent-rights.js';
import { isUnconditional } from '../merged.js';
import { relatedTo } from '../places.js';
import { allowedByNoOther } from '../rights.js';
import type { Rule, RuleContext } from '../rule.js';
import { quoted } from '../wording.js';

export const wideningMerge: Rule = {
  id: 'widening-merge',
  reach: 'set',
  severity: 'warning',
  summary: 'two policies of one principal that together allow what neither of them allows',
  check(context) {
    const proving = context.proving();
    if (proving === null) return;
    const stanzas = new Map(context.policies.map((policy) => [policy.name, policy.stanzas]));
    const said = new Set<string>();
    for (const { subject, words, policies } of holdersIn(context)) {
      for (const [first, second] of mergingIn(policies.flatMap((name) => stanzas.get(name) ?? []))) {
        const key = JSON.stringify([first.pattern.text, first.policy, second.policy]);
        if (said.has(key) || !proving.effort.take(20)) continue;
        const whole = [first.policy, second.policy];
        const { kind, text } = first.pattern;
        const witness = allowedByNoOther(
          proving.world,
          subject,
          { kind, text },
          whole,
          whole.map((name) => [name]),
        );
        if (witness === null) continue;
        said.add(key);
        context.report({
          file: second.file,
          span: second.pattern.span,
          message: `held together by ${words}, policies ${quoted(first.policy)} and ${quoted(second.policy)} allow what neither of them allows: ${shown(witness.request)}`,
          help: 'stanzas of one pattern merge, capabilities and parameter lists each for themselves: give both the same lists, or one of them a when, which keeps it apart',
          related: [relatedTo(first, 'merges with it')],
        });
      }
    }
  },
};

interface Holder {
  readonly subject: Subject;
  readonly words: string;
  readonly policies: readonly string[];
}

function* holdersIn({ model: { blocks } }: RuleContext): Generator<Holder> {
  for (const { record } of blocks.agents) {
    const words = `agent ${quoted(record.id)}`;
    if (record.policies !== undefined) yield { subject: agentSubject(record.id), words, policies: record.policies };
    if (record.ceiling?.policies !== undefined) yield { subject: agentSubject(record.id), words: `the ceiling of ${words}`, policies: record.ceiling.policies };
  }
  for (const { record } of blocks.agentTypes)
    if (record.ceiling_policies !== undefined)
      yield { subject: subjectOfPolicies(record.ceiling_policies), words: `the ceiling of agent type ${quoted(record.id)}`, policies: record.ceiling_policies };
  const groups = new Map(blocks.groups.map(({ record }) => [record.id, record]));
  for (const { record } of blocks.users) {
    const policies = new Set(record.policies ?? []);
    const pending = [...(record.groups ?? [])];
    const seen = new Set<string>();
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      for (const name of groups.get(id)?.policies ?? []) policies.add(name);
      pending.push(...(groups.get(id)?.groups ?? []));
    }
    const { id } = record;
    yield {
      subject: { kind: 'user', request: { user: { id } }, words: `user ${id}`, user: id, chain: [], policies: [] },
      words: `user ${quoted(id)}`,
      policies: [...policies],
    };
  }
}

/** Pairs of different policies whose stanzas at one pattern merge, of which one has a list of parameters. */
function* mergingIn(stanzas: readonly Stanza[]): Generator<readonly [Stanza, Stanza]> {
  const byPattern = new Map<string, Stanza[]>();
  for (const stanza of stanzas) {
    if (stanza.standsAlone || stanza.pattern.templated || stanza.capabilities.includes('deny') || !isUnconditional(stanza)) continue;
    const key = `${stanza.pattern.kind} ${stanza.pattern.text}`;
    const there = byPattern.get(key);
    if (there === undefined) byPattern.set(key, [stanza]);
    else there.push(stanza);
  }
  for (const merging of byPattern.values())
    for (const [i, second] of merging.entries())
      for (const first of merging.slice(0, i)) if (first.policy !== second.policy && (hasLists(first) || hasLists(second))) yield [first, second];
}

function hasLists({ allowed, denied, required }: Stanza): boolean {
  return allowed !== null || denied !== null || required.length > 0;
}

function shown({ operation, path, parameters, wrap_ttl: wrap }: Request): string {
  const given = parameters === undefined || parameters === null || Object.keys(parameters).length === 0 ? '' : ` with ${JSON.stringify(parameters)}`;
  return `${operation} of ${quoted(path)}${given}${wrap === undefined ? '' : ' and wrapping'}`;
}
