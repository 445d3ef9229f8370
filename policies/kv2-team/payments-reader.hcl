# Services and people who use the payments team's secrets, but for those kept for emergencies.

path "kv/data/payments/*" {
  capabilities = ["read"]
}

path "kv/metadata/payments/*" {
  capabilities = ["list"]
}

# A deny counts only where its pattern wins, and the pattern whose first wildcard stands further right wins: these two are longer than the two
# above. "kv/+/payments/break-glass/*" would say it in one line and never apply: its first wildcard stands at the mount.
path "kv/data/payments/break-glass/*" {
  capabilities = ["deny"]
}

# Even the names. For a LIST of this folder Vault weighs the stanzas for the path with its slash and without it; the longer pattern still wins.
path "kv/metadata/payments/break-glass/*" {
  capabilities = ["deny"]
}
