// An entry of a log for people: one line, with what somebody looks for first.

import type { AuditEntry, ChangeEntry, DecisionEntry } from '@polc/service';
import type { Colours } from './colours.js';
import { visible } from './visible.js';

export interface ShownEntry {
  /** Of its log; empty where there is one alone. */
  readonly log: string;
  readonly index: number;
  readonly entry: AuditEntry;
}

/** Without its end. */
export function entryText({ log, index, entry }: ShownEntry, colours: Colours): string {
  const place = log === '' ? String(index) : `${visible(log)}:${index}`;
  return [colours.dim(visible(entry.time)), place.padStart(6), ...partsOf(entry, colours)].join('  ');
}

function partsOf(entry: AuditEntry, colours: Colours): readonly string[] {
  switch (entry.type) {
    case 'decision':
      return decisionParts(entry, colours);
    case 'change':
      return [partiesOf(entry.agent, entry.user), changeWords(entry), `by ${visible(entry.caller)}`].filter((part) => part !== '');
    case 'alert':
      return [colours.yellow(`alert ${visible(entry.alert)}`), visible(entry.message)];
    case 'service':
      return [`service ${visible(entry.event)}`, visible(entry.message)];
  }
}

function decisionParts({ asked, allowed, outcome, caller }: DecisionEntry, colours: Colours): readonly string[] {
  const { agent, user, policies, operation, path } = asked;
  const who = partiesOf(agent, user) || (policies === null ? visible(caller) : `policies ${visible(policies.join(', '))}`);
  return [who, `${visible(operation)} ${visible(path)}`, allowed ? colours.green(visible(outcome)) : colours.red(visible(outcome))];
}

function changeWords({ kind, action, subject }: ChangeEntry): string {
  return visible(`${action} ${kind} ${subject}`);
}

/** The agent, and for whom it acts; empty where there is neither. */
function partiesOf(agent: string | null, user: string | null): string {
  if (agent === null) return user === null ? '' : `user:${visible(user)}`;
  return `agent:${visible(agent)}${user === null ? '' : ` for user:${visible(user)}`}`;
}
