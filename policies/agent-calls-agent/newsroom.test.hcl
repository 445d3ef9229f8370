# Who may hand what on to whom, in a chain of three, and what each may do by itself.

test "Sven's chain does his work, each agent its own part" {
  for_each = {
    "the orchestrator calls the researcher" = {
      chain      = ["orchestrator"]
      agent      = "orchestrator"
      path       = "agents/researcher"
      parameters = {}
    }
    "the orchestrator calls the writer" = {
      chain      = ["orchestrator"]
      agent      = "orchestrator"
      path       = "agents/writer"
      parameters = {}
    }
    "the researcher searches" = {
      chain = ["orchestrator", "researcher"]
      agent = "researcher"
      path  = "mcp/archive/search"
      parameters = {
        query = "harbour"
      }
    }
    "the researcher reads" = {
      chain = ["orchestrator", "researcher"]
      agent = "researcher"
      path  = "mcp/archive/read_page"
      parameters = {
        page = "1"
      }
    }
    "the writer writes" = {
      chain = ["orchestrator", "researcher", "writer"]
      agent = "writer"
      path  = "mcp/archive/write_section"
      parameters = {
        draft = "harbour"
        text  = "In May"
      }
    }
    "the writer writes straight away" = {
      chain = ["orchestrator", "writer"]
      agent = "writer"
      path  = "mcp/archive/write_section"
      parameters = {
        draft = "harbour"
        text  = "In May"
      }
    }
  }
  given {
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent = "${each.agent}"
    delegation = {
      user  = "sven"
      chain = "${each.chain}"
    }
    operation  = "invoke"
    path       = "${each.path}"
    parameters = "${each.parameters}"
    purpose    = "article"
  }
  expect {
    decision = "allow"
    layer    = "scope"
    max_ttl  = "15m"
    uses     = "none"
  }
}

test "nobody further down does more than anybody further up, nor more than it was handed" {
  for_each = {
    "the writer searches" = {
      chain   = ["orchestrator", "researcher", "writer"]
      agent   = "writer"
      path    = "mcp/archive/search"
      outcome = "ceiling"
      layer   = "ceiling"
    }
    "the writer reads" = {
      chain   = ["orchestrator", "researcher", "writer"]
      agent   = "writer"
      path    = "mcp/archive/read_page"
      outcome = "scope"
      layer   = "scope"
    }
    "the researcher prints" = {
      chain   = ["orchestrator", "researcher"]
      agent   = "researcher"
      path    = "mcp/archive/print"
      outcome = "ceiling"
      layer   = "ceiling"
    }
    "the researcher calls the orchestrator" = {
      chain   = ["orchestrator", "researcher"]
      agent   = "researcher"
      path    = "agents/orchestrator"
      outcome = "ceiling"
      layer   = "ceiling"
    }
    "the orchestrator goes to the bank" = {
      chain   = ["orchestrator"]
      agent   = "orchestrator"
      path    = "mcp/bank/send"
      outcome = "user_policies"
      layer   = "user_policies"
    }
  }
  given {
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent = "${each.agent}"
    delegation = {
      user  = "sven"
      chain = "${each.chain}"
    }
    operation = "invoke"
    path      = "${each.path}"
    purpose   = "article"
  }
  expect {
    outcome = "${each.outcome}"
    layer   = "${each.layer}"
  }
}

