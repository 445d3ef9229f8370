// The tables, the same in each engine. Instants are milliseconds, bodies JSON text, truth is 0 and 1.

export interface Tables {
  records: {
    kind: string;
    id: string;
    body: string;
    version: number;
    created_at: number;
    changed_at: number;
    deleted: number;
  };
  /** Each state that a record was in. */
  history: Tables['records'];
  names: { kind: string; name: string; value: string; id: string };
  /** One row, which whoever changes records holds. */
  counters: { name: string; value: number };
  grants: {
    id: string;
    agent: string;
    body: string;
    uses: number;
    spent: number;
    issued_at: number;
    expires: number;
    revoked_at: number | null;
  };
  approvals: {
    id: string;
    action: string;
    requirement: string;
    state: string;
    body: string;
    created_at: number;
    expires: number;
    version: number;
  };
  seen: { purpose: string; id: string; expires: number };
}
