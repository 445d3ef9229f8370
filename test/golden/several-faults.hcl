# Die Prüfer 🔍 und ihre Geheimnisse: several faults, each of another kind.
name = "reviewers"

path "/secret/data/reviews/*" {
	capabilities = ["read", "lst"]
}

path "secret/reviews/*" {
  capabilities = ["read"]
  alowed_parameters = { "größe" = ["klein"] }
}

path "secret/data/+*" {
  capabilities = ["read]
}

path "transit/encrypt/k" { capabilities = ["update"], policy = "write", capabilities = ["create"] }

path "auth/token/*/accessor" {
  capabilities = ["read"]
  min_wrapping_ttl = "1h"

  # A good many lines between a thing and what it clashes with.
  #
  #
  #
  #
  #
  #
  #
  #
  #
  #
  #
  max_wrapping_ttl = "5m"
}

path "sys/[31mhealth" { capabilities = ["read", "deny"] }

  }
