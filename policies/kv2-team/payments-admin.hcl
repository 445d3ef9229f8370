# The people who own the payments team's secrets, on a KV version 2 mount named kv/.
#
# KV version 2 splits what looks like one secret into several API paths, and a policy names those. The command line hides them:
# `vault kv get kv/payments/db` asks for "kv/data/payments/db".

# The values. `delete` here marks the newest version as deleted; it can be brought back.
path "kv/data/payments/*" {
  capabilities = ["create", "read", "update", "patch", "delete"]
}

# The keys of a secret without its values.
path "kv/subkeys/payments/*" {
  capabilities = ["read"]
}

# Names, versions and settings. `list` belongs here and nowhere else. `delete` here is for good: all versions and their history.
path "kv/metadata/payments/*" {
  capabilities = ["create", "read", "update", "patch", "delete", "list"]
}

# These three take the version numbers in the request's body, so they are updates, not deletes.
path "kv/delete/payments/*" {
  capabilities = ["update"]
}

path "kv/undelete/payments/*" {
  capabilities = ["update"]
}

path "kv/destroy/payments/*" {
  capabilities = ["update"]
}

# To find the way from the top of the mount. A LIST request ends in a slash, so the pattern does. It shows the names of other teams' folders.
path "kv/metadata/" {
  capabilities = ["list"]
}
