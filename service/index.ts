// The door of the service.

export { type AgentEntry, AgentRegistry } from './agents/agent-registry.js';
export { RegistryError, type RegistryErrorCode } from './agents/registry-error.js';
export { AuditError, type AuditErrorCode } from './audit/audit-error.js';
export { type Appended, AuditLog, type AuditLogOptions, type Recovered } from './audit/audit-log.js';
export { type Checkpoint, type NoteSigner, type NoteVerifier, signerOf, verifierText, writeCheckpoint } from './audit/checkpoint.js';
export { KeyedHash } from './audit/keyed-hash.js';
export { type LogProof, type Proved, proveEntry, readProof, verifyProof, writeProof } from './audit/proof.js';
export { type ReadEntry, readEntries } from './audit/read-log.js';
export { type LogFault, type LogReport, type VerifyOptions, verifyLog } from './audit/verify-log.js';
export { type ConsentEntry, DelegationRegistry } from './delegations/delegation-registry.js';
export { type Declared, declaredIn, factsOf } from './facts/facts-of.js';
export { FollowedFacts, type FollowOptions } from './facts/followed-facts.js';
export { type PolicySet, policySetOf } from './facts/policy-set.js';
export type * from './grants/grant-claims.js';
export { type GrantLimits, type GrantSettings, Grants, type IssuedGrant, type RedeemFault } from './grants/grants.js';
export { type GrantAnswer, type GrantFault, type GrantVerifier, verifyGrant } from './grants/verify-grant.js';
export { openPostgres, type PostgresOptions } from './stores/postgres/open-postgres.js';
export { openSqlite, type SqliteOptions } from './stores/sqlite/open-sqlite.js';
export type * from './stores/store.js';
export { FACT_KINDS, RECORD_KINDS } from './stores/store.js';
export { StoreError, type StoreErrorCode } from './stores/store-error.js';
