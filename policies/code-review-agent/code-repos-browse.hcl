# KV version 2 lists under metadata/: the `list` of agent-code-review, on data/, finds nothing to list. Held beside it, this policy shows the
# names of the repositories, and nothing of what is in them.
path "secret/metadata/code-repos/*" {
  capabilities = ["list"]
}
