// The door of the service.

export { type AgentEntry, AgentRegistry } from './agents/agent-registry.js';
export { RegistryError, type RegistryErrorCode } from './agents/registry-error.js';
export { ApprovalError, type ApprovalErrorCode } from './approvals/approval-error.js';
export { type ApprovalRequest, type ApprovalSettings, Approvals, type UseRefusal } from './approvals/approvals.js';
export { type CibaAnswer, CibaChannel, type CibaSettings, type ProviderAccount } from './approvals/ciba.js';
export { neededApprovals } from './approvals/needed-approvals.js';
export type { AlertSettings } from './audit/alerts.js';
export { Alerts, type Learnt, type RaisedAlert } from './audit/alerts.js';
export type * from './audit/audit-entry.js';
export { AuditError, type AuditErrorCode } from './audit/audit-error.js';
export { type Appended, AuditLog, type AuditLogOptions, type Recovered } from './audit/audit-log.js';
export {
  type Checkpoint,
  type NoteSigner,
  type NoteVerifier,
  readCheckpoint,
  readVerifier,
  signerOf,
  verifierText,
  verifyCheckpoint,
  writeCheckpoint,
} from './audit/checkpoint.js';
export { toCef } from './audit/export/cef.js';
export type { ExportOptions, Place } from './audit/export/export-options.js';
export { type OcsfOptions, toOcsf } from './audit/export/ocsf.js';
export { toOpa } from './audit/export/opa.js';
export { toOtel } from './audit/export/otel.js';
export { KeyedHash } from './audit/keyed-hash.js';
export { type LogHead, logHead } from './audit/log-head.js';
export { type LogProof, type Proved, proveEntry, readProof, verifyProof, writeProof } from './audit/proof.js';
export { type Criteria, type FoundEntry, matcherOf, type QueryOptions, queryLogs, queryLogsInTurns } from './audit/query.js';
export * from './audit/re-execute.js';
export { type ReachedOptions, reachedBefore } from './audit/reached.js';
export { type ReadEntry, readEntries } from './audit/read-log.js';
export { type Framework, type Report, reportOf, reportText } from './audit/report.js';
export { type AuditKeys, auditKeys, Sealing } from './audit/sealed.js';
export { type AuditSink, AuditSinks, logSink, type SinkReport, type SinkState } from './audit/sinks.js';
export { type Asking, AuditTrail } from './audit/trail.js';
export { type LogFault, type LogReport, type VerifyOptions, verifyLog } from './audit/verify-log.js';
export type { Caller, CallerPrincipal } from './callers/caller.js';
export { CallerRegistry, shownCaller } from './callers/caller-registry.js';
export { COMMAND } from './callers/command.js';
export { type ConsentEntry, DelegationRegistry } from './delegations/delegation-registry.js';
export { type Declared, declaredIn, factsOf } from './facts/facts-of.js';
export { FollowedRecords, type FollowOptions } from './facts/followed-records.js';
export { type PolicySet, policySetOf } from './facts/policy-set.js';
export type * from './grants/grant-claims.js';
export { type GrantLimits, type GrantSettings, Grants, type IssuedGrant, type RedeemFault } from './grants/grants.js';
export { type GrantAnswer, type GrantFault, type GrantVerifier, verifyGrant } from './grants/verify-grant.js';
export { type LocalAnswer, type LocalService, openLocal, type RunningServer, startServer } from './http/server.js';
export type { RateLimit, ServerSettings, TlsSettings } from './http/settings.js';
export { type Registries, Service, type ServiceSettings } from './service.js';
export { ServiceError, type ServiceErrorCode } from './service-error.js';
export { openPostgres, type PostgresOptions } from './stores/postgres/open-postgres.js';
export { openSqlite, type SqliteOptions } from './stores/sqlite/open-sqlite.js';
export type * from './stores/store.js';
export { FACT_KINDS, RECORD_KINDS } from './stores/store.js';
export { StoreError, type StoreErrorCode } from './stores/store-error.js';
export { DpopNonces } from './tokens/dpop-nonces.js';
export type { Named, Presented, Shown, ShownExchange } from './tokens/presented.js';
export { type Identities, principalOf, type TokenPrincipal } from './tokens/principal-of.js';
export { TokenDoor } from './tokens/token-door.js';
export type { Refused, TokenFault } from './tokens/token-error.js';
export { type IssuerSettings, type TokenSettings, TokenSettingsError, type TrustDomainSettings } from './tokens/token-settings.js';
export { readTokensFile, type TokensFile } from './tokens/tokens-file.js';
