# What the guide's agent may do: by its policy alone, for itself, and for each of those who let it act.

test "the guide's policy opens two repositories, at any depth" {
  matrix {
    path = ["secret/data/code-repos/checkout", "secret/data/code-repos/team/checkout/ci"]
    repo = ["frontend", "backend", "frontend,backend"]
  }
  request {
    policies  = ["agent-code-review"]
    operation = "read"
    path      = "${each.path}"
    parameters = {
      repo = "${each.repo}"
    }
  }
  expect {
    decision = "allow"
    policy   = "agent-code-review"
    path     = "secret/data/code-repos/*"
  }
}

test "parameter lists bound what is sent: they demand nothing, and list ignores them" {
  for_each = {
    "none sent" = {
      operation  = "read"
      parameters = {}
      outcome    = "allowed"
    }
    "another repository" = {
      operation = "read"
      parameters = {
        repo = "billing"
      }
      outcome = "parameter_not_allowed"
    }
    "another one among them" = {
      operation = "read"
      parameters = {
        repo = ["frontend", "billing"]
      }
      outcome = "parameter_not_allowed"
    }
    "another parameter" = {
      operation = "read"
      parameters = {
        repo   = "frontend"
        branch = "main"
      }
      outcome = "parameter_not_allowed"
    }
    "in a list, not looked at" = {
      operation = "list"
      parameters = {
        repo = "billing"
      }
      outcome = "allowed"
    }
  }
  request {
    policies   = ["agent-code-review"]
    operation  = "${each.operation}"
    path       = "secret/data/code-repos/checkout"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a reviewer writes nothing" {
  matrix {
    operation = ["create", "update", "patch", "delete"]
  }
  request {
    policies  = ["agent-code-review"]
    operation = "${each.operation}"
    path      = "secret/data/code-repos/checkout"
    parameters = {
      repo = "frontend"
    }
  }
  expect {
    outcome = "capability_missing"
  }
}

test "beyond that the policy has its own token, and nothing" {
  for_each = {
    "its own token" = {
      operation = "read"
      path      = "auth/token/lookup-self"
      outcome   = "allowed"
    }
    "renewed" = {
      operation = "update"
      path      = "auth/token/lookup-self"
      outcome   = "capability_missing"
    }
    "any token" = {
      operation = "update"
      path      = "auth/token/lookup"
      outcome   = "no_matching_rule"
    }
    "the folder itself" = {
      operation = "read"
      path      = "secret/data/code-repos"
      outcome   = "no_matching_rule"
    }
    "the path as typed" = {
      operation = "read"
      path      = "secret/code-repos/checkout"
      outcome   = "no_matching_rule"
    }
    "the repositories' names" = {
      operation = "list"
      path      = "secret/metadata/code-repos/"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["agent-code-review"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "code-repos-browse shows names, and nothing of what is in them" {
  for_each = {
    names = {
      operation = "list"
      path      = "secret/metadata/code-repos/"
      outcome   = "allowed"
    }
    history = {
      operation = "read"
      path      = "secret/metadata/code-repos/checkout"
      outcome   = "capability_missing"
    }
    values = {
      operation = "read"
      path      = "secret/data/code-repos/checkout"
      outcome   = "no_matching_rule"
    }
    others = {
      operation = "list"
      path      = "secret/metadata/other/"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["code-repos-browse"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "for itself the agent reads, ten minutes and one use a grant" {
  request {
    agent     = "my-ai-agent"
    operation = "read"
    path      = "secret/data/code-repos/storefront/ci"
    parameters = {
      repo = "frontend"
    }
  }
  expect {
    decision = "allow"
    policy   = "agent-code-review"
    layer    = "agent_policies"
    max_ttl  = "10m"
    uses     = 1
  }
}

test "for itself the agent has no more than its own policy" {
  for_each = {
    "its own token" = {
      operation = "read"
      path      = "auth/token/lookup-self"
      outcome   = "allowed"
    }
    "the logs" = {
      operation = "read"
      path      = "http/ci.example.com/logs/storefront/81"
      outcome   = "no_matching_rule"
    }
    "the names" = {
      operation = "list"
      path      = "secret/metadata/code-repos/"
      outcome   = "no_matching_rule"
    }
    "a write" = {
      operation = "update"
      path      = "secret/data/code-repos/storefront/ci"
      outcome   = "capability_missing"
    }
    "consents" = {
      operation = "update"
      path      = "polc/consents/delegation-1"
      outcome   = "no_matching_rule"
    }
  }
  request {
    agent     = "my-ai-agent"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "on behalf of somebody, each layer must allow, and each may be the one that does not" {
  for_each = {
    "Alice, what she consented to" = {
      delegation = "delegation-1"
      path       = "secret/data/code-repos/storefront/ci"
      repo       = "frontend"
      outcome    = "allowed"
    }
    "Alice, what the agent never may" = {
      delegation = "delegation-1"
      path       = "secret/data/code-repos/storefront/ci"
      repo       = "billing"
      outcome    = "ceiling"
    }
    "Alice, her own other secrets" = {
      delegation = "delegation-1"
      path       = "secret/data/private"
      repo       = "frontend"
      outcome    = "ceiling"
    }
    "Alice, logs she did not consent" = {
      delegation = "delegation-1"
      path       = "http/ci.example.com/logs/storefront/81"
      repo       = "frontend"
      outcome    = "scope"
    }
    "Carl, his one repository" = {
      delegation = "delegation-3"
      path       = "secret/data/code-repos/storefront/ci"
      repo       = "frontend"
      outcome    = "allowed"
    }
    "Carl, a repository he lacks" = {
      delegation = "delegation-3"
      path       = "secret/data/code-repos/checkout/ci"
      repo       = "frontend"
      outcome    = "user_policies"
    }
    "Bob, who never consented" = {
      delegation = "delegation-2"
      path       = "secret/data/code-repos/storefront/ci"
      repo       = "frontend"
      outcome    = "consent_missing"
    }
    "Alice, by last year's delegation" = {
      delegation = "delegation-0"
      path       = "secret/data/code-repos/storefront/ci"
      repo       = "frontend"
      outcome    = "expired"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "my-ai-agent"
    delegation = "${each.delegation}"
    operation  = "read"
    path       = "${each.path}"
    parameters = {
      repo = "${each.repo}"
    }
    purpose = "code-review"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "with consent to logs each of two developers can hand them on, of one run and no deeper" {
  for_each = {
    "Alice's" = {
      delegation = "delegation-1"
      path       = "http/ci.example.com/logs/storefront/81"
      outcome    = "allowed"
    }
    "Bob's" = {
      delegation = "delegation-2"
      path       = "http/ci.example.com/logs/storefront/81"
      outcome    = "allowed"
    }
    "no run named" = {
      delegation = "delegation-1"
      path       = "http/ci.example.com/logs/storefront"
      outcome    = "user_policies"
    }
    "below a run" = {
      delegation = "delegation-1"
      path       = "http/ci.example.com/logs/storefront/81/raw"
      outcome    = "user_policies"
    }
    "not logs" = {
      delegation = "delegation-1"
      path       = "http/ci.example.com/jobs/storefront/81"
      outcome    = "ceiling"
    }
    "another host" = {
      delegation = "delegation-1"
      path       = "http/ci.example.org/logs/storefront/81"
      outcome    = "user_policies"
    }
  }
  given {
    consent "delegation-1" {
      scopes = ["code-read", "log-view"]
    }
    consent "delegation-2" {
      scopes = ["log-view"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "${each.delegation}"
    operation  = "read"
    path       = "${each.path}"
    purpose    = "code-review"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "Carl has no logs to hand on, whatever he consents to" {
  given {
    consent "delegation-3" {
      scopes = ["code-read", "log-view"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "delegation-3"
    operation  = "read"
    path       = "http/ci.example.com/logs/storefront/81"
    purpose    = "code-review"
  }
  expect {
    outcome = "user_policies"
    layer   = "user_policies"
  }
}

test "a delegation is for code review, and for nothing else" {
  matrix {
    delegation = ["delegation-1", "delegation-2", "delegation-3"]
    purpose    = ["marketing", "code-reviews", ""]
  }
  given {
    consent "delegation-1" {
      scopes = ["code-read"]
    }
    consent "delegation-2" {
      scopes = ["code-read"]
    }
    consent "delegation-3" {
      scopes = ["code-read"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "${each.delegation}"
    operation  = "read"
    path       = "secret/data/code-repos/storefront/ci"
    purpose    = "${each.purpose}"
  }
  expect {
    outcome = "purpose_not_allowed"
  }
}

test "a consent counts while it is in force" {
  for_each = {
    "just given" = {
      given   = "2026-05-04T10:00:00Z"
      until   = "2026-06-01T00:00:00Z"
      outcome = "allowed"
    }
    "given later" = {
      given   = "2026-05-04T10:00:01Z"
      until   = "2026-06-01T00:00:00Z"
      outcome = "consent_missing"
    }
    "at its last" = {
      given   = "2026-05-01T00:00:00Z"
      until   = "2026-05-04T10:00:01Z"
      outcome = "allowed"
    }
    "over" = {
      given   = "2026-05-01T00:00:00Z"
      until   = "2026-05-04T10:00:00Z"
      outcome = "expired"
    }
  }
  given {
    time = "2026-05-04T10:00:00Z"
    consent "delegation-1" {
      scopes   = ["code-read"]
      given_at = "${each.given}"
      expires  = "${each.until}"
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "delegation-1"
    operation  = "read"
    path       = "secret/data/code-repos/storefront/ci"
    purpose    = "code-review"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

# Each consented delegation until its own end, last year's included.
test "last year's delegation was good last year" {
  for_each = {
    "a second before its end" = {
      time    = "2025-12-31T23:59:59Z"
      outcome = "allowed"
    }
    "at its end" = {
      time    = "2026-01-01T00:00:00Z"
      outcome = "expired"
    }
  }
  given {
    time  = "${each.time}"
    facts = "facts.json"
  }
  request {
    agent      = "my-ai-agent"
    delegation = "delegation-0"
    operation  = "read"
    path       = "secret/data/code-repos/storefront/ci"
    purpose    = "code-review"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "what a person may do, by policy and not by being one" {
  for_each = [
    {
      user      = "alice"
      operation = "update"
      path      = "polc/consents/delegation-1"
      outcome   = "allowed"
    },
    {
      user      = "alice"
      operation = "create"
      path      = "polc/consents/delegation-1"
      outcome   = "allowed"
    },
    {
      user      = "alice"
      operation = "delete"
      path      = "polc/consents/delegation-1"
      outcome   = "allowed"
    },
    {
      user      = "alice"
      operation = "read"
      path      = "polc/consents/delegation-1"
      outcome   = "capability_missing"
    },
    {
      user      = "alice"
      operation = "update"
      path      = "polc/consents/delegation-2"
      outcome   = "no_matching_rule"
    },
    {
      user      = "bob"
      operation = "update"
      path      = "polc/consents/delegation-1"
      outcome   = "no_matching_rule"
    },
    { user = "bob", operation = "create", path = "secret/data/private", outcome = "allowed" },
    { user = "bob", operation = "read", path = "secret/data/private", outcome = "allowed" },
    { user = "bob", operation = "update", path = "secret/data/private", outcome = "allowed" },
    {
      user      = "bob"
      operation = "delete"
      path      = "secret/data/private"
      outcome   = "capability_missing"
    },
    {
      user      = "bob"
      operation = "read"
      path      = "http/ci.example.com/jobs/storefront/81"
      outcome   = "allowed"
    },
    {
      user      = "bob"
      operation = "update"
      path      = "http/ci.example.com/jobs/storefront/81"
      outcome   = "capability_missing"
    },
    {
      user      = "carl"
      operation = "read"
      path      = "secret/data/code-repos/storefront/ci"
      outcome   = "allowed"
    },
    {
      user      = "carl"
      operation = "list"
      path      = "secret/data/code-repos/storefront/"
      outcome   = "allowed"
    },
    {
      user      = "carl"
      operation = "update"
      path      = "secret/data/code-repos/storefront/ci"
      outcome   = "capability_missing"
    },
    {
      user      = "carl"
      operation = "read"
      path      = "secret/data/code-repos/checkout/ci"
      outcome   = "no_matching_rule"
    },
  ]
  request {
    user      = "${each.user}"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

# What its kind may never do binds it beside its own ceiling: a wider policy would change nothing.
test "an autonomous agent reads what reviews are made of, whatever policy it is given" {
  for_each = {
    "a repository" = {
      operation = "read"
      path      = "secret/data/code-repos/x"
      outcome   = "allowed"
    }
    "its folder" = {
      operation = "list"
      path      = "secret/data/code-repos/"
      outcome   = "capability_missing"
    }
    "a change" = {
      operation = "update"
      path      = "secret/data/code-repos/x"
      outcome   = "ceiling"
    }
    "another" = {
      operation = "read"
      path      = "secret/data/private"
      outcome   = "ceiling"
    }
    "logs" = {
      operation = "read"
      path      = "http/ci.example.com/logs/storefront/81"
      outcome   = "allowed"
    }
    "other calls" = {
      operation = "read"
      path      = "http/ci.example.com/jobs/storefront/81"
      outcome   = "ceiling"
    }
  }
  given {
    agent "wide" {
      type     = "autonomous"
      policies = ["developer"]
    }
  }
  request {
    agent     = "wide"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "an agent of that kind has a quarter of an hour, where it has no shorter time of its own" {
  given {
    agent "reader" {
      type     = "autonomous"
      policies = ["reading-only"]
    }
  }
  request {
    agent     = "reader"
    operation = "list"
    path      = "secret/metadata/code-repos/"
  }
  expect {
    decision = "allow"
    layer    = "type_ceiling"
    max_ttl  = "15m"
    uses     = 1
  }
}

test "an agent that was taken out of service asks in vain" {
  given {
    facts = "facts.json"
  }
  request {
    agent     = "retired-agent"
    operation = "read"
    path      = "secret/data/code-repos/storefront/ci"
  }
  expect {
    outcome = "suspended"
  }
}

property "nobody writes code through the agent" {
  for_all {
    agent     = "my-ai-agent"
    operation = ["create", "update", "patch", "delete"]
    path      = "secret/data/*"
  }
  given {
    facts = "facts.json"
  }
  expect {
    decision = "deny"
  }
}

invariant "the agent never gives or withdraws consents" {
  never {
    agent = any
    path  = "polc/consents/*"
  }
}

invariant "for itself it reaches no more than the guide's policy" {
  at_most {
    agent      = "my-ai-agent"
    delegation = none
    within     = ["agent-code-review"]
  }
}

test "agent-code-review: nothing but read and list where it says these" {
  matrix {
    operation = ["create", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["secret/data/code-repos/x"]
  }
  request {
    policies  = ["agent-code-review"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "agent-code-review: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["auth/token/lookup-self"]
  }
  request {
    policies  = ["agent-code-review"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "agent-code-review: a longer name is another thing" {
  matrix {
    path = ["auth/token/lookup-self-2"]
  }
  request {
    policies  = ["agent-code-review"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "code-repos-browse: nothing but list where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["secret/metadata/code-repos/x"]
  }
  request {
    policies  = ["code-repos-browse"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "reading-only: nothing but read and list where it says these" {
  matrix {
    operation = ["create", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["secret/data/code-repos/x"]
  }
  request {
    policies  = ["reading-only"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "reading-only: nothing but list where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["secret/metadata/code-repos/x"]
  }
  request {
    policies  = ["reading-only"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "reading-only: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["http/ci.example.com/logs/x", "auth/token/lookup-self"]
  }
  request {
    policies  = ["reading-only"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "reading-only: a longer name is another thing" {
  matrix {
    path = ["auth/token/lookup-self-2"]
  }
  request {
    policies  = ["reading-only"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "agent-log-view: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["http/ci.example.com/logs/x/x"]
  }
  request {
    policies  = ["agent-log-view"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "developer: nothing but create, read and update where it says these" {
  matrix {
    operation = ["patch", "delete", "list", "invoke", "delegate"]
    path      = ["secret/data/x"]
  }
  request {
    policies  = ["developer"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "developer: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["http/ci.example.com/x/x/x"]
  }
  request {
    policies  = ["developer"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "contractor: nothing but read and list where it says these" {
  matrix {
    operation = ["create", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["secret/data/code-repos/storefront/x"]
  }
  request {
    policies  = ["contractor"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "consent-to-code-review: nothing but create, update and delete where it says these" {
  matrix {
    operation = ["read", "patch", "list", "invoke", "delegate"]
    path      = ["polc/consents/delegation-1"]
  }
  request {
    policies  = ["consent-to-code-review"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "consent-to-code-review: a longer name is another thing" {
  matrix {
    path = ["polc/consents/delegation-1-2"]
  }
  request {
    policies  = ["consent-to-code-review"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "what Alice consents to is reading and listing, and nothing else" {
  for_each = [
    { operation = "update", path = "secret/data/code-repos/x" },
    { operation = "invoke", path = "secret/data/code-repos/x" },
    { operation = "read", path = "secret/data/code-repos" },
    { operation = "update", path = "http/ci.example.com/logs/storefront/81" },
    { operation = "list", path = "http/ci.example.com/logs/storefront/81" },
    { operation = "invoke", path = "http/ci.example.com/logs/storefront/81" },
    { operation = "read", path = "http/ci.example.com/logs/storefront" },
  ]
  given {
    consent "delegation-1" {
      scopes = ["code-read", "log-view"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "delegation-1"
    operation  = "${each.operation}"
    path       = "${each.path}"
    purpose    = "code-review"
  }
  expect {
    decision = "deny"
    layer    = "scope"
  }
}

test "Carl's agent lists his repository, which takes all layers" {
  given {
    consent "delegation-3" {
      scopes = ["code-read"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "delegation-3"
    operation  = "list"
    path       = "secret/data/code-repos/storefront/"
    purpose    = "code-review"
  }
  expect {
    decision = "allow"
    layer    = "scope"
  }
}

test "last year's delegation was for code review, too" {
  given {
    time  = "2025-12-31T23:59:59Z"
    facts = "facts.json"
  }
  request {
    agent      = "my-ai-agent"
    delegation = "delegation-0"
    operation  = "read"
    path       = "secret/data/code-repos/storefront/ci"
    purpose    = "marketing"
  }
  expect {
    outcome = "purpose_not_allowed"
  }
}

test "an agent of the kind lists the repositories' names where its own policy lets it" {
  given {
    agent "browser" {
      type     = "autonomous"
      policies = ["code-repos-browse"]
    }
  }
  request {
    agent     = "browser"
    operation = "list"
    path      = "secret/metadata/code-repos/team/"
  }
  expect {
    decision = "allow"
  }
}

test "patterns end where they say" {
  for_each = {
    "names beside the repositories" = {
      policy    = "code-repos-browse"
      operation = "list"
      path      = "secret/metadata/code-repos-old/x"
    }
    "the kind, beside the repositories" = {
      policy    = "reading-only"
      operation = "read"
      path      = "secret/data/code-repos-old/x"
    }
    "the kind, other secrets" = {
      policy    = "reading-only"
      operation = "read"
      path      = "secret/data/payroll/x"
    }
    "the kind, beside the names" = {
      policy    = "reading-only"
      operation = "list"
      path      = "secret/metadata/code-repos-old/x"
    }
    "the kind, other names" = {
      policy    = "reading-only"
      operation = "list"
      path      = "secret/metadata/payroll/x"
    }
    "the kind, beside the logs" = {
      policy    = "reading-only"
      operation = "read"
      path      = "http/ci.example.com/logs-old/x"
    }
    "what is no log" = {
      policy    = "agent-log-view"
      operation = "read"
      path      = "http/ci.example.com/runs/storefront/1"
    }
    "developers, beside the secrets" = {
      policy    = "developer"
      operation = "read"
      path      = "secret/database"
    }
    "developers, other engines" = {
      policy    = "developer"
      operation = "read"
      path      = "secret/metadata/code-repos"
    }
    "contractors, another repository" = {
      policy    = "contractor"
      operation = "read"
      path      = "secret/data/code-repos/storefront-old/ci"
    }
  }
  request {
    policies  = ["${each.policy}"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "delegations hold to the last second of the year" {
  matrix {
    delegation = ["delegation-1", "delegation-2", "delegation-3"]
  }
  given {
    time = "2035-12-31T23:59:59Z"
    consent "${each.delegation}" {
      scopes = ["code-read"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "${each.delegation}"
    operation  = "read"
    path       = "secret/data/code-repos/storefront/ci"
    purpose    = "code-review"
  }
  expect {
    outcome = "allowed"
  }
}

test "delegations end with the year" {
  matrix {
    delegation = ["delegation-1", "delegation-2", "delegation-3"]
  }
  given {
    time = "2036-01-01T00:00:00Z"
    consent "${each.delegation}" {
      scopes = ["code-read"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "${each.delegation}"
    operation  = "read"
    path       = "secret/data/code-repos/storefront/ci"
    purpose    = "code-review"
  }
  expect {
    outcome = "expired"
  }
}

test "nobody's consent is taken for granted" {
  for_each = {
    bob = {
      delegation = "delegation-2"
      time       = "2026-05-04T10:00:00Z"
    }
    carl = {
      delegation = "delegation-3"
      time       = "2026-05-04T10:00:00Z"
    }
    "last year" = {
      delegation = "delegation-0"
      time       = "2025-12-31T10:00:00Z"
    }
  }
  given {
    time = "${each.time}"
  }
  request {
    agent      = "my-ai-agent"
    delegation = "${each.delegation}"
    operation  = "read"
    path       = "secret/data/code-repos/storefront/ci"
    purpose    = "code-review"
  }
  expect {
    outcome = "consent_missing"
  }
}

test "last year's delegation was for logs, too" {
  given {
    time = "2025-12-31T10:00:00Z"
    consent "delegation-0" {
      scopes = ["log-view"]
    }
  }
  request {
    agent      = "my-ai-agent"
    delegation = "delegation-0"
    operation  = "read"
    path       = "http/ci.example.com/logs/storefront/1"
    purpose    = "code-review"
  }
  expect {
    decision = "allow"
  }
}