test "a draft has a name of small letters, digits and dashes, and so much text" {
  for_each = {
    "one letter" = {
      parameters = {
        draft = "a"
        text  = ""
      }
      outcome = "allowed"
    }
    "no name" = {
      parameters = {
        text = "In May"
      }
      outcome = "parameter_missing"
    }
    "an empty name" = {
      parameters = {
        draft = ""
        text  = "In May"
      }
      outcome = "parameter_not_allowed"
    }
    "in capitals" = {
      parameters = {
        draft = "Harbour"
        text  = "In May"
      }
      outcome = "parameter_not_allowed"
    }
    "a path" = {
      parameters = {
        draft = "../harbour"
        text  = "In May"
      }
      outcome = "parameter_not_allowed"
    }
    "64 letters" = {
      parameters = {
        draft = "0123456789012345678901234567890123456789012345678901234567890123"
        text  = ""
      }
      outcome = "allowed"
    }
    "65 letters" = {
      parameters = {
        draft = "01234567890123456789012345678901234567890123456789012345678901234"
        text  = ""
      }
      outcome = "parameter_not_allowed"
    }
    "no text" = {
      parameters = {
        draft = "harbour"
      }
      outcome = "parameter_missing"
    }
    "published, too" = {
      parameters = {
        draft   = "harbour"
        text    = "In May"
        publish = true
      }
      outcome = "parameter_not_allowed"
    }
  }
  request {
    agent      = "writer"
    operation  = "invoke"
    path       = "mcp/archive/write_section"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "purposes are cut on the way" {
  for_each = {
    "Sven's orchestrator, a newsletter" = {
      chain   = ["orchestrator"]
      agent   = "orchestrator"
      path    = "agents/researcher"
      purpose = "newsletter"
      outcome = "allowed"
    }
    "Sven's orchestrator, an article" = {
      chain   = ["orchestrator"]
      agent   = "orchestrator"
      path    = "agents/researcher"
      purpose = "article"
      outcome = "allowed"
    }
    "Sven's orchestrator, a campaign" = {
      chain   = ["orchestrator"]
      agent   = "orchestrator"
      path    = "agents/researcher"
      purpose = "campaign"
      outcome = "purpose_not_allowed"
    }
    "the researcher, a newsletter" = {
      chain   = ["orchestrator", "researcher"]
      agent   = "researcher"
      path    = "mcp/archive/search"
      purpose = "newsletter"
      outcome = "purpose_not_allowed"
    }
    "the writer, a newsletter" = {
      chain   = ["orchestrator", "writer"]
      agent   = "writer"
      path    = "mcp/archive/search"
      purpose = "newsletter"
      outcome = "ceiling"
    }
  }
  given {
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent = "${each.agent}"
    delegation = {
      user  = "sven"
      chain = "${each.chain}"
    }
    operation = "invoke"
    path      = "${each.path}"
    purpose   = "${each.purpose}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "who is not let hand on does not, and who is handed to no further goes no further" {
  for_each = {
    "the writer hands back" = {
      user    = "sven"
      chain   = ["orchestrator", "writer", "researcher"]
      agent   = "researcher"
      outcome = "delegate_not_allowed"
    }
    "Tove's orchestrator hands on" = {
      user    = "tove"
      chain   = ["orchestrator", "researcher"]
      agent   = "researcher"
      outcome = "delegation_too_deep"
    }
    "three after the orchestrator" = {
      user    = "sven"
      chain   = ["orchestrator", "researcher", "writer", "guest"]
      agent   = "guest"
      outcome = "delegation_too_deep"
    }
    "the first hop left out" = {
      user    = "sven"
      chain   = ["researcher"]
      agent   = "researcher"
      outcome = "unknown_principal"
    }
    "twice the same agent" = {
      user    = "sven"
      chain   = ["orchestrator", "researcher", "orchestrator"]
      agent   = "orchestrator"
      outcome = "malformed_request"
    }
    "a chain that ends in another" = {
      user    = "sven"
      chain   = ["orchestrator", "researcher"]
      agent   = "writer"
      outcome = "malformed_request"
    }
    "somebody who has delegated nothing" = {
      user    = "uma"
      chain   = ["orchestrator", "researcher"]
      agent   = "researcher"
      outcome = "unknown_principal"
    }
  }
  given {
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
    consent "tove-newsroom" {
      scopes = ["research", "write"]
    }
    agent "guest" {
      policies = ["researching"]
    }
    user "uma" {
      groups = ["editors"]
    }
    delegation "to-guest" {
      from    = "agent:writer"
      to      = "guest"
      scopes  = ["research"]
      consent = "implied"
    }
  }
  request {
    agent = "${each.agent}"
    delegation = {
      user  = "${each.user}"
      chain = "${each.chain}"
    }
    operation = "invoke"
    path      = "mcp/archive/read_page"
    parameters = {
      page = "1"
    }
    purpose = "article"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "what a person has not consented to nobody down the chain does" {
  for_each = {
    "research alone: no writing" = {
      scopes  = ["research"]
      agent   = "writer"
      chain   = ["orchestrator", "writer"]
      path    = "mcp/archive/write_section"
      outcome = "scope"
    }
    "research alone: a search" = {
      scopes  = ["research"]
      agent   = "researcher"
      chain   = ["orchestrator", "researcher"]
      path    = "mcp/archive/search"
      outcome = "allowed"
    }
    "writing alone: no search" = {
      scopes  = ["write"]
      agent   = "researcher"
      chain   = ["orchestrator", "researcher"]
      path    = "mcp/archive/search"
      outcome = "scope"
    }
    "writing alone: no calls" = {
      scopes  = ["write"]
      agent   = "orchestrator"
      chain   = ["orchestrator"]
      path    = "agents/researcher"
      outcome = "scope"
    }
  }
  given {
    consent "sven-newsroom" {
      scopes = "${each.scopes}"
    }
  }
  request {
    agent = "${each.agent}"
    delegation = {
      user  = "sven"
      chain = "${each.chain}"
    }
    operation = "invoke"
    path      = "${each.path}"
    parameters = {
      draft = "harbour"
      text  = "In May"
    }
    purpose = "article"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "without a consent of their own neither Sven's nor Tove's chain begins" {
  matrix {
    user = ["sven", "tove"]
  }
  request {
    agent = "orchestrator"
    delegation = {
      user  = "${each.user}"
      chain = ["orchestrator"]
    }
    operation = "invoke"
    path      = "agents/researcher"
    purpose   = "article"
  }
  expect {
    outcome = "consent_missing"
  }
}

test "Tove lets her orchestrator act, whatever it is for" {
  matrix {
    purpose = ["article", "newsletter", "campaign"]
  }
  given {
    consent "tove-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent      = "orchestrator"
    delegation = "tove-newsroom"
    operation  = "invoke"
    path       = "agents/researcher"
    purpose    = "${each.purpose}"
  }
  expect {
    decision = "allow"
  }
}

test "a chain that an agent begins has that agent's own policies first" {
  for_each = {
    "the orchestrator does not search" = {
      agent = "researcher"
      delegation = {
        id = "to-researcher"
      }
      path = "mcp/archive/search"
    }
    "the researcher does not write" = {
      agent = "writer"
      delegation = {
        chain = ["researcher", "writer"]
      }
      path = "mcp/archive/write_section"
    }
  }
  request {
    agent      = "${each.agent}"
    delegation = "${each.delegation}"
    operation  = "invoke"
    path       = "${each.path}"
    parameters = {
      draft = "harbour"
      text  = "In May"
    }
    purpose = "article"
  }
  expect {
    outcome = "no_matching_rule"
    layer   = "agent_policies"
  }
}

test "what each agent may do for itself" {
  for_each = [
    {
      agent     = "orchestrator"
      operation = "delegate"
      path      = "agents/researcher"
      outcome   = "allowed"
    },
    {
      agent     = "orchestrator"
      operation = "invoke"
      path      = "agents/researcher"
      outcome   = "allowed"
    },
    { agent = "orchestrator", operation = "delegate", path = "agents/writer", outcome = "allowed" },
    { agent = "orchestrator", operation = "invoke", path = "agents/writer", outcome = "allowed" },
    {
      agent     = "orchestrator"
      operation = "read"
      path      = "agents/writer"
      outcome   = "capability_missing"
    },
    {
      agent     = "orchestrator"
      operation = "delegate"
      path      = "agents/stranger"
      outcome   = "no_matching_rule"
    },
    {
      agent     = "orchestrator"
      operation = "invoke"
      path      = "mcp/archive/search"
      outcome   = "no_matching_rule"
    },
    {
      agent     = "researcher"
      operation = "invoke"
      path      = "mcp/archive/search"
      outcome   = "allowed"
    },
    {
      agent     = "researcher"
      operation = "invoke"
      path      = "mcp/archive/read_page"
      outcome   = "allowed"
    },
    {
      agent     = "researcher"
      operation = "read"
      path      = "mcp/archive/search"
      outcome   = "capability_missing"
    },
    { agent = "researcher", operation = "delegate", path = "agents/writer", outcome = "allowed" },
    { agent = "researcher", operation = "invoke", path = "agents/writer", outcome = "allowed" },
    {
      agent     = "researcher"
      operation = "invoke"
      path      = "mcp/archive/write_section"
      outcome   = "no_matching_rule"
    },
    { agent = "writer", operation = "invoke", path = "mcp/archive/read_page", outcome = "allowed" },
    {
      agent     = "writer"
      operation = "invoke"
      path      = "mcp/archive/write_section"
      outcome   = "allowed"
    },
    {
      agent     = "writer"
      operation = "invoke"
      path      = "mcp/archive/search"
      outcome   = "no_matching_rule"
    },
    {
      agent     = "writer"
      operation = "delegate"
      path      = "agents/researcher"
      outcome   = "no_matching_rule"
    },
  ]
  request {
    agent     = "${each.agent}"
    operation = "${each.operation}"
    path      = "${each.path}"
    parameters = {
      draft = "harbour"
      text  = "In May"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "editors call tools and agents, and hand nothing on" {
  for_each = [
    { user = "sven", operation = "invoke", path = "mcp/archive/search", outcome = "allowed" },
    {
      user      = "tove"
      operation = "invoke"
      path      = "mcp/archive/write_section"
      outcome   = "allowed"
    },
    { user = "tove", operation = "invoke", path = "agents/researcher", outcome = "allowed" },
    {
      user      = "sven"
      operation = "delegate"
      path      = "agents/researcher"
      outcome   = "capability_missing"
    },
    {
      user      = "sven"
      operation = "read"
      path      = "mcp/archive/search"
      outcome   = "capability_missing"
    },
    {
      user      = "sven"
      operation = "invoke"
      path      = "mcp/archive/drafts/1"
      outcome   = "no_matching_rule"
    },
    {
      user      = "sven"
      operation = "invoke"
      path      = "agents/researcher/again"
      outcome   = "no_matching_rule"
    },
    {
      user      = "sven"
      operation = "invoke"
      path      = "mcp/payroll/search"
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

invariant "only who writes writes" {
  never {
    agent = ["orchestrator", "researcher"]
    user  = none
    path  = "mcp/archive/write_section"
    expr  = agent.id != "writer"
  }
}

invariant "nobody hands authority to the orchestrator" {
  never {
    agent     = any
    operation = "delegate"
    path      = "agents/orchestrator"
  }
}

test "each policy is to call by name, where it says so to hand on, and nothing else" {
  for_each = [
    { policy = "orchestrating", path = "agents/researcher-2" },
    { policy = "orchestrating", path = "agents/writer-2" },
    { policy = "researching", path = "mcp/archive/search-2" },
    { policy = "researching", path = "mcp/archive/read_page-2" },
    { policy = "asking-the-writer", path = "agents/writer-2" },
    { policy = "writing", path = "mcp/archive/read_page-2" },
    { policy = "writing", path = "mcp/archive/write_section-2" },
  ]
  request {
    policies  = ["${each.policy}"]
    operation = "invoke"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "nothing of them is read, listed or changed" {
  for_each = [
    { policy = "orchestrating", operation = "create", path = "agents/researcher" },
    { policy = "orchestrating", operation = "read", path = "agents/researcher" },
    { policy = "orchestrating", operation = "update", path = "agents/researcher" },
    { policy = "orchestrating", operation = "delete", path = "agents/researcher" },
    { policy = "orchestrating", operation = "list", path = "agents/researcher" },
    { policy = "orchestrating", operation = "create", path = "agents/writer" },
    { policy = "orchestrating", operation = "read", path = "agents/writer" },
    { policy = "orchestrating", operation = "update", path = "agents/writer" },
    { policy = "orchestrating", operation = "delete", path = "agents/writer" },
    { policy = "orchestrating", operation = "list", path = "agents/writer" },
    { policy = "asking-the-writer", operation = "create", path = "agents/writer" },
    { policy = "asking-the-writer", operation = "read", path = "agents/writer" },
    { policy = "asking-the-writer", operation = "update", path = "agents/writer" },
    { policy = "asking-the-writer", operation = "delete", path = "agents/writer" },
    { policy = "asking-the-writer", operation = "list", path = "agents/writer" },
    { policy = "researching", operation = "create", path = "mcp/archive/search" },
    { policy = "researching", operation = "read", path = "mcp/archive/search" },
    { policy = "researching", operation = "update", path = "mcp/archive/search" },
    { policy = "researching", operation = "delete", path = "mcp/archive/search" },
    { policy = "researching", operation = "list", path = "mcp/archive/search" },
    { policy = "researching", operation = "create", path = "mcp/archive/read_page" },
    { policy = "researching", operation = "read", path = "mcp/archive/read_page" },
    { policy = "researching", operation = "update", path = "mcp/archive/read_page" },
    { policy = "researching", operation = "delete", path = "mcp/archive/read_page" },
    { policy = "researching", operation = "list", path = "mcp/archive/read_page" },
    { policy = "writing", operation = "create", path = "mcp/archive/read_page" },
    { policy = "writing", operation = "read", path = "mcp/archive/read_page" },
    { policy = "writing", operation = "update", path = "mcp/archive/read_page" },
    { policy = "writing", operation = "delete", path = "mcp/archive/read_page" },
    { policy = "writing", operation = "list", path = "mcp/archive/read_page" },
    { policy = "writing", operation = "create", path = "mcp/archive/write_section" },
    { policy = "writing", operation = "read", path = "mcp/archive/write_section" },
    { policy = "writing", operation = "update", path = "mcp/archive/write_section" },
    { policy = "writing", operation = "delete", path = "mcp/archive/write_section" },
    { policy = "writing", operation = "list", path = "mcp/archive/write_section" },
    { policy = "editor", operation = "create", path = "mcp/archive/search" },
    { policy = "editor", operation = "read", path = "mcp/archive/search" },
    { policy = "editor", operation = "update", path = "mcp/archive/search" },
    { policy = "editor", operation = "delete", path = "mcp/archive/search" },
    { policy = "editor", operation = "list", path = "mcp/archive/search" },
    { policy = "editor", operation = "create", path = "agents/writer" },
    { policy = "editor", operation = "read", path = "agents/writer" },
    { policy = "editor", operation = "update", path = "agents/writer" },
    { policy = "editor", operation = "delete", path = "agents/writer" },
    { policy = "editor", operation = "list", path = "agents/writer" },
  ]
  request {
    policies  = ["${each.policy}"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "what Sven consents to is calling, and nothing else" {
  matrix {
    operation = ["read", "update", "list"]
    path = [
      "mcp/archive/search",
      "mcp/archive/read_page",
      "agents/researcher",
      "mcp/archive/write_section",
    ]
  }
  given {
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent      = "orchestrator"
    delegation = "sven-newsroom"
    operation  = "${each.operation}"
    path       = "${each.path}"
    purpose    = "article"
  }
  expect {
    outcome = "user_policies"
    layer   = "scope"
  }
}

test "and of a longer name it is another thing" {
  matrix {
    path = [
      "mcp/archive/search-2",
      "mcp/archive/read_page-2",
      "mcp/archive/write_section-2",
      "agents/researcher/2",
    ]
  }
  given {
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent      = "orchestrator"
    delegation = "sven-newsroom"
    operation  = "invoke"
    path       = "${each.path}"
    purpose    = "article"
  }
  expect {
    decision = "deny"
    layer    = "scope"
  }
}

test "delegations hold to the last second of the year" {
  for_each = {
    "sven-newsroom" = {
      delegation = {
        user  = "sven"
        chain = ["orchestrator"]
      }
      agent   = "orchestrator"
      path    = "agents/researcher"
      outcome = "allowed"
    }
    "tove-newsroom" = {
      delegation = {
        user  = "tove"
        chain = ["orchestrator"]
      }
      agent   = "orchestrator"
      path    = "agents/researcher"
      outcome = "allowed"
    }
    "to-researcher" = {
      delegation = {
        chain = ["orchestrator", "researcher"]
      }
      agent   = "researcher"
      path    = "mcp/archive/search"
      outcome = "no_matching_rule"
    }
    "to-writer" = {
      delegation = {
        chain = ["researcher", "writer"]
      }
      agent   = "writer"
      path    = "mcp/archive/write_section"
      outcome = "no_matching_rule"
    }
    "straight-to-writer" = {
      delegation = {
        chain = ["orchestrator", "writer"]
      }
      agent   = "writer"
      path    = "mcp/archive/write_section"
      outcome = "no_matching_rule"
    }
    "back-to-researcher" = {
      delegation = {
        chain = ["writer", "researcher"]
      }
      agent   = "researcher"
      path    = "mcp/archive/search"
      outcome = "no_matching_rule"
    }
  }
  given {
    time = "2035-12-31T23:59:59Z"
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
    consent "tove-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent      = "${each.agent}"
    delegation = "${each.delegation}"
    operation  = "invoke"
    path       = "${each.path}"
    purpose    = "article"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "delegations end with the year" {
  for_each = {
    "sven-newsroom" = {
      delegation = {
        user  = "sven"
        chain = ["orchestrator"]
      }
      agent   = "orchestrator"
      path    = "agents/researcher"
      outcome = "expired"
    }
    "tove-newsroom" = {
      delegation = {
        user  = "tove"
        chain = ["orchestrator"]
      }
      agent   = "orchestrator"
      path    = "agents/researcher"
      outcome = "expired"
    }
    "to-researcher" = {
      delegation = {
        chain = ["orchestrator", "researcher"]
      }
      agent   = "researcher"
      path    = "mcp/archive/search"
      outcome = "expired"
    }
    "to-writer" = {
      delegation = {
        chain = ["researcher", "writer"]
      }
      agent   = "writer"
      path    = "mcp/archive/write_section"
      outcome = "expired"
    }
    "straight-to-writer" = {
      delegation = {
        chain = ["orchestrator", "writer"]
      }
      agent   = "writer"
      path    = "mcp/archive/write_section"
      outcome = "expired"
    }
    "back-to-researcher" = {
      delegation = {
        chain = ["writer", "researcher"]
      }
      agent   = "researcher"
      path    = "mcp/archive/search"
      outcome = "expired"
    }
  }
  given {
    time = "2036-01-01T00:00:00Z"
    consent "sven-newsroom" {
      scopes = ["research", "write"]
    }
    consent "tove-newsroom" {
      scopes = ["research", "write"]
    }
  }
  request {
    agent      = "${each.agent}"
    delegation = "${each.delegation}"
    operation  = "invoke"
    path       = "${each.path}"
    purpose    = "article"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "each agent's own authority lasts a quarter of an hour" {
  matrix {
    agent = ["researcher", "writer"]
  }
  request {
    agent     = "${each.agent}"
    operation = "invoke"
    path      = "mcp/archive/read_page"
  }
  expect {
    decision = "allow"
    max_ttl  = "15m"
  }
}

test "the writer writes text" {
  request {
    agent     = "writer"
    operation = "invoke"
    path      = "mcp/archive/write_section"
    parameters = {
      draft = "harbour"
      text  = false
    }
  }
  expect {
    outcome = "parameter_not_allowed"
  }
}

test "editors call agents, and nothing that is named like one" {
  request {
    user      = "sven"
    operation = "invoke"
    path      = "desks/researcher"
  }
  expect {
    outcome = "no_matching_rule"
  }
}
