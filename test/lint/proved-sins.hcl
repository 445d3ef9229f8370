# What no single stanza shows: ceilings, delegations and policies held together. Each line that a rule speaks of is in sins.txt.
policy "own" {
  path "secret/data/own/*" {
    capabilities = ["read"]
  }
  path "secret/data/other/*" {
    capabilities = ["read"]
  }
}
policy "bounds" {
  path "secret/data/own/*" {
    capabilities = ["read", "list"]
  }
}
policy "elsewhere" {
  path "auth/token/lookup-self" {
    capabilities = ["read"]
  }
  path "auth/token/lookup-self" {
    capabilities = ["read"]
    reason       = "the same again"
  }
}
agent "bounded" {
  owner     = "ops"
  policies  = ["own"]
  ephemeral { max_ttl = "5m" }
  ceiling   { policies = ["bounds"] }
}
agent "shut" {
  owner     = "ops"
  policies  = ["elsewhere"]
  ephemeral { max_ttl = "5m" }
  ceiling   { policies = ["bounds"] }
}

policy "creating" {
  path "kv/app" {
    capabilities       = ["create"]
    allowed_parameters = { "first" = ["1"] }
  }
}
policy "updating" {
  path "kv/app" {
    capabilities       = ["update"]
    allowed_parameters = { "second" = ["2"] }
  }
}
user "ana" {
  policies = ["creating", "updating", "noting"]
}
policy "noting" {
  path "secret/data/notes/*" {
    capabilities = ["read"]
    when { expr = context.risk < 50 || context.risk >= 50 }
  }
  path "secret/data/own/notes" {
    capabilities = ["read"]
  }
}
scope "mixed" {
  path "secret/data/own/*" {
    capabilities = ["read"]
  }
  path "secret/data/calendar/*" {
    capabilities = ["read"]
  }
}
scope "calendar" {
  path "secret/data/calendar/*" {
    capabilities = ["read"]
  }
}
delegation "some" {
  from    = "user:ana"
  to      = "bounded"
  scopes  = ["mixed"]
  expires = "2036-01-01T00:00:00Z"
}
delegation "none" {
  from    = "user:ana"
  to      = "bounded"
  scopes  = ["calendar"]
  expires = "2036-01-01T00:00:00Z"
}
