// Policies and requests that the tests of the command share.

/** Already in the canonical format, and lint has nothing to say of it. */
export const CODE_REVIEW = `path "secret/data/code-repos/*" {
  capabilities = ["read"]
  allowed_parameters = {
    "repo" = ["frontend", "backend"]
  }
}

path "auth/token/lookup-self" {
  capabilities = ["read"]
}
`;

export const UNFORMATTED = 'path "a"  {\ncapabilities=["read"]   # why\n}\n';
export const FORMATTED = 'path "a" {\n  capabilities = ["read"] # why\n}\n';

/** One error, in the list of capabilities. */
export const BROKEN = 'path "a" {\n  capabilities = ["raed"]\n}\n';
/** One error, of syntax. */
export const UNPARSABLE = 'path "a" {\n  capabilities = ["read\n}\n';

export const ALLOWED = { policies: ['code-review'], operation: 'read', path: 'auth/token/lookup-self' };
export const DENIED = { policies: ['code-review'], operation: 'read', path: 'secret/data/code-repos/x', parameters: { repo: 'billing' } };
