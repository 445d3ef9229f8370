# What a code-review agent may do with its own token: read the secrets of two repositories, and look at that token. Nothing else.

# `*` at the end makes a prefix: everything below code-repos/, at any depth, but not "secret/data/code-repos" itself.
path "secret/data/code-repos/*" {
  capabilities = ["read", "list"]

  # A read may carry `repo`, with one of these two values, and no other parameter. A read that carries none passes: the list bounds what is
  # sent, it does not ask for it (required_parameters would). And it binds the reads only: Vault never looks at the parameters of a list.
  allowed_parameters = {
    "repo" = ["frontend", "backend"]
  }
}

# Exactly this path. `auth/token/lookup`, which looks at any token, is another one.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
