# What the chatbot may look up for itself, and what only on behalf of a customer, with her consent and in her session.

test "for itself it answers what is the same for everybody" {
  for_each = {
    "an article" = {
      operation = "invoke"
      path      = "mcp/helpdesk/search_articles"
      parameters = {
        query = "returns"
      }
    }
    "a few of them" = {
      operation = "invoke"
      path      = "mcp/helpdesk/search_articles"
      parameters = {
        query = "returns"
        limit = 20
      }
    }
    "one of them" = {
      operation = "invoke"
      path      = "mcp/helpdesk/search_articles"
      parameters = {
        query = "r"
        limit = 1
      }
    }
    "the opening hours" = {
      operation  = "invoke"
      path       = "mcp/helpdesk/opening_hours"
      parameters = {}
    }
  }
  request {
    agent      = "support-chatbot"
    operation  = "${each.operation}"
    path       = "${each.path}"
    parameters = "${each.parameters}"
  }
  expect {
    decision = "allow"
    policy   = "support-knowledge"
    layer    = "agent_policies"
    max_ttl  = "5m"
    uses     = 1
  }
}

test "its credential for that is gone in a minute" {
  request {
    agent     = "support-chatbot"
    operation = "read"
    path      = "database/creds/knowledge-readonly"
  }
  expect {
    decision = "allow"
    max_ttl  = "60s"
    uses     = 1
  }
}

