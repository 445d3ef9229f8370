// The controls of frameworks that a log can show something for, and what in it shows it. Own words: the frameworks' texts are theirs.

import type { Outcome } from '@polc/runtime';
import type { AuditEntry, ChangeEntry } from './audit-entry.js';

export interface Evidence {
  /** What is counted, in the plural. */
  readonly what: string;
  holds(entry: AuditEntry): boolean;
}

export interface Control {
  readonly control: string;
  readonly title: string;
  readonly evidence: readonly (keyof typeof EVIDENCE)[];
  /** What shows it and is in no log; null where the log is all there is. */
  readonly elsewhere: string | null;
}

const denied =
  (...outcomes: readonly Outcome[]): Evidence['holds'] =>
  (entry) =>
    entry.type === 'decision' && outcomes.includes(entry.outcome);
const changed =
  (...kinds: readonly ChangeEntry['kind'][]): Evidence['holds'] =>
  (entry) =>
    entry.type === 'change' && kinds.includes(entry.kind);
const happened =
  (...events: readonly string[]): Evidence['holds'] =>
  (entry) =>
    entry.type === 'service' && events.includes(entry.event);
const alerted =
  (...alerts: readonly string[]): Evidence['holds'] =>
  (entry) =>
    entry.type === 'alert' && alerts.includes(entry.alert);

/** What ends something, by the action's word. */
const ENDING = /^(?:delete|remove|revoke|withdraw|suspend|expire|cancel)/;

export const EVIDENCE = {
  entries: { what: 'entries of the log, each a leaf of its signed tree', holds: () => true },
  decisions: { what: 'decisions, each with its layers, rules and revision', holds: ({ type }) => type === 'decision' },
  unlisted: { what: 'denials of what no rule grants', holds: denied('no_matching_rule', 'capability_missing', 'explicit_deny') },
  parameters: { what: 'denials for the arguments of a call', holds: denied('parameter_not_allowed', 'parameter_missing') },
  conditions: { what: 'denials by conditions of the context', holds: denied('condition_false', 'condition_unknown') },
  guardrails: { what: 'denials by guardrails', holds: denied('guardrail') },
  ceilings: { what: 'denials by a ceiling', holds: denied('ceiling') },
  users: { what: 'denials for want of the user’s own right', holds: denied('user_policies') },
  scopes: {
    what: 'denials outside the task’s scope, purpose or token',
    holds: denied('scope', 'rar_no_match', 'purpose_not_allowed', 'session_not_allowed'),
  },
  delegated: {
    what: 'decisions on an agent that acts for a user, with the verdict of each layer',
    holds: (entry) => entry.type === 'decision' && entry.asked.agent !== null && entry.asked.user !== null && entry.layers.length > 1,
  },
  depth: { what: 'denials for the chain of delegation', holds: denied('delegation_too_deep', 'delegate_not_allowed') },
  unregistered: { what: 'denials of principals that are not registered', holds: denied('unknown_principal') },
  suspended: { what: 'denials of suspended principals', holds: denied('suspended') },
  expired: { what: 'denials of what has expired', holds: denied('expired') },
  vouched: { what: 'decisions whose principals a token or certificate vouches for', holds: (entry) => entry.type === 'decision' && entry.vouched !== null },
  bound: {
    what: 'decisions by a credential that is bound to a key, which was shown',
    holds: (entry) => entry.type === 'decision' && entry.vouched?.bound === true,
  },
  unauthenticated: { what: 'credentials that were refused', holds: happened('unauthenticated') },
  forbidden: { what: 'callers that were refused what they may not do', holds: happened('forbidden') },
  registered: { what: 'changes of agents, users and groups', holds: changed('agent', 'user', 'group', 'entity') },
  owned: {
    what: 'registrations of agents that name an owner',
    holds: (entry) => entry.type === 'change' && entry.kind === 'agent' && typeof entry.body?.owner === 'string',
  },
  credentials: { what: 'changes of callers and their keys', holds: changed('caller', 'key') },
  delegations: { what: 'changes of delegations', holds: changed('delegation') },
  ended: {
    what: 'suspensions, revocations and removals',
    holds: (entry) => entry.type === 'change' && (ENDING.test(entry.action.toLowerCase()) || entry.body === null || isEnded(entry)),
  },
  consents: { what: 'consents given and withdrawn', holds: changed('consent') },
  unconsented: { what: 'denials for want of consent', holds: denied('consent_missing') },
  approvals: { what: 'approvals asked for and answered', holds: changed('approval') },
  unapproved: { what: 'denials until somebody approves, or shows a second factor', holds: denied('approval_required', 'mfa_required') },
  approved: {
    what: 'allowed decisions that brought an approval',
    holds: (entry) => entry.type === 'decision' && entry.allowed && entry.asked.approvals.length > 0,
  },
  grants: { what: 'changes of ephemeral grants', holds: changed('grant') },
  limited: {
    what: 'allowed decisions with a limit of time or uses',
    holds: (entry) => entry.type === 'decision' && entry.allowed && (entry.obligations.max_ttl !== null || entry.obligations.uses !== null),
  },
  policies: { what: 'changes of the policies in force', holds: changed('policies') },
  refused: { what: 'policies that were refused', holds: happened('policies_refused') },
  joined: {
    what: 'entries that other logs can be joined with (request id, trace, transaction)',
    holds: (entry) => entry.request_id !== null || entry.traceparent !== null || (entry.type === 'decision' && (entry.vouched?.txn ?? null) !== null),
  },
  sealed: { what: 'decisions whose request is kept, sealed, to be decided again', holds: (entry) => entry.type === 'decision' && entry.sealed !== null },
  repeated: { what: 'alerts of repeated denials', holds: alerted('repeated_denials') },
  sensitive: { what: 'alerts of sensitive paths', holds: alerted('sensitive_path') },
  reached: { what: 'alerts of agents where they never were', holds: alerted('first_reach') },
} as const satisfies { readonly [name: string]: Evidence };

