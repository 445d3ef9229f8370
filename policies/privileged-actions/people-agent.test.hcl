# What the people agent may do for Erin, and whose yes each of it wants.

test "looking somebody up wants nobody's yes, five minutes and one use at a time" {
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/find_employee"
    parameters = {
      name = "Ida"
    }
    purpose = "compensation"
  }
  expect {
    decision = "allow"
    policy   = "people-actions"
    max_ttl  = "5m"
    uses     = 1
    advice   = []
  }
}

test "everything else wants a yes first" {
  for_each = {
    "hiring" = {
      tool = "onboard_employee"
      parameters = {
        name       = "Ida Berg"
        department = "sales"
        start_date = "2026-06-01"
      }
    }
    "letting go" = {
      tool = "offboard_employee"
      parameters = {
        employee_id = "E-0555"
        last_day    = "2026-06-30"
      }
    }
    "a small bonus" = {
      tool = "pay_bonus"
      parameters = {
        employee_id = "E-0555"
        amount      = 400
      }
    }
    "a large bonus" = {
      tool = "pay_bonus"
      parameters = {
        employee_id = "E-0555"
        amount      = 4000
      }
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "onboarding"
  }
  expect {
    outcome  = "approval_required"
    approval = true
    mfa      = false
    max_ttl  = "5m"
    uses     = 1
  }
}

test "hiring wants Erin's own yes, not older than five minutes" {
  for_each = {
    "just now" = {
      by      = "user:erin"
      granted = "2026-05-04T10:00:00Z"
      outcome = "allowed"
    }
    "four minutes ago" = {
      by      = "user:erin"
      granted = "2026-05-04T09:55:01Z"
      outcome = "allowed"
    }
    "five minutes ago" = {
      by      = "user:erin"
      granted = "2026-05-04T09:55:00Z"
      outcome = "approval_required"
    }
    "a lead's" = {
      by      = "user:lena"
      granted = "2026-05-04T10:00:00Z"
      outcome = "approval_required"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
    approved {
      by         = "${each.by}"
      groups     = ["people-leads"]
      granted_at = "${each.granted}"
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/onboard_employee"
    parameters = {
      name       = "Ida Berg"
      department = "sales"
      start_date = "2026-06-01"
    }
    purpose = "onboarding"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "who is hired has a name, a department that there is, and a first day" {
  for_each = {
    "sales" = {
      parameters = {
        name       = "I"
        department = "sales"
        start_date = "2026-06-01"
      }
      outcome = "approval_required"
    }
    "production" = {
      parameters = {
        name       = "Ida"
        department = "production"
        start_date = "2026-06-01"
      }
      outcome = "approval_required"
    }
    "administration" = {
      parameters = {
        name       = "Ida"
        department = "administration"
        start_date = "2026-06-01"
      }
      outcome = "approval_required"
    }
    "the board" = {
      parameters = {
        name       = "Ida"
        department = "board"
        start_date = "2026-06-01"
      }
      outcome = "ceiling"
    }
    "nowhere" = {
      parameters = {
        name       = "Ida"
        start_date = "2026-06-01"
      }
      outcome = "ceiling"
    }
    "nobody" = {
      parameters = {
        name       = ""
        department = "sales"
        start_date = "2026-06-01"
      }
      outcome = "ceiling"
    }
    "without a name" = {
      parameters = {
        department = "sales"
        start_date = "2026-06-01"
      }
      outcome = "ceiling"
    }
    "soon" = {
      parameters = {
        name       = "Ida"
        department = "sales"
        start_date = "soon"
      }
      outcome = "ceiling"
    }
    "without a day" = {
      parameters = {
        name       = "Ida"
        department = "sales"
      }
      outcome = "ceiling"
    }
    "with a car" = {
      parameters = {
        name       = "Ida"
        department = "sales"
        start_date = "2026-06-01"
        car        = true
      }
      outcome = "ceiling"
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/onboard_employee"
    parameters = "${each.parameters}"
    purpose    = "onboarding"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a name is two hundred characters at most" {
  for_each = {
    "two hundred" = {
      last    = ""
      outcome = "approval_required"
    }
    "one more" = {
      last    = "x"
      outcome = "ceiling"
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/onboard_employee"
    parameters = {
      name       = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx${each.last}"
      department = "sales"
      start_date = "2026-06-01"
    }
    purpose = "onboarding"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "in office hours Erin lets somebody go by herself; outside them a lead says yes as well" {
  for_each = {
    "in hours, Erin" = {
      time    = "2026-05-04T10:00:00Z"
      second  = "user:erin"
      groups  = []
      outcome = "allowed"
    }
    "at nine, Erin" = {
      time    = "2026-05-04T07:00:00Z"
      second  = "user:erin"
      groups  = []
      outcome = "allowed"
    }
    "before nine, Erin" = {
      time    = "2026-05-04T06:59:59Z"
      second  = "user:erin"
      groups  = []
      outcome = "approval_required"
    }
    "before five, Erin" = {
      time    = "2026-05-04T14:59:59Z"
      second  = "user:erin"
      groups  = []
      outcome = "allowed"
    }
    "at five, Erin" = {
      time    = "2026-05-04T15:00:00Z"
      second  = "user:erin"
      groups  = []
      outcome = "approval_required"
    }
    "on a Friday, Erin" = {
      time    = "2026-05-08T10:00:00Z"
      second  = "user:erin"
      groups  = []
      outcome = "allowed"
    }
    "on a Saturday, Erin" = {
      time    = "2026-05-09T10:00:00Z"
      second  = "user:erin"
      groups  = []
      outcome = "approval_required"
    }
    "at night, Erin and a lead" = {
      time    = "2026-05-04T20:00:00Z"
      second  = "user:lena"
      groups  = ["people-leads"]
      outcome = "allowed"
    }
    "at night, Erin as if she were one" = {
      time    = "2026-05-04T20:00:00Z"
      second  = "user:erin"
      groups  = ["people-leads"]
      outcome = "approval_required"
    }
    "at night, Erin and a colleague" = {
      time    = "2026-05-04T20:00:00Z"
      second  = "user:omar"
      groups  = ["people-partners"]
      outcome = "approval_required"
    }
  }
  given {
    time = "${each.time}"
    consent "erin-people" {
      scopes = ["people-work"]
    }
    approved {
      by = "user:erin"
    }
    approved {
      by     = "${each.second}"
      groups = "${each.groups}"
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/offboard_employee"
    parameters = {
      employee_id = "E-0555"
      last_day    = "2026-06-30"
    }
    purpose = "offboarding"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a lead alone lets nobody go, not at night either" {
  matrix {
    time = ["2026-05-04T10:00:00Z", "2026-05-04T20:00:00Z"]
  }
  given {
    time = "${each.time}"
    consent "erin-people" {
      scopes = ["people-work"]
    }
    approved {
      by     = "user:lena"
      groups = ["people-leads"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/offboard_employee"
    parameters = {
      employee_id = "E-0555"
      last_day    = "2026-06-30"
    }
    purpose = "offboarding"
  }
  expect {
    outcome = "approval_required"
  }
}

test "Erin's yes to letting go keeps, as the guardrail's word is about hours alone" {
  given {
    time = "2026-05-04T20:00:00Z"
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/offboard_employee"
    parameters = {
      employee_id = "E-0555"
      last_day    = "2026-06-30"
    }
    purpose = "offboarding"
  }
  expect {
    outcome   = "approval_required"
    guardrail = "offboarding-in-office-hours"
  }
}

test "who is let go has a number and a last day" {
  for_each = {
    "no number" = {
      parameters = {
        last_day = "2026-06-30"
      }
    }
    "a name" = {
      parameters = {
        employee_id = "Ida"
        last_day    = "2026-06-30"
      }
    }
    "five digits" = {
      parameters = {
        employee_id = "E-05555"
        last_day    = "2026-06-30"
      }
    }
    "no day" = {
      parameters = {
        employee_id = "E-0555"
      }
    }
    "now" = {
      parameters = {
        employee_id = "E-0555"
        last_day    = "now"
      }
    }
    "a reason" = {
      parameters = {
        employee_id = "E-0555"
        last_day    = "2026-06-30"
        reason      = "none"
      }
    }
  }
  given {
    time = "2026-05-04T10:00:00Z"
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/offboard_employee"
    parameters = "${each.parameters}"
    purpose    = "offboarding"
  }
  expect {
    outcome = "ceiling"
  }
}

test "a bonus up to 1000 wants Erin, up to 10000 two leads and not her, and more is not to be had" {
  for_each = {
    "a cent, Erin" = {
      amount  = 0.01
      first   = "user:erin"
      second  = "user:erin"
      outcome = "allowed"
    }
    "1000, Erin" = {
      amount  = 1000
      first   = "user:erin"
      second  = "user:erin"
      outcome = "allowed"
    }
    "1000, two leads" = {
      amount  = 1000
      first   = "user:lena"
      second  = "user:mark"
      outcome = "approval_required"
    }
    "a cent more, Erin" = {
      amount  = 1000.01
      first   = "user:erin"
      second  = "user:erin"
      outcome = "approval_required"
    }
    "a cent more, two leads" = {
      amount  = 1000.01
      first   = "user:lena"
      second  = "user:mark"
      outcome = "allowed"
    }
    "5000, the same lead twice" = {
      amount  = 5000
      first   = "user:lena"
      second  = "user:lena"
      outcome = "approval_required"
    }
    "5000, Erin and a lead" = {
      amount  = 5000
      first   = "user:erin"
      second  = "user:lena"
      outcome = "approval_required"
    }
    "10000, two leads" = {
      amount  = 10000
      first   = "user:lena"
      second  = "user:mark"
      outcome = "allowed"
    }
    "a cent more than that" = {
      amount  = 10000.01
      first   = "user:lena"
      second  = "user:mark"
      outcome = "ceiling"
    }
    "nothing" = {
      amount  = 0
      first   = "user:lena"
      second  = "user:mark"
      outcome = "ceiling"
    }
    "half a cent" = {
      amount  = 0.005
      first   = "user:lena"
      second  = "user:mark"
      outcome = "ceiling"
    }
    "a half cent of much" = {
      amount  = 2000.005
      first   = "user:lena"
      second  = "user:mark"
      outcome = "ceiling"
    }
    "in words" = {
      amount  = "400"
      first   = "user:lena"
      second  = "user:mark"
      outcome = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
    approved {
      by     = "${each.first}"
      groups = ["people-leads"]
    }
    approved {
      by     = "${each.second}"
      groups = ["people-leads"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = {
      employee_id = "E-0555"
      amount      = "${each.amount}"
    }
    purpose = "compensation"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "for a small bonus her yes is five minutes old at most, for a large one the leads' keep" {
  for_each = {
    "Erin, four minutes" = {
      amount  = 400
      granted = "2026-05-04T09:55:01Z"
      first   = "user:erin"
      outcome = "allowed"
    }
    "Erin, five" = {
      amount  = 400
      granted = "2026-05-04T09:55:00Z"
      first   = "user:erin"
      outcome = "approval_required"
    }
    "leads, a day" = {
      amount  = 4000
      granted = "2026-05-03T10:00:00Z"
      first   = "user:lena"
      outcome = "allowed"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
    approved {
      by         = "${each.first}"
      groups     = ["people-leads"]
      granted_at = "${each.granted}"
    }
    approved {
      by         = "user:mark"
      groups     = ["people-leads"]
      granted_at = "${each.granted}"
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = {
      employee_id = "E-0555"
      amount      = "${each.amount}"
    }
    purpose = "compensation"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "nobody pays herself, nor somebody without a number" {
  for_each = {
    "herself" = {
      parameters = {
        employee_id = "E-0417"
        amount      = 400
      }
    }
    "herself, a lot" = {
      parameters = {
        employee_id = "E-0417"
        amount      = 4000
      }
    }
    "nobody knows whom" = {
      parameters = {
        amount = 400
      }
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = "${each.parameters}"
    purpose    = "compensation"
  }
  expect {
    outcome   = "guardrail"
    guardrail = "no-bonus-for-oneself"
    message   = "nobody pays a bonus to herself"
  }
}

test "whose number nobody knows pays nobody: it might be herself" {
  given {
    user "omar" {
      groups = ["people-partners"]
    }
    delegation "omar-people" {
      from    = "user:omar"
      to      = "people-agent"
      scopes  = ["people-work"]
      consent = "implied"
    }
  }
  request {
    agent      = "people-agent"
    delegation = "omar-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = {
      employee_id = "E-0555"
      amount      = 400
    }
  }
  expect {
    guardrail = "no-bonus-for-oneself"
  }
}

test "an employee's number is E- and four digits" {
  matrix {
    employee_id = ["0555", "E-055", "E-05555", "e-0555"]
    amount      = [400, 4000]
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = {
      employee_id = "${each.employee_id}"
      amount      = "${each.amount}"
    }
    purpose = "compensation"
  }
  expect {
    outcome = "ceiling"
  }
}

test "a bonus says who and how much, and nothing else" {
  for_each = {
    "no amount" = {
      parameters = {
        employee_id = "E-0555"
      }
    }
    "a currency" = {
      parameters = {
        employee_id = "E-0555"
        amount      = 400
        currency    = "XAU"
      }
    }
    "a lot of it" = {
      parameters = {
        employee_id = "E-0555"
        amount      = 4000
        currency    = "XAU"
      }
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = "${each.parameters}"
    purpose    = "compensation"
  }
  expect {
    outcome = "ceiling"
  }
}

test "above 5000 a bonus is remarked on, and that is all" {
  for_each = {
    "5000" = {
      amount = 5000
      advice = []
    }
    "a cent more" = {
      amount = 5000.01
      advice = ["large-bonus"]
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = {
      employee_id = "E-0555"
      amount      = "${each.amount}"
    }
    purpose = "compensation"
  }
  expect {
    outcome = "approval_required"
    advice  = "${each.advice}"
  }
}

test "a contract is read with a lead's yes" {
  for_each = {
    "a lead's" = {
      by      = "user:lena"
      groups  = ["people-leads"]
      outcome = "allowed"
    }
    "a colleague's" = {
      by      = "user:omar"
      groups  = ["people-partners"]
      outcome = "approval_required"
    }
    "Erin's own" = {
      by      = "user:erin"
      groups  = ["people-leads"]
      outcome = "approval_required"
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
    approved {
      by     = "${each.by}"
      groups = "${each.groups}"
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "read"
    path       = "secret/data/people/contracts/E-0555"
    purpose    = "compensation"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the directory's credential wants a second factor" {
  for_each = {
    "with one" = {
      mfa     = true
      outcome = "allowed"
      wanted  = false
    }
    "without one" = {
      mfa     = false
      outcome = "mfa_required"
      wanted  = true
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    user = {
      id  = "erin"
      mfa = "${each.mfa}"
    }
    operation = "read"
    path      = "database/creds/people-admin"
    purpose   = "onboarding"
  }
  expect {
    outcome  = "${each.outcome}"
    mfa      = "${each.wanted}"
    approval = false
  }
}

test "what the agent never does" {
  for_each = {
    "a contract changed" = {
      operation = "update"
      path      = "secret/data/people/contracts/E-0555"
      outcome   = "ceiling"
    }
    "a contract made" = {
      operation = "create"
      path      = "secret/data/people/contracts/E-0555"
      outcome   = "ceiling"
    }
    "other people's data" = {
      operation = "read"
      path      = "secret/data/people/reviews/E-0555"
      outcome   = "user_policies"
    }
    "a credential changed" = {
      operation = "update"
      path      = "database/creds/people-admin"
      outcome   = "user_policies"
    }
    "another credential" = {
      operation = "read"
      path      = "database/creds/root"
      outcome   = "user_policies"
    }
    "a tool read" = {
      operation = "read"
      path      = "mcp/people/find_employee"
      outcome   = "user_policies"
    }
    "a later tool" = {
      operation = "invoke"
      path      = "mcp/people/set_salary"
      outcome   = "ceiling"
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "${each.operation}"
    path       = "${each.path}"
    purpose    = "compensation"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a delegation is for three purposes" {
  for_each = {
    onboarding = {
      purpose = "onboarding"
      outcome = "allowed"
    }
    offboarding = {
      purpose = "offboarding"
      outcome = "allowed"
    }
    compensation = {
      purpose = "compensation"
      outcome = "allowed"
    }
    curiosity = {
      purpose = "curiosity"
      outcome = "purpose_not_allowed"
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/find_employee"
    purpose    = "${each.purpose}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "without Erin's consent, or for itself, the agent does nothing" {
  for_each = {
    "without consent" = {
      request = {
        id = "erin-people"
      }
      outcome = "consent_missing"
    }
    "nobody's" = {
      request = {
        id = "lena-people"
      }
      outcome = "unknown_principal"
    }
  }
  request {
    agent      = "people-agent"
    delegation = "${each.request}"
    operation  = "invoke"
    path       = "mcp/people/find_employee"
    purpose    = "compensation"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the agent by itself has no policies" {
  request {
    agent     = "people-agent"
    operation = "invoke"
    path      = "mcp/people/find_employee"
  }
  expect {
    outcome = "no_matching_rule"
    layer   = "agent_policies"
  }
}

test "partners do with their own hands what they may; leads are partners" {
  for_each = [
    { user = "erin", operation = "invoke", path = "mcp/people/find_employee", outcome = "allowed" },
    { user = "lena", operation = "invoke", path = "mcp/people/find_employee", outcome = "allowed" },
    {
      user      = "erin"
      operation = "read"
      path      = "mcp/people/find_employee"
      outcome   = "capability_missing"
    },
    {
      user      = "erin"
      operation = "create"
      path      = "secret/data/people/contracts/E-0555"
      outcome   = "allowed"
    },
    {
      user      = "erin"
      operation = "read"
      path      = "secret/data/people/contracts/E-0555"
      outcome   = "allowed"
    },
    {
      user      = "mark"
      operation = "update"
      path      = "secret/data/people/contracts/E-0555"
      outcome   = "allowed"
    },
    {
      user      = "erin"
      operation = "delete"
      path      = "secret/data/people/contracts/E-0555"
      outcome   = "capability_missing"
    },
    {
      user      = "erin"
      operation = "read"
      path      = "database/creds/people-admin"
      outcome   = "allowed"
    },
    {
      user      = "erin"
      operation = "update"
      path      = "database/creds/people-admin"
      outcome   = "capability_missing"
    },
  ]
  given {
    facts = "facts.json"
  }
  request {
    user      = "${each.user}"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a token may be narrower than all of this" {
  for_each = {
    "it covers the tool" = {
      details = {
        type         = "vault:path_access"
        path         = "mcp/people/find_employee"
        capabilities = ["invoke"]
      }
      outcome = "allowed"
    }
    "it covers another" = {
      details = {
        type         = "vault:path_access"
        path         = "mcp/people/pay_bonus"
        capabilities = ["invoke"]
      }
      outcome = "rar_no_match"
    }
    "nobody knows what" = {
      details = {
        type = "payment_initiation"
        path = "mcp/people/find_employee"
      }
      outcome = "rar_no_match"
    }
  }
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent                 = "people-agent"
    delegation            = "erin-people"
    authorization_details = ["${each.details}"]
    operation             = "invoke"
    path                  = "mcp/people/find_employee"
    purpose               = "compensation"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

invariant "nobody pays a bonus to herself" {
  never {
    agent     = any
    operation = "invoke"
    path      = "mcp/people/pay_bonus"
    expr      = parameters.employee_id == user.employee_id
  }
}

test "the agent's bound is to call tools by their names: it reads, lists and changes none" {
  matrix {
    operation = ["create", "read", "update", "delete", "list", "delegate"]
    tool      = ["find_employee", "onboard_employee", "offboard_employee", "pay_bonus"]
  }
  request {
    policies  = ["people-actions"]
    operation = "${each.operation}"
    path      = "mcp/people/${each.tool}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "what it reads it does nothing else with" {
  matrix {
    operation = ["create", "update", "delete", "list", "invoke"]
    path      = ["secret/data/people/contracts/E-0555", "database/creds/people-admin"]
  }
  request {
    policies  = ["people-actions"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "a longer name is another thing, to its bound" {
  matrix {
    path = [
      "mcp/people/find_employee-2",
      "mcp/people/onboard_employee-2",
      "mcp/people/offboard_employee-2",
      "mcp/people/pay_bonus-2",
      "database/creds/people-admin-2",
      "secret/data/people/contracts",
    ]
  }
  request {
    policies  = ["people-actions"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "what Erin consents to is calling tools and reading two things, and nothing else" {
  for_each = [
    { operation = "read", path = "mcp/people/find_employee" },
    { operation = "update", path = "mcp/people/find_employee" },
    { operation = "list", path = "mcp/people/find_employee" },
    { operation = "invoke", path = "mcp/people/find/employee" },
    { operation = "create", path = "secret/data/people/contracts/E-0555" },
    { operation = "update", path = "secret/data/people/contracts/E-0555" },
    { operation = "list", path = "secret/data/people/contracts/" },
    { operation = "invoke", path = "secret/data/people/contracts/E-0555" },
    { operation = "read", path = "secret/data/people/contracts" },
    { operation = "update", path = "database/creds/people-admin" },
    { operation = "list", path = "database/creds/people-admin" },
    { operation = "invoke", path = "database/creds/people-admin" },
    { operation = "read", path = "database/creds/people-admin-2" },
  ]
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "${each.operation}"
    path       = "${each.path}"
    purpose    = "compensation"
  }
  expect {
    decision = "deny"
    layer    = "scope"
  }
}

test "a partner's own policy ends there, too" {
  for_each = [
    { operation = "read", path = "mcp/people/find_employee", outcome = "capability_missing" },
    { operation = "update", path = "mcp/people/find_employee", outcome = "capability_missing" },
    { operation = "list", path = "mcp/people/find_employee", outcome = "capability_missing" },
    { operation = "invoke", path = "mcp/people/find/employee", outcome = "no_matching_rule" },
    { operation = "list", path = "secret/data/people/contracts/", outcome = "capability_missing" },
    {
      operation = "invoke"
      path      = "secret/data/people/contracts/E-0555"
      outcome   = "capability_missing"
    },
    { operation = "read", path = "secret/data/people/contracts", outcome = "no_matching_rule" },
    { operation = "list", path = "database/creds/people-admin", outcome = "capability_missing" },
    { operation = "invoke", path = "database/creds/people-admin", outcome = "capability_missing" },
    { operation = "read", path = "database/creds/people-admin-2", outcome = "no_matching_rule" },
  ]
  request {
    user      = "erin"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "office hours are about letting somebody go alone" {
  given {
    time = "2026-05-04T20:00:00Z"
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/find_employee"
    purpose    = "compensation"
  }
  expect {
    decision = "allow"
  }
}

test "a bonus that is not to be had says why" {
  given {
    consent "erin-people" {
      scopes = ["people-work"]
    }
  }
  request {
    agent      = "people-agent"
    delegation = "erin-people"
    operation  = "invoke"
    path       = "mcp/people/pay_bonus"
    parameters = {
      employee_id = "E-0555"
      amount      = 20000
    }
    purpose = "compensation"
  }
  expect {
    outcome = "ceiling"
    message = "above 1000 a bonus wants two leads, above 10000 it is none of an agent's business"
  }
}
