# Runs the transit mount: makes, rotates and tunes keys. As broad as such policies usually are; see what transit-user takes away from it.

path "transit/*" {
  capabilities = ["create", "read", "update", "list"]
}

# Only this one of a key's paths may delete, and only once the key itself allows it.
path "transit/keys/+" {
  capabilities = ["create", "read", "update", "delete"]
}