function isEnded({ body }: ChangeEntry): boolean {
  return body?.status === 'suspended' || body?.status === 'revoked' || (body?.withdrawn_at ?? null) !== null;
}

const row = (control: string, title: string, evidence: Control['evidence'], elsewhere: string | null = null): Control => ({
  ...{ control, title, evidence, elsewhere },
});

export const FRAMEWORKS = {
  asi: {
    title: 'OWASP Top 10 for Agentic Applications 2026',
    controls: [
      row('ASI01', 'Agent Goal Hijack', ['unlisted', 'scopes', 'unapproved'], 'replays of known attacks'),
      row('ASI02', 'Tool Misuse & Exploitation', ['parameters', 'unlisted', 'guardrails'], 'the policies, their tests and coverage'),
      row('ASI03', 'Identity & Privilege Abuse', ['delegated', 'ceilings', 'users', 'unregistered', 'bound', 'registered'], 'the registry'),
      row('ASI04', 'Agentic Supply Chain Vulnerabilities', ['policies', 'refused'], 'digests of pinned servers and tools, signatures of bundles'),
      row('ASI05', 'Unexpected Code Execution', ['guardrails', 'unapproved'], 'the rules over tools that run code, and their tests'),
      row('ASI06', 'Memory & Context Poisoning', ['conditions'], 'the rules over labels of data; what is in a model’s memory nobody sees here'),
      row('ASI07', 'Insecure Inter-Agent Communication', ['unauthenticated', 'depth', 'bound'], 'the settings of the servers'),
      row('ASI08', 'Cascading Failures', ['ended', 'depth', 'repeated', 'limited']),
      row('ASI09', 'Human-Agent Trust Exploitation', ['consents', 'unconsented', 'approvals', 'unapproved', 'approved']),
      row('ASI10', 'Rogue Agents', ['suspended', 'ended', 'owned', 'reached', 'sensitive'], 'how long a revocation takes to hold'),
    ],
  },
  nhi: {
    title: 'OWASP Non-Human Identities Top 10 2025',
    controls: [
      row('NHI1', 'Improper Offboarding', ['ended', 'suspended', 'expired']),
      row('NHI2', 'Secret Leakage', [], 'polc keeps no secrets of others; strings in this log are keyed hashes'),
      row('NHI3', 'Vulnerable Third-Party NHI', ['refused'], 'digests of pinned servers and tools'),
      row('NHI4', 'Insecure Authentication', ['unauthenticated', 'vouched', 'bound', 'credentials']),
      row('NHI5', 'Overprivileged NHI', ['ceilings', 'scopes', 'unlisted'], 'suggestions of narrower policies from this log'),
      row('NHI6', 'Insecure Cloud Deployment Configurations', [], 'outside of what polc sees'),
      row('NHI7', 'Long-Lived Secrets', ['grants', 'limited', 'expired']),
      row('NHI8', 'Environment Isolation', ['conditions'], 'the rules over environments, and their tests'),
      row('NHI9', 'NHI Reuse', ['unregistered', 'registered'], 'that the registry holds each identity once'),
      row('NHI10', 'Human Use of NHI', ['delegated', 'users']),
    ],
  },
  csf: {
    title: 'NIST Cybersecurity Framework 2.0',
    controls: [
      row('GV.PO', 'policy is set and enforced', ['policies', 'decisions'], 'the policies and their history'),
      row('PR.AA-01', 'identities and credentials are managed', ['registered', 'owned', 'credentials', 'ended']),
      row('PR.AA-03', 'users and services are authenticated', ['vouched', 'bound', 'unauthenticated']),
      row('PR.AA-05', 'access is decided by policy, least privilege, duties apart', [
        'unlisted',
        'ceilings',
        'scopes',
        'delegated',
        'forbidden',
        'approvals',
        'delegations',
      ]),
      row('PR.PS-04', 'log records are made', ['entries', 'decisions']),
      row('DE.CM-03', 'the activity of persons and technology is watched', ['repeated', 'sensitive', 'reached']),
      row('DE.CM-09', 'software and its data are watched', ['refused', 'sensitive'], 'whatever watches the machines'),
      row('DE.AE-03', 'information of several sources is joined', ['joined'], 'the other sources'),
      row('RS.AN-06', 'records keep their integrity', ['entries', 'sealed'], 'checkpoints that were kept elsewhere'),
    ],
  },
} as const satisfies { readonly [framework: string]: { readonly title: string; readonly controls: readonly Control[] } };
