# What the policies of callers promise, path by path.

test "whoever runs the service may everything below polc/, and nothing beside it" {
  for_each = {
    "create polc/agents/bot" = {
      operation = "create"
      path      = "polc/agents/bot"
      outcome   = "allowed"
    }
    "read polc/agents/bot" = {
      operation = "read"
      path      = "polc/agents/bot"
      outcome   = "allowed"
    }
    "update polc/agents/bot" = {
      operation = "update"
      path      = "polc/agents/bot"
      outcome   = "allowed"
    }
    "delete polc/agents/bot" = {
      operation = "delete"
      path      = "polc/agents/bot"
      outcome   = "allowed"
    }
    "update polc/policies" = {
      operation = "update"
      path      = "polc/policies"
      outcome   = "allowed"
    }
    "list polc/agents/" = {
      operation = "list"
      path      = "polc/agents/"
      outcome   = "allowed"
    }
    "not read polc" = {
      operation = "read"
      path      = "polc"
      outcome   = "no_matching_rule"
    }
    "not read secret/data/x" = {
      operation = "read"
      path      = "secret/data/x"
      outcome   = "no_matching_rule"
    }
    "not patch polc/agents/bot" = {
      operation = "patch"
      path      = "polc/agents/bot"
      outcome   = "capability_missing"
    }
  }
  request {
    policies  = ["polc-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "an enforcement point asks, and changes nothing" {
  for_each = {
    "update polc/decide/agents/bot" = {
      operation = "update"
      path      = "polc/decide/agents/bot"
      outcome   = "allowed"
    }
    "update polc/decide/users/alice" = {
      operation = "update"
      path      = "polc/decide/users/alice"
      outcome   = "allowed"
    }
    "update polc/decide/policies" = {
      operation = "update"
      path      = "polc/decide/policies"
      outcome   = "allowed"
    }
    "update polc/decide/context" = {
      operation = "update"
      path      = "polc/decide/context"
      outcome   = "allowed"
    }
    "update polc/search/subjects" = {
      operation = "update"
      path      = "polc/search/subjects"
      outcome   = "allowed"
    }
    "update polc/explain" = {
      operation = "update"
      path      = "polc/explain"
      outcome   = "allowed"
    }
    "update polc/grants/redeem" = {
      operation = "update"
      path      = "polc/grants/redeem"
      outcome   = "allowed"
    }
    "not create polc/decide/agents/bot" = {
      operation = "create"
      path      = "polc/decide/agents/bot"
      outcome   = "capability_missing"
    }
    "not update polc/decide/agents/bot/x" = {
      operation = "update"
      path      = "polc/decide/agents/bot/x"
      outcome   = "no_matching_rule"
    }
    "not read polc/decide/users/alice" = {
      operation = "read"
      path      = "polc/decide/users/alice"
      outcome   = "capability_missing"
    }
    "not update polc/decide/users/a/b" = {
      operation = "update"
      path      = "polc/decide/users/a/b"
      outcome   = "no_matching_rule"
    }
    "not read polc/decide/policies" = {
      operation = "read"
      path      = "polc/decide/policies"
      outcome   = "capability_missing"
    }
    "not update polc/decide/policies/x" = {
      operation = "update"
      path      = "polc/decide/policies/x"
      outcome   = "no_matching_rule"
    }
    "not create polc/decide/context" = {
      operation = "create"
      path      = "polc/decide/context"
      outcome   = "capability_missing"
    }
    "not update polc/decide/approvals" = {
      operation = "update"
      path      = "polc/decide/approvals"
      outcome   = "no_matching_rule"
    }
    "not read polc/search/subjects" = {
      operation = "read"
      path      = "polc/search/subjects"
      outcome   = "capability_missing"
    }
    "not update polc/search/a/b" = {
      operation = "update"
      path      = "polc/search/a/b"
      outcome   = "no_matching_rule"
    }
    "not read polc/explain" = {
      operation = "read"
      path      = "polc/explain"
      outcome   = "capability_missing"
    }
    "not create polc/grants/redeem" = {
      operation = "create"
      path      = "polc/grants/redeem"
      outcome   = "capability_missing"
    }
    "not delete polc/grants/x" = {
      operation = "delete"
      path      = "polc/grants/x"
      outcome   = "no_matching_rule"
    }
    "not create polc/agents/bot" = {
      operation = "create"
      path      = "polc/agents/bot"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["polc-enforcement-point"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "an auditor reads, and changes nothing" {
  for_each = {
    "read polc/audit/entries" = {
      operation = "read"
      path      = "polc/audit/entries"
      outcome   = "allowed"
    }
    "read polc/metrics" = {
      operation = "read"
      path      = "polc/metrics"
      outcome   = "allowed"
    }
    "read polc/policies" = {
      operation = "read"
      path      = "polc/policies"
      outcome   = "allowed"
    }
    "read polc/agents/bot" = {
      operation = "read"
      path      = "polc/agents/bot"
      outcome   = "allowed"
    }
    "list polc/agents/" = {
      operation = "list"
      path      = "polc/agents/"
      outcome   = "allowed"
    }
    "read polc/users/alice" = {
      operation = "read"
      path      = "polc/users/alice"
      outcome   = "allowed"
    }
    "list polc/users/" = {
      operation = "list"
      path      = "polc/users/"
      outcome   = "allowed"
    }
    "read polc/groups/leads" = {
      operation = "read"
      path      = "polc/groups/leads"
      outcome   = "allowed"
    }
    "list polc/groups/" = {
      operation = "list"
      path      = "polc/groups/"
      outcome   = "allowed"
    }
    "read polc/delegations/d" = {
      operation = "read"
      path      = "polc/delegations/d"
      outcome   = "allowed"
    }
    "list polc/delegations/" = {
      operation = "list"
      path      = "polc/delegations/"
      outcome   = "allowed"
    }
    "list polc/consents/" = {
      operation = "list"
      path      = "polc/consents/"
      outcome   = "allowed"
    }
    "read polc/approvals/x" = {
      operation = "read"
      path      = "polc/approvals/x"
      outcome   = "allowed"
    }
    "list polc/approvals/" = {
      operation = "list"
      path      = "polc/approvals/"
      outcome   = "allowed"
    }
    "list polc/grants/" = {
      operation = "list"
      path      = "polc/grants/"
      outcome   = "allowed"
    }
    "not update polc/audit/entries" = {
      operation = "update"
      path      = "polc/audit/entries"
      outcome   = "capability_missing"
    }
    "not read polc/audit/a/b" = {
      operation = "read"
      path      = "polc/audit/a/b"
      outcome   = "no_matching_rule"
    }
    "not update polc/metrics" = {
      operation = "update"
      path      = "polc/metrics"
      outcome   = "capability_missing"
    }
    "not update polc/policies" = {
      operation = "update"
      path      = "polc/policies"
      outcome   = "capability_missing"
    }
    "not update polc/agents/bot" = {
      operation = "update"
      path      = "polc/agents/bot"
      outcome   = "capability_missing"
    }
    "not delete polc/users/alice" = {
      operation = "delete"
      path      = "polc/users/alice"
      outcome   = "capability_missing"
    }
    "not create polc/groups/leads" = {
      operation = "create"
      path      = "polc/groups/leads"
      outcome   = "capability_missing"
    }
    "not delete polc/delegations/d" = {
      operation = "delete"
      path      = "polc/delegations/d"
      outcome   = "capability_missing"
    }
    "not create polc/consents/d" = {
      operation = "create"
      path      = "polc/consents/d"
      outcome   = "capability_missing"
    }
    "not read polc/consents/d" = {
      operation = "read"
      path      = "polc/consents/d"
      outcome   = "capability_missing"
    }
    "not update polc/approvals/x" = {
      operation = "update"
      path      = "polc/approvals/x"
      outcome   = "capability_missing"
    }
    "not delete polc/grants/x" = {
      operation = "delete"
      path      = "polc/grants/x"
      outcome   = "capability_missing"
    }
    "not read polc/grants/x" = {
      operation = "read"
      path      = "polc/grants/x"
      outcome   = "capability_missing"
    }
    "not read polc/callers/x" = {
      operation = "read"
      path      = "polc/callers/x"
      outcome   = "no_matching_rule"
    }
    "not update polc/decide/policies" = {
      operation = "update"
      path      = "polc/decide/policies"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["polc-auditor"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a person consents and answers, and registers nothing" {
  for_each = {
    "create polc/consents/d" = {
      operation = "create"
      path      = "polc/consents/d"
      outcome   = "allowed"
    }
    "delete polc/consents/d" = {
      operation = "delete"
      path      = "polc/consents/d"
      outcome   = "allowed"
    }
    "read polc/approvals/x" = {
      operation = "read"
      path      = "polc/approvals/x"
      outcome   = "allowed"
    }
    "update polc/approvals/x" = {
      operation = "update"
      path      = "polc/approvals/x"
      outcome   = "allowed"
    }
    "not update polc/consents/d" = {
      operation = "update"
      path      = "polc/consents/d"
      outcome   = "capability_missing"
    }
    "not read polc/consents/d" = {
      operation = "read"
      path      = "polc/consents/d"
      outcome   = "capability_missing"
    }
    "not create polc/consents/a/b" = {
      operation = "create"
      path      = "polc/consents/a/b"
      outcome   = "no_matching_rule"
    }
    "not delete polc/approvals/x" = {
      operation = "delete"
      path      = "polc/approvals/x"
      outcome   = "capability_missing"
    }
    "not create polc/approvals/x" = {
      operation = "create"
      path      = "polc/approvals/x"
      outcome   = "capability_missing"
    }
    "not list polc/approvals/" = {
      operation = "list"
      path      = "polc/approvals/"
      outcome   = "capability_missing"
    }
    "not update polc/approvals/a/b" = {
      operation = "update"
      path      = "polc/approvals/a/b"
      outcome   = "no_matching_rule"
    }
    "not create polc/delegations/d" = {
      operation = "create"
      path      = "polc/delegations/d"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["polc-person"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "an agent asks for itself alone" {
  for_each = {
    "itself" = {
      path    = "polc/decide/agents/polc-example-agent"
      outcome = "allowed"
    }
    "another" = {
      path    = "polc/decide/agents/other"
      outcome = "no_matching_rule"
    }
    "a user" = {
      path    = "polc/decide/users/polc-example-agent"
      outcome = "no_matching_rule"
    }
  }
  request {
    agent     = "polc-example-agent"
    operation = "update"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "what an agent asks for itself is short" {
  request {
    agent     = "polc-example-agent"
    operation = "update"
    path      = "polc/decide/agents/polc-example-agent"
  }
  expect {
    decision = "allow"
    max_ttl  = "5m"
  }
}

test "an agent does nothing else there" {
  matrix {
    operation = ["create", "read", "delete", "list"]
  }
  request {
    agent     = "polc-example-agent"
    operation = "${each.operation}"
    path      = "polc/decide/agents/polc-example-agent"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "an enforcement point asks, and does nothing else" {
  matrix {
    operation = ["create", "read", "delete", "list", "patch"]
    path      = ["polc/decide/agents/bot", "polc/decide/users/alice", "polc/decide/policies", "polc/decide/context", "polc/search/subjects", "polc/explain", "polc/grants/redeem"]
  }
  request {
    policies  = ["polc-enforcement-point"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "what is named like what an enforcement point may is nothing to it" {
  matrix {
    operation = ["update"]
    path      = ["polc/decide/policies-x", "polc/decide/contexts", "polc/explain-x", "polc/other", "polc/grants/redeem-x", "polc/grants/other", "polc/decide/other", "polc/decide/agents", "polc/search"]
  }
  request {
    policies  = ["polc-enforcement-point"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "an auditor changes nothing, whatever it is" {
  matrix {
    operation = ["create", "update", "delete", "patch"]
    path      = ["polc/audit/entries", "polc/metrics", "polc/policies", "polc/agents/bot", "polc/users/alice", "polc/groups/leads", "polc/delegations/d", "polc/consents/d", "polc/approvals/x", "polc/grants/x"]
  }
  request {
    policies  = ["polc-auditor"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "an auditor lists what is registered, and nothing else" {
  matrix {
    operation = ["list"]
    path      = ["polc/audit/entries", "polc/metrics", "polc/policies", "polc/callers/", "polc/"]
  }
  request {
    policies  = ["polc-auditor"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "what is named like what an auditor may is nothing to it" {
  matrix {
    operation = ["read", "list"]
    path      = ["polc/metrics-x", "polc/policies-x", "polc/other", "polc/audit", "polc/audit/a/b", "polc/callers/x", "polc/consents", "polc/agents-x/a", "polc/users-x/a", "polc/groups-x/a", "polc/delegations-x/a", "polc/consents-x/a", "polc/approvals-x/a", "polc/grants-x/a"]
  }
  request {
    policies  = ["polc-auditor"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "an auditor reads no consent and no grant by itself" {
  matrix {
    operation = ["read"]
    path      = ["polc/consents/d", "polc/grants/x"]
  }
  request {
    policies  = ["polc-auditor"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "a person lists and changes nothing" {
  matrix {
    operation = ["list", "patch"]
    path      = ["polc/consents/d", "polc/approvals/x"]
  }
  request {
    policies  = ["polc-person"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "what is named like what a person may is nothing to it" {
  matrix {
    operation = ["create", "read", "update", "delete", "list", "patch"]
    path      = ["polc/consents", "polc/consents/a/b", "polc/approvals/a/b", "polc/approvals", "polc/other/x"]
  }
  request {
    policies  = ["polc-person"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}

test "whoever runs the service is nobody beside it" {
  matrix {
    operation = ["create", "read", "update", "delete", "list", "patch"]
    path      = ["polc", "other/x", "polc-x/y", "secret/data/x"]
  }
  request {
    policies  = ["polc-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "deny"
  }
}
