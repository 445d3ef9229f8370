// Entries as lines of CEF (ArcSight Common Event Format, version 0). It has names for some of what an entry holds, and six strings of one's own; parameters,
// layers, obligations and what vouched have no place in it.

import type { AuditEntry, ChangeEntry, DecisionEntry } from '../audit-entry.js';
import { decidedBy, type ExportOptions, isRefusal, principalOf } from './export-options.js';

interface CefEvent {
  /** Device Event Class ID. */
  readonly id: string;
  readonly name: string;
  /** 0 to 10. */
  readonly severity: number;
  readonly extension: readonly (readonly [key: string, value: string | number | null])[];
}

/** One line, without its end. */
export function toCef(entry: AuditEntry, { version, place = null }: ExportOptions): string {
  const { id, name, severity, extension } = eventOf(entry);
  const head = ['polc', 'polc', version, id, name, String(severity)].map(escapeHeader).join('|');
  const { credential, address } = entry;
  const all: CefEvent['extension'] = [
    ...([['rt', Date.parse(entry.time)], ['cat', entry.type], ['externalId', entry.id], ['dvchost', entry.node], ...addressOf(address)] as const),
    ...extension,
    // What has no name of CEF's.
    ...([
      ['polcCaller', entry.caller],
      ['polcCredential', credential],
      ['polcRequestId', entry.request_id],
      ['polcTraceparent', entry.traceparent],
    ] as const),
    ...(place === null
      ? []
      : ([
          ['polcIndex', place.index],
          ['polcLeaf', place.leaf.toString('base64')],
        ] as const)),
  ];
  const told = all.filter(([, value]) => value !== null && value !== '').map(([key, value]) => `${key}=${escapeExtension(String(value))}`);
  return `CEF:0|${head}|${told.join(' ')}`;
}

/** In the head a bar and a backslash are escaped; it has no line ends and other control characters: a space stands for each. */
export function escapeHeader(value: string): string {
  return value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ').replace(/[\\|]/g, '\\$&');
}

/** In the extension an equals sign and a backslash are escaped, and line ends are written as `\n` and `\r`. */
export function escapeExtension(value: string): string {
  return value.replace(/[\\=]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

function eventOf(entry: AuditEntry): CefEvent {
  switch (entry.type) {
    case 'decision':
      return decisionOf(entry);
    case 'change':
      return changeOf(entry);
    case 'alert': {
      const { alert, agent, user, path, message, decision } = entry;
      const parties = [...partiesOf(agent, user), ['request', path], ['msg', message], ['polcDecision', decision]] as const;
      return { id: alert, name: `Alert: ${alert}`, severity: 7, extension: [...parties, ...labelled(1, 'agent', agent)] };
    }
    case 'service': {
      const { event, message, revision } = entry;
      const failed = event !== 'started' && event !== 'stopped';
      const outcome = ['outcome', failed ? 'failure' : 'success'] as const;
      return { id: event, name: `Service: ${event}`, severity: failed ? 5 : 1, extension: [outcome, ['msg', message], ...labelled(4, 'revision', revision)] };
    }
  }
}

function decisionOf(entry: DecisionEntry): CefEvent {
  const { asked, allowed, outcome, revision, caller } = entry;
  return {
    ...{ id: decidedBy(entry)?.name ?? outcome, name: allowed ? 'Access allowed' : 'Access denied', severity: allowed ? 1 : 5 },
    extension: [
      ['act', allowed ? 'allow' : 'deny'],
      ['outcome', allowed ? 'success' : 'failure'],
      ['reason', outcome],
      ...partiesOf(asked.agent ?? asked.user ?? principalOf(caller).id, asked.agent === null ? null : asked.user),
      ['request', asked.path],
      ['requestMethod', asked.operation],
      ...labelled(1, 'agent', asked.agent),
      ...labelled(2, 'chain', asked.chain.length === 0 ? null : asked.chain.join(' > ')),
      ...labelled(3, 'purpose', asked.purpose),
      ...labelled(4, 'revision', revision),
      ...labelled(5, 'session', asked.session),
      ...labelled(6, 'policies', asked.policies === null ? null : asked.policies.join(', ')),
      ['polcDelegation', asked.delegation],
    ],
  };
}

function changeOf(entry: ChangeEntry): CefEvent {
  const { kind, action, subject, agent, user, facts_revision, caller } = entry;
  return {
    ...{ id: `${kind}:${action}`, name: `Change: ${kind} ${action}`, severity: 3 },
    extension: [
      ['act', action],
      ['outcome', isRefusal(entry) ? 'failure' : 'success'],
      ...partiesOf(principalOf(caller).id, user),
      ...labelled(1, 'agent', agent),
      ...labelled(3, 'subject', subject),
      ...labelled(4, 'facts_revision', facts_revision),
    ],
  };
}

/** Who acts, and in whose name. */
function partiesOf(actor: string | null, behalf: string | null): CefEvent['extension'] {
  return [
    ['suser', actor],
    ['duser', behalf],
  ];
}

/** A string of one's own; nothing at all where there is no value. */
function labelled(number: 1 | 2 | 3 | 4 | 5 | 6, label: string, value: string | null): CefEvent['extension'] {
  if (value === null || value === '') return [];
  return [
    [`cs${number}Label`, label],
    [`cs${number}`, value],
  ];
}

/** `src` takes IPv4 alone. */
function addressOf(address: string | null): CefEvent['extension'] {
  if (address === null) return [];
  if (!address.includes(':')) return [['src', address]];
  return [
    ['c6a2Label', 'Source IPv6 Address'],
    ['c6a2', address],
  ];
}
