// Entries of a log for the tests of what reads one: decisions that the engine really made, and beside them a few of every other type.

import { compile } from '@polc/compiler';
import { type Decision, type Engine, loadBundle, type Request } from '@polc/runtime';
import type { AlertEntry, AuditEntry, ChangeEntry, DecisionEntry, ServiceEntry } from '../../service/audit/audit-entry.js';
import { askedOf, decisionPart } from '../../service/audit/entry-of.js';
import { auditKeys } from '../../service/audit/sealed.js';

export const TIME = Date.parse('2026-05-04T10:00:00Z');
export const keys = auditKeys(Buffer.alloc(32, 5));

const { bundle, diagnostics } = compile([
  {
    file: 'set.hcl',
    text: `
policy "reading" { path "secret/data/*" { capabilities = ["read", "list"] } }
policy "paying" {
  path "pay/*" { capabilities = ["create"]
    parameters {
      amount = number(max: 100)
      to     = string()
    }
  }
  path "pay/large" { capabilities = ["create"]  approval { by = ["user:carol"] } }
  path "agents/worker" { capabilities = ["delegate"] }
  path "secret/data/*" { capabilities = ["read", "update"] }
  path "hours/x" { capabilities = ["read"]  when { location { countries = ["DE"] } } }
}
policy "own" { path "secret/data/users/{{user.id}}/*" { capabilities = ["read"] } }
scope "reads" { path "secret/data/*" { capabilities = ["read"] } }
user "alice" { policies = ["paying", "own"] }
user "gone" { policies = ["reading"]  status = "suspended" }
agent_type "worker" { ceiling_policies = ["reading"]  max_ttl = "5m" }
agent "orchestrator" { policies = ["paying"] }
agent "worker" { type = "worker"  policies = ["paying"] }
delegation "to-orchestrator" { from = "user:alice"  to = "orchestrator"  scopes = ["reads"]  consent = "implied"  max_depth = 3 }
delegation "to-worker" { from = "user:alice"  to = "worker"  scopes = ["reads"]  consent = "implied" }
delegation "handed-on" { from = "agent:orchestrator"  to = "worker"  scopes = ["reads"]  consent = "implied" }
guardrail "no-root" { enforcement = "hard-mandatory"  on { paths = ["secret/data/root"] } }
`,
  },
]);
if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));

/** Of these policies, with facts of the revision "7". */
export const engineAt = (clock: () => number): Engine => loadBundle(bundle, { clock, facts: { revision: '7' } });
export const engine = engineAt(() => TIME);

let count = 0;
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function head(time: number) {
  return {
    ...{ v: 1 as const, id: uuid(count++), time: new Date(time).toISOString(), node: 'node-1', caller: 'caller:gateway', credential: 'api_key' },
    ...{ address: '10.1.2.3', request_id: 'req-1', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
  };
}

/** As it is written down. */
export function decided(request: Request, more: Partial<DecisionEntry> = {}, decision: Decision = engine.decide(request)): DecisionEntry {
  const start = { ...head(TIME), ...more };
  const part = decisionPart(decision);
  return {
    ...{ ...start, type: 'decision', api: 'native', asked: askedOf(request, keys.hash, part.layers), vouched: null },
    ...{ ...part, sealed: keys.sealing.seal(JSON.stringify(request), start.id) },
    ...more,
  };
}

export const changed = (more: Partial<ChangeEntry> = {}): ChangeEntry => ({
  ...{ ...head(TIME), type: 'change', kind: 'agent', action: 'registered', subject: 'worker', agent: 'worker', user: null },
  ...{ body: { id: 'worker', owner: 'team-a' }, facts_revision: '7' },
  ...more,
});

export const alerted = (more: Partial<AlertEntry> = {}): AlertEntry => ({
  ...{ ...head(TIME), type: 'alert', alert: 'sensitive_path', agent: 'worker', user: 'alice', path: 'secret/data/x', message: 'look', decision: uuid(0) },
  ...more,
});

export const happened = (event: ServiceEntry['event'], more: Partial<ServiceEntry> = {}): ServiceEntry => ({
  ...{ ...head(TIME), type: 'service', event, message: `it ${event}`, revision: engine.revision },
  ...more,
});

const worker = { agent: 'worker', operation: 'read', path: 'secret/data/x' } as const;

/** By what they show. */
export const REQUESTS = {
  direct: worker,
  bare: { policies: ['reading', 'paying'], operation: 'list', path: 'secret/data/' },
  user: { user: { id: 'alice', groups: ['eng'] }, operation: 'create', path: 'pay/x', parameters: { amount: 5, to: 'bob' } },
  'by a delegation': { ...worker, delegation: { id: 'to-worker' }, purpose: 'review', session: { id: 'B' } },
  'by a chain': { ...worker, delegation: { user: 'alice', chain: ['orchestrator', 'worker'] }, context: { ip: '10.0.0.1', risk: 3 } },
  ceiling: { ...worker, operation: 'create', path: 'pay/x', parameters: { amount: 5, to: 'bob' } },
  parameters: { user: { id: 'alice' }, operation: 'create', path: 'pay/x', parameters: { amount: 500, to: 'bob' } },
  approval: { user: { id: 'alice' }, operation: 'create', path: 'pay/large' },
  guardrail: { ...worker, path: 'secret/data/root' },
  unknown: { agent: 'nobody', operation: 'read', path: 'secret/data/x' },
  suspended: { user: { id: 'gone' }, operation: 'read', path: 'secret/data/x' },
  missing: { user: { id: 'alice' }, operation: 'read', path: 'hours/x' },
  malformed: { agent: 7, operation: 'read' } as unknown as Request,
} as const satisfies { readonly [what: string]: Request };

export const decisions = (): readonly DecisionEntry[] => Object.values(REQUESTS).map((request) => decided(request));

/** Some of every type. */
export function mixed(): readonly AuditEntry[] {
  const vouched = { kind: 'at+jwt', issuer: 'https://idp.example', jti: 'j', txn: 't', bound: true, prior_actors: [] } as const;
  return [
    happened('started', { caller: 'command', address: null, request_id: null, traceparent: null }),
    changed(),
    changed({ kind: 'user', action: 'suspend', subject: 'alice', agent: null, user: 'alice', body: { id: 'alice', status: 'suspended' } }),
    changed({ kind: 'delegation', action: 'revoked', subject: 'to-worker', user: 'alice', body: null }),
    changed({ kind: 'consent', action: 'given', subject: 'c1', caller: 'user:alice', user: 'alice', body: { scopes: ['reads'] } }),
    changed({ kind: 'grant', action: 'issued', subject: 'g1', body: { decision: uuid(0), operation: 'read', path: 'secret/data/x' } }),
    changed({ kind: 'grant', action: 'redeemed', subject: 'g1', caller: 'agent:worker' }),
    changed({ kind: 'approval', action: 'opened', subject: 'a1', body: {} }),
    changed({ kind: 'policies', action: 'loaded', subject: engine.revision, agent: null, body: {} }),
    ...decisions(),
    decided(REQUESTS.direct, { vouched, address: '2001:db8::1' }),
    ...(['repeated_denials', 'sensitive_path', 'first_reach'] as const).map((alert) => alerted({ alert })),
    alerted({ agent: null, user: null, path: null, decision: null }),
    ...(['unauthenticated', 'forbidden', 'policies_refused', 'stopped'] as const).map((event) => happened(event)),
  ];
}