test "a question is a question" {
  for_each = {
    "none" = {
      parameters = {}
      outcome    = "parameter_missing"
    }
    "an empty one" = {
      parameters = {
        query = ""
      }
      outcome = "parameter_not_allowed"
    }
    "for no answers" = {
      parameters = {
        query = "returns"
        limit = 0
      }
      outcome = "parameter_not_allowed"
    }
    "for too many" = {
      parameters = {
        query = "returns"
        limit = 21
      }
      outcome = "parameter_not_allowed"
    }
    "for half a one" = {
      parameters = {
        query = "returns"
        limit = 1.5
      }
      outcome = "parameter_not_allowed"
    }
    "and something else" = {
      parameters = {
        query = "returns"
        index = "internal"
      }
      outcome = "parameter_not_allowed"
    }
  }
  request {
    agent      = "support-chatbot"
    operation  = "invoke"
    path       = "mcp/helpdesk/search_articles"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a question is three hundred characters at most" {
  for_each = {
    "three hundred" = {
      last    = ""
      outcome = "allowed"
    }
    "one more" = {
      last    = "x"
      outcome = "parameter_not_allowed"
    }
  }
  request {
    agent     = "support-chatbot"
    operation = "invoke"
    path      = "mcp/helpdesk/search_articles"
    parameters = {
      query = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx${each.last}"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "for itself it sees nobody's data, and changes nothing" {
  for_each = {
    "a customer's credential" = {
      operation = "read"
      path      = "database/creds/customer-readonly"
      outcome   = "no_matching_rule"
    }
    "an account" = {
      operation = "invoke"
      path      = "mcp/helpdesk/get_account"
      outcome   = "no_matching_rule"
    }
    "a customer" = {
      operation = "read"
      path      = "http/api.shop.example/customers/maria/orders"
      outcome   = "no_matching_rule"
    }
    "recommendations" = {
      operation = "read"
      path      = "http/api.shop.example/recommendations/maria"
      outcome   = "no_matching_rule"
    }
    "its credential changed" = {
      operation = "update"
      path      = "database/creds/knowledge-readonly"
      outcome   = "capability_missing"
    }
    "a tool read" = {
      operation = "read"
      path      = "mcp/helpdesk/opening_hours"
      outcome   = "capability_missing"
    }
    "articles read" = {
      operation = "read"
      path      = "mcp/helpdesk/search_articles"
      outcome   = "capability_missing"
    }
  }
  given {
    facts = "facts.json"
  }
  request {
    agent     = "support-chatbot"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "on behalf of a customer it sees hers" {
  for_each = {
    "orders" = {
      operation  = "read"
      path       = "http/api.shop.example/customers/maria/orders"
      parameters = {}
      max_ttl    = "5m"
    }
    "an order" = {
      operation  = "read"
      path       = "http/api.shop.example/customers/maria/orders/7"
      parameters = {}
      max_ttl    = "5m"
    }
    "recommendations" = {
      operation  = "read"
      path       = "http/api.shop.example/recommendations/maria"
      parameters = {}
      max_ttl    = "5m"
    }
    "the account" = {
      operation = "invoke"
      path      = "mcp/helpdesk/get_account"
      parameters = {
        customer_id = "maria"
      }
      max_ttl = "5m"
    }
    "a credential" = {
      operation  = "read"
      path       = "database/creds/customer-readonly"
      parameters = {}
      max_ttl    = "60s"
    }
  }
  given {
    time  = "2026-05-04T09:10:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "${each.operation}"
    path       = "${each.path}"
    parameters = "${each.parameters}"
    session = {
      id = "s-1"
    }
  }
  expect {
    decision = "allow"
    max_ttl  = "${each.max_ttl}"
    uses     = 1
  }
}

test "and nobody else's, nor does it change any" {
  for_each = {
    "another's orders" = {
      operation  = "read"
      path       = "http/api.shop.example/customers/noah/orders"
      parameters = {}
      outcome    = "user_policies"
      layer      = "ceiling"
    }
    "another's recommendations" = {
      operation  = "read"
      path       = "http/api.shop.example/recommendations/noah"
      parameters = {}
      outcome    = "user_policies"
      layer      = "ceiling"
    }
    "another's account" = {
      operation = "invoke"
      path      = "mcp/helpdesk/get_account"
      parameters = {
        customer_id = "noah"
      }
      outcome = "ceiling"
      layer   = "ceiling"
    }
    "nobody's account" = {
      operation  = "invoke"
      path       = "mcp/helpdesk/get_account"
      parameters = {}
      outcome    = "ceiling"
      layer      = "ceiling"
    }
    "an account by number" = {
      operation = "invoke"
      path      = "mcp/helpdesk/get_account"
      parameters = {
        customer_id = 5
      }
      outcome = "ceiling"
      layer   = "ceiling"
    }
    "her orders changed" = {
      operation  = "update"
      path       = "http/api.shop.example/customers/maria/orders"
      parameters = {}
      outcome    = "ceiling"
      layer      = "ceiling"
    }
    "a credential changed" = {
      operation  = "update"
      path       = "database/creds/customer-readonly"
      parameters = {}
      outcome    = "user_policies"
      layer      = "ceiling"
    }
    "recommendations changed" = {
      operation  = "update"
      path       = "http/api.shop.example/recommendations/maria"
      parameters = {}
      outcome    = "user_policies"
      layer      = "ceiling"
    }
    "below recommendations" = {
      operation  = "read"
      path       = "http/api.shop.example/recommendations/maria/why"
      parameters = {}
      outcome    = "user_policies"
      layer      = "ceiling"
    }
    "a tool it has for itself" = {
      operation  = "invoke"
      path       = "mcp/helpdesk/opening_hours"
      parameters = {}
      outcome    = "scope"
      layer      = "scope"
    }
  }
  given {
    time  = "2026-05-04T09:10:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "${each.operation}"
    path       = "${each.path}"
    parameters = "${each.parameters}"
    session = {
      id = "s-1"
    }
  }
  expect {
    outcome = "${each.outcome}"
    layer   = "${each.layer}"
  }
}

test "a credential for customers' data is for a session" {
  given {
    time  = "2026-05-04T09:10:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "read"
    path       = "database/creds/customer-readonly"
  }
  expect {
    outcome = "ceiling"
    message = "in her session"
  }
}

test "it is for a consent that somebody has given, not for one that is implied" {
  for_each = {
    given = {
      consent = "explicit"
      outcome = "allowed"
    }
    implied = {
      consent = "implied"
      outcome = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T09:10:00Z"
    facts = "facts.json"
    delegation "rita-support" {
      from    = "user:maria"
      to      = "support-chatbot"
      scopes  = ["account-view"]
      consent = "${each.consent}"
    }
    consent "rita-support" {
      scopes = ["account-view"]
    }
  }
  request {
    agent      = "support-chatbot"
    delegation = "rita-support"
    operation  = "read"
    path       = "database/creds/customer-readonly"
    session = {
      id = "s-1"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "cards are shown while the consent is fresh" {
  for_each = {
    "a quarter of an hour" = {
      time      = "2026-05-04T09:15:00Z"
      operation = "read"
      outcome   = "allowed"
    }
    "a second more" = {
      time      = "2026-05-04T09:15:01Z"
      operation = "read"
      outcome   = "ceiling"
    }
    "changed, fresh or not" = {
      time      = "2026-05-04T09:10:00Z"
      operation = "update"
      outcome   = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T09:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "${each.operation}"
    path       = "http/api.shop.example/customers/maria/cards"
    context = {
      time = "${each.time}"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "who has not fresh enough a consent is asked again" {
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "read"
    path       = "http/api.shop.example/customers/maria/cards"
  }
  expect {
    message = "ask the customer again before her cards are shown"
  }
}

test "each customer consents for herself, to one thing or both, and may take it back" {
  for_each = {
    "Noah's orders" = {
      delegation = "noah-support"
      path       = "http/api.shop.example/customers/noah/orders"
      outcome    = "allowed"
    }
    "Noah's recommendations" = {
      delegation = "noah-support"
      path       = "http/api.shop.example/recommendations/noah"
      outcome    = "scope"
    }
    "Olga, who never consented" = {
      delegation = "olga-support"
      path       = "http/api.shop.example/customers/olga/orders"
      outcome    = "consent_missing"
    }
    "Paul, who has taken it back" = {
      delegation = "paul-support"
      path       = "http/api.shop.example/customers/paul/orders"
      outcome    = "expired"
    }
    "somebody nobody knows" = {
      delegation = "quinn-support"
      path       = "http/api.shop.example/customers/quinn/orders"
      outcome    = "unknown_principal"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "${each.delegation}"
    operation  = "read"
    path       = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "Paul's was good until he took it back" {
  given {
    time  = "2026-05-04T09:29:59Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "paul-support"
    operation  = "read"
    path       = "http/api.shop.example/customers/paul/orders"
  }
  expect {
    decision = "allow"
  }
}

test "customers have their own, with their own hands" {
  for_each = [
    {
      operation = "read"
      path      = "http/api.shop.example/customers/maria/orders"
      outcome   = "allowed"
    },
    {
      operation = "create"
      path      = "http/api.shop.example/customers/maria/orders"
      outcome   = "allowed"
    },
    {
      operation = "update"
      path      = "http/api.shop.example/customers/maria/address"
      outcome   = "allowed"
    },
    {
      operation = "delete"
      path      = "http/api.shop.example/customers/maria/orders"
      outcome   = "capability_missing"
    },
    {
      operation = "read"
      path      = "http/api.shop.example/customers/noah/orders"
      outcome   = "no_matching_rule"
    },
    {
      operation = "read"
      path      = "http/api.shop.example/recommendations/maria"
      outcome   = "allowed"
    },
    {
      operation = "update"
      path      = "http/api.shop.example/recommendations/maria"
      outcome   = "capability_missing"
    },
    {
      operation = "read"
      path      = "http/api.shop.example/recommendations/noah"
      outcome   = "no_matching_rule"
    },
    { operation = "invoke", path = "mcp/helpdesk/get_account", outcome = "allowed" },
    { operation = "read", path = "mcp/helpdesk/get_account", outcome = "capability_missing" },
    { operation = "read", path = "database/creds/customer-readonly", outcome = "allowed" },
    {
      operation = "update"
      path      = "database/creds/customer-readonly"
      outcome   = "capability_missing"
    },
    {
      operation = "read"
      path      = "database/creds/knowledge-readonly"
      outcome   = "no_matching_rule"
    },
  ]
  given {
    facts = "facts.json"
  }
  request {
    user      = "maria"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

invariant "no agent reads cards by a consent that is a day old" {
  never {
    agent = any
    path  = "http/api.shop.example/customers/+/cards"
    expr  = delegation.consent_age > duration("24h")
  }
}

test "support-knowledge: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["database/creds/knowledge-readonly"]
  }
  request {
    policies  = ["support-knowledge"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "support-knowledge: nothing but invoke where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "list", "delegate"]
    path      = ["mcp/helpdesk/search_articles", "mcp/helpdesk/opening_hours"]
  }
  request {
    policies  = ["support-knowledge"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "support-knowledge: a longer name is another thing" {
  matrix {
    path = [
      "database/creds/knowledge-readonly-2",
      "mcp/helpdesk/search_articles-2",
      "mcp/helpdesk/opening_hours-2",
    ]
  }
  request {
    policies  = ["support-knowledge"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "support-customer: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["database/creds/customer-readonly"]
  }
  request {
    policies  = ["support-customer"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "support-customer: nothing but invoke where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "list", "delegate"]
    path      = ["mcp/helpdesk/get_account"]
  }
  request {
    policies  = ["support-customer"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "support-customer: a longer name is another thing" {
  matrix {
    path = ["database/creds/customer-readonly-2", "mcp/helpdesk/get_account-2"]
  }
  request {
    policies  = ["support-customer"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "shop-customer: nothing but invoke where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "list", "delegate"]
    path      = ["mcp/helpdesk/x"]
  }
  request {
    policies  = ["shop-customer"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "shop-customer: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["database/creds/customer-readonly"]
  }
  request {
    policies  = ["shop-customer"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "shop-customer: a longer name is another thing" {
  matrix {
    path = ["database/creds/customer-readonly-2"]
  }
  request {
    policies  = ["shop-customer"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "what a customer consents to is reading hers and asking for her account, and nothing else" {
  for_each = [
    { operation = "update", path = "http/api.shop.example/customers/maria/orders" },
    { operation = "list", path = "http/api.shop.example/customers/maria/orders/" },
    { operation = "invoke", path = "http/api.shop.example/customers/maria/orders" },
    { operation = "update", path = "http/api.shop.example/recommendations/maria" },
    { operation = "list", path = "http/api.shop.example/recommendations/maria" },
    { operation = "invoke", path = "http/api.shop.example/recommendations/maria" },
    { operation = "read", path = "http/api.shop.example/recommendations/maria/2" },
    { operation = "read", path = "mcp/helpdesk/get_account" },
    { operation = "update", path = "mcp/helpdesk/get_account" },
    { operation = "list", path = "mcp/helpdesk/get_account" },
    { operation = "invoke", path = "mcp/helpdesk/get_account-2" },
    { operation = "update", path = "database/creds/customer-readonly" },
    { operation = "list", path = "database/creds/customer-readonly" },
    { operation = "invoke", path = "database/creds/customer-readonly" },
    { operation = "read", path = "database/creds/customer-readonly-2" },
  ]
  given {
    time  = "2026-05-04T09:10:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "${each.operation}"
    path       = "${each.path}"
    session = {
      id = "s-1"
    }
  }
  expect {
    decision = "deny"
    layer    = "scope"
  }
}

test "nor is anything else within the chatbot's bound" {
  for_each = [
    { operation = "list", path = "http/api.shop.example/customers/maria/orders/" },
    { operation = "invoke", path = "http/api.shop.example/customers/maria/orders" },
    { operation = "list", path = "http/api.shop.example/recommendations/maria" },
    { operation = "invoke", path = "http/api.shop.example/recommendations/maria" },
    { operation = "list", path = "http/api.shop.example/customers/maria/cards" },
    { operation = "invoke", path = "http/api.shop.example/customers/maria/cards" },
  ]
  given {
    time  = "2026-05-04T09:10:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "${each.operation}"
    path       = "${each.path}"
    session = {
      id = "s-1"
    }
  }
  expect {
    decision = "deny"
    layer    = "ceiling"
  }
}

test "only what stands at cards itself wants a fresh consent" {
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "support-chatbot"
    delegation = "maria-support"
    operation  = "read"
    path       = "http/api.shop.example/customers/maria/cards-accepted"
  }
  expect {
    decision = "allow"
  }
}

test "customers list and call nothing of theirs" {
  matrix {
    operation = ["list", "invoke"]
    path = [
      "http/api.shop.example/customers/maria/orders",
      "http/api.shop.example/recommendations/maria",
    ]
  }
  given {
    facts = "facts.json"
  }
  request {
    user      = "maria"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "a chatbot that says nothing of its own has ten minutes" {
  given {
    agent "other-chatbot" {
      type     = "chatbot"
      policies = ["support-knowledge"]
    }
  }
  request {
    agent     = "other-chatbot"
    operation = "invoke"
    path      = "mcp/helpdesk/opening_hours"
  }
  expect {
    decision = "allow"
    max_ttl  = "10m"
    uses     = "none"
  }
}

test "the chatbot's policy for customers reads and calls, whoever holds it" {
  matrix {
    operation = ["create", "delete"]
    path = [
      "http/api.shop.example/customers/mia/orders",
      "http/api.shop.example/customers/mia/cards",
      "http/api.shop.example/recommendations/mia",
    ]
  }
  given {
    user "mia" {
      policies = ["support-customer"]
    }
  }
  request {
    user      = "mia"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "an account is asked for by its customer's id, and by nothing else" {
  for_each = {
    "her own" = {
      parameters = {
        customer_id = "mia"
      }
      outcome = "allowed"
    }
    "somebody's" = {
      parameters = {
        customer_id = "paul"
      }
      outcome = "condition_false"
    }
    "nobody's" = {
      parameters = {}
      outcome    = "parameter_missing"
    }
    "a number" = {
      parameters = {
        customer_id = 7
      }
      outcome = "parameter_not_allowed"
    }
    "more than that" = {
      parameters = {
        customer_id = "mia"
        all         = true
      }
      outcome = "parameter_not_allowed"
    }
  }
  given {
    user "mia" {
      policies = ["support-customer"]
    }
  }
  request {
    user       = "mia"
    operation  = "invoke"
    path       = "mcp/helpdesk/get_account"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "customers change nothing of what is recommended to them, and have no other server" {
  for_each = {
    created = {
      operation = "create"
      path      = "http/api.shop.example/recommendations/paul"
      outcome   = "capability_missing"
    }
    deleted = {
      operation = "delete"
      path      = "http/api.shop.example/recommendations/paul"
      outcome   = "capability_missing"
    }
    customer = {
      operation = "read"
      path      = "http/api.shop.example/customers/paul"
      outcome   = "no_matching_rule"
    }
    server = {
      operation = "invoke"
      path      = "mcp/warehouse/search_articles"
      outcome   = "no_matching_rule"
    }
  }
  given {
    user "paul" {
      policies = ["shop-customer"]
    }
  }
  request {
    user      = "paul"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}
