# The service that starts build jobs. It hands each its secret id, but never sees one in the clear.

# The two limits make response wrapping short, and mandatory: a request that asks for none is refused. The answer is a token for one use, from
# which the job takes its secret id within two minutes. A stolen one shows: the job then finds it used up.
path "auth/approle/role/ci-runner/secret-id" {
  capabilities     = ["update"]
  min_wrapping_ttl = "10s"
  max_wrapping_ttl = "2m"

  # What the job's own metadata may say. The lists of addresses that bind a secret id stay with the role.
  allowed_parameters = {
    "metadata" = []
    "ttl"      = ["10m"]
  }
}

# The role id is no secret.
path "auth/approle/role/ci-runner/role-id" {
  capabilities = ["read"]
}
