# When, and from where. Times are UTC: Berlin is one hour ahead in winter, two in summer.

test "payroll is read in office hours, lunch left out, on the wall clock of Berlin" {
  for_each = {
    "a second to nine" = {
      time    = "2026-05-04T06:59:59Z"
      outcome = "guardrail"
    }
    "nine" = {
      time    = "2026-05-04T07:00:00Z"
      outcome = "allowed"
    }
    "a second to half past" = {
      time    = "2026-05-04T10:29:59Z"
      outcome = "allowed"
    }
    "lunch" = {
      time    = "2026-05-04T10:30:00Z"
      outcome = "guardrail"
    }
    "a second to one" = {
      time    = "2026-05-04T10:59:59Z"
      outcome = "guardrail"
    }
    "one" = {
      time    = "2026-05-04T11:00:00Z"
      outcome = "allowed"
    }
    "a second to five" = {
      time    = "2026-05-04T14:59:59Z"
      outcome = "allowed"
    }
    "five" = {
      time    = "2026-05-04T15:00:00Z"
      outcome = "guardrail"
    }
    "in winter nine is later" = {
      time    = "2026-01-05T07:30:00Z"
      outcome = "guardrail"
    }
    "a winter's nine" = {
      time    = "2026-01-05T08:00:00Z"
      outcome = "allowed"
    }
    "on a Friday" = {
      time    = "2026-05-08T08:00:00Z"
      outcome = "allowed"
    }
    "on a Saturday" = {
      time    = "2026-05-09T08:00:00Z"
      outcome = "guardrail"
    }
    "on a Sunday" = {
      time    = "2026-05-03T08:00:00Z"
      outcome = "guardrail"
    }
  }
  given {
    time = "${each.time}"
  }
  request {
    user      = "ines"
    operation = "read"
    path      = "secret/data/payroll/may"
    context = {
      ip = "10.20.3.4"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "payroll is read from the company network, by either protocol" {
  for_each = {
    "its first address" = {
      ip      = "10.20.0.0"
      outcome = "allowed"
    }
    "its last" = {
      ip      = "10.20.255.255"
      outcome = "allowed"
    }
    "spelt as IPv6" = {
      ip      = "::ffff:10.20.255.255"
      outcome = "allowed"
    }
    "one before" = {
      ip      = "10.19.255.255"
      outcome = "guardrail"
    }
    "one behind" = {
      ip      = "10.21.0.0"
      outcome = "guardrail"
    }
    "the other block" = {
      ip      = "2001:db8:20:1::9"
      outcome = "allowed"
    }
    "behind that" = {
      ip      = "2001:db8:21::1"
      outcome = "guardrail"
    }
    "no address" = {
      ip      = "home"
      outcome = "guardrail"
    }
  }
  given {
    time = "2026-05-04T08:00:00Z"
  }
  request {
    user      = "ines"
    operation = "read"
    path      = "secret/data/payroll/may"
    context = {
      ip = "${each.ip}"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the guardrail says what it is for, and unknown never opens it" {
  for_each = {
    "from nobody knows where" = {
      context = {
        time = "2026-05-04T08:00:00Z"
      }
    }
    "at a time that is none" = {
      context = {
        time = "yesterday"
        ip   = "10.20.3.4"
      }
    }
  }
  request {
    user      = "ines"
    operation = "read"
    path      = "secret/data/payroll/may"
    context   = "${each.context}"
  }
  expect {
    outcome   = "guardrail"
    guardrail = "payroll-in-office-hours"
    message   = "payroll is read in office hours, from the company network"
  }
}

test "it binds agents too, whatever else denies them" {
  given {
    time = "2026-05-04T20:00:00Z"
  }
  request {
    agent      = "gate-agent"
    delegation = "pia-gates"
    operation  = "read"
    path       = "secret/data/payroll/may"
    context = {
      ip = "10.20.3.4"
    }
  }
  expect {
    guardrail = "payroll-in-office-hours"
  }
}

test "it is about payroll alone, and read is all there is" {
  for_each = {
    "listed in hours" = {
      operation = "list"
      path      = "secret/data/payroll/"
      outcome   = "capability_missing"
    }
    "changed in hours" = {
      operation = "update"
      path      = "secret/data/payroll/may"
      outcome   = "capability_missing"
    }
    "something else" = {
      operation = "read"
      path      = "secret/data/payrolls/may"
      outcome   = "no_matching_rule"
    }
    "the folder itself" = {
      operation = "read"
      path      = "secret/data/payroll"
      outcome   = "no_matching_rule"
    }
  }
  given {
    time = "2026-05-04T08:00:00Z"
  }
  request {
    user      = "ines"
    operation = "${each.operation}"
    path      = "${each.path}"
    context = {
      ip = "10.20.3.4"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "bare policies are Vault's ACL: no guardrail binds them" {
  given {
    time = "2026-05-03T20:00:00Z"
  }
  request {
    policies  = ["payroll-clerk"]
    operation = "read"
    path      = "secret/data/payroll/may"
  }
  expect {
    decision = "allow"
  }
}

test "a night shift belongs to the day on which it begins" {
  for_each = {
    "Monday, a second to ten" = {
      time    = "2026-05-04T19:59:59Z"
      outcome = "condition_false"
    }
    "Monday, ten in the evening" = {
      time    = "2026-05-04T20:00:00Z"
      outcome = "allowed"
    }
    "Tuesday, a second to six" = {
      time    = "2026-05-05T03:59:59Z"
      outcome = "allowed"
    }
    "Tuesday, six" = {
      time    = "2026-05-05T04:00:00Z"
      outcome = "condition_false"
    }
    "Friday's, on Saturday" = {
      time    = "2026-05-09T03:59:59Z"
      outcome = "allowed"
    }
    "over, on Saturday" = {
      time    = "2026-05-09T04:00:00Z"
      outcome = "condition_false"
    }
    "Saturday evening" = {
      time    = "2026-05-09T20:00:00Z"
      outcome = "condition_false"
    }
    "Monday morning, Sunday's" = {
      time    = "2026-05-04T03:00:00Z"
      outcome = "condition_false"
    }
    "before the clocks go back" = {
      time    = "2026-10-23T22:30:00Z"
      outcome = "allowed"
    }
  }
  given {
    time = "${each.time}"
  }
  request {
    user      = "otto"
    operation = "read"
    path      = "secret/data/plant/line-control"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the line is the night shift's, and says so" {
  given {
    time = "2026-05-04T10:00:00Z"
  }
  request {
    user      = "otto"
    operation = "read"
    path      = "secret/data/plant/line-control"
  }
  expect {
    message = "the line is the night shift's from 22:00 to 06:00"
  }
}

test "the line is read, and nothing beside it" {
  for_each = {
    changed = {
      operation = "update"
      path      = "secret/data/plant/line-control"
      outcome   = "capability_missing"
    }
    beside = {
      operation = "read"
      path      = "secret/data/plant/line-control-2"
      outcome   = "no_matching_rule"
    }
  }
  given {
    time = "2026-05-04T20:00:00Z"
  }
  request {
    user      = "otto"
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the desk in Tokyo is open from eight to four, six days a week, while the contract lasts" {
  for_each = {
    "Tuesday, a second to eight" = {
      time    = "2026-05-04T22:59:59Z"
      outcome = "condition_false"
    }
    "Tuesday, eight" = {
      time    = "2026-05-04T23:00:00Z"
      outcome = "allowed"
    }
    "a second to four" = {
      time    = "2026-05-05T06:59:59Z"
      outcome = "allowed"
    }
    "four" = {
      time    = "2026-05-05T07:00:00Z"
      outcome = "condition_false"
    }
    "Monday" = {
      time    = "2026-05-04T01:00:00Z"
      outcome = "allowed"
    }
    "Saturday" = {
      time    = "2026-05-09T01:00:00Z"
      outcome = "allowed"
    }
    "Sunday, elsewhere Saturday" = {
      time    = "2026-05-09T23:30:00Z"
      outcome = "condition_false"
    }
    "before the contract" = {
      time    = "2026-03-31T23:59:59Z"
      outcome = "condition_false"
    }
    "its first second" = {
      time    = "2026-04-01T00:00:00Z"
      outcome = "allowed"
    }
    "its last" = {
      time    = "2027-03-31T23:59:59Z"
      outcome = "allowed"
    }
    "behind it" = {
      time    = "2027-04-01T00:00:00Z"
      outcome = "condition_false"
    }
  }
  given {
    time = "${each.time}"
  }
  request {
    user      = "yuki"
    operation = "read"
    path      = "secret/data/desk/queue"
    context = {
      country = "JP"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the desk is worked at from two countries" {
  for_each = {
    Japan = {
      country = "JP"
      outcome = "allowed"
    }
    Korea = {
      country = "KR"
      outcome = "allowed"
    }
    Germany = {
      country = "DE"
      outcome = "condition_false"
    }
  }
  given {
    time = "2026-05-04T23:30:00Z"
  }
  request {
    user      = "yuki"
    operation = "read"
    path      = "secret/data/desk/queue"
    context = {
      country = "${each.country}"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "from nowhere it is not, and the answer says what was missing" {
  given {
    time = "2026-05-04T23:30:00Z"
  }
  request {
    user      = "yuki"
    operation = "read"
    path      = "secret/data/desk/queue"
  }
  expect {
    outcome = "condition_unknown"
    missing = ["context.country"]
  }
}

test "the desk is read, all of it, and nothing else" {
  for_each = {
    "further down" = {
      operation = "read"
      path      = "secret/data/desk/queue/7"
      outcome   = "allowed"
    }
    changed = {
      operation = "update"
      path      = "secret/data/desk/queue"
      outcome   = "capability_missing"
    }
    elsewhere = {
      operation = "read"
      path      = "secret/data/desks/queue"
      outcome   = "no_matching_rule"
    }
  }
  given {
    time = "2026-05-04T23:30:00Z"
  }
  request {
    user      = "yuki"
    operation = "${each.operation}"
    path      = "${each.path}"
    context = {
      country = "JP"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the gate opens for those who stand before it, within half a kilometre" {
  for_each = {
    "at the gate" = {
      lat     = 51.9544
      lon     = 4.1427
      outcome = "allowed"
    }
    "two hundred metres away" = {
      lat     = 51.956
      lon     = 4.144
      outcome = "allowed"
    }
    "four hundred and ninety" = {
      lat     = 51.9588
      lon     = 4.1427
      outcome = "allowed"
    }
    "five hundred and ten" = {
      lat     = 51.959
      lon     = 4.1427
      outcome = "condition_false"
    }
    "as far to the east" = {
      lat     = 51.9544
      lon     = 4.1505
      outcome = "condition_false"
    }
  }
  request {
    user      = "pia"
    operation = "update"
    path      = "http/gates.example/terminal/open"
    context = {
      lat = "${each.lat}"
      lon = "${each.lon}"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "half a position is none" {
  for_each = {
    "no longitude" = {
      context = {
        lat = 51.956
      }
      missing = ["context.lon"]
    }
    "no latitude" = {
      context = {
        lon = 4.144
      }
      missing = ["context.lat"]
    }
  }
  request {
    user      = "pia"
    operation = "update"
    path      = "http/gates.example/terminal/open"
    context   = "${each.context}"
  }
  expect {
    outcome = "condition_unknown"
    missing = "${each.missing}"
  }
}

test "who stands elsewhere is told why" {
  request {
    user      = "pia"
    operation = "update"
    path      = "http/gates.example/terminal/open"
    context = {
      lat = 51.96
      lon = 4.1427
    }
  }
  expect {
    message = "the gate opens for those who stand before it"
  }
}

test "her agent opens it where she stands, and nowhere else" {
  for_each = {
    "before it" = {
      lat     = 51.956
      outcome = "allowed"
    }
    elsewhere = {
      lat     = 51.96
      outcome = "user_policies"
    }
  }
  request {
    agent      = "gate-agent"
    delegation = "pia-gates"
    operation  = "update"
    path       = "http/gates.example/terminal/open"
    context = {
      lat = "${each.lat}"
      lon = 4.1427
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "it opens, and that is all" {
  for_each = {
    "read of it" = {
      user      = "pia"
      operation = "read"
      path      = "http/gates.example/terminal/open"
      outcome   = "capability_missing"
    }
    "another gate" = {
      user      = "pia"
      operation = "update"
      path      = "http/gates.example/yard/open"
      outcome   = "no_matching_rule"
    }
  }
  request {
    user      = "${each.user}"
    operation = "${each.operation}"
    path      = "${each.path}"
    context = {
      lat = 51.956
      lon = 4.144
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

# In hours and from the network, so that no guardrail speaks: what is left are the layers.
test "the agent's bound is wider than what Pia hands it, and neither alone is enough" {
  for_each = {
    "payroll, which she lacks" = {
      operation = "read"
      path      = "secret/data/payroll/may"
      outcome   = "user_policies"
      layer     = "scope"
    }
    "payroll changed" = {
      operation = "update"
      path      = "secret/data/payroll/may"
      outcome   = "user_policies"
      layer     = "ceiling"
    }
    "the gate read" = {
      operation = "read"
      path      = "http/gates.example/terminal/open"
      outcome   = "user_policies"
      layer     = "ceiling"
    }
  }
  given {
    time = "2026-05-04T08:00:00Z"
  }
  request {
    agent      = "gate-agent"
    delegation = "pia-gates"
    operation  = "${each.operation}"
    path       = "${each.path}"
    context = {
      ip  = "10.20.3.4"
      lat = 51.956
      lon = 4.144
    }
  }
  expect {
    outcome = "${each.outcome}"
    layer   = "${each.layer}"
  }
}

test "for itself the agent may do nothing" {
  request {
    agent     = "gate-agent"
    operation = "update"
    path      = "http/gates.example/terminal/open"
    context = {
      lat = 51.956
      lon = 4.144
    }
  }
  expect {
    outcome = "no_matching_rule"
    layer   = "agent_policies"
  }
}

invariant "nobody reaches payroll from outside" {
  never {
    path = "secret/data/payroll/*"
    expr = !condition.on_the_company_network
  }
}

test "payroll-clerk: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["secret/data/payroll/x"]
  }
  request {
    policies  = ["payroll-clerk"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "night-shift: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["secret/data/plant/line-control"]
  }
  request {
    policies  = ["night-shift"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "night-shift: a longer name is another thing" {
  matrix {
    path = ["secret/data/plant/line-control-2"]
  }
  request {
    policies  = ["night-shift"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "tokyo-desk: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["secret/data/desk/x"]
  }
  request {
    policies  = ["tokyo-desk"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "gate-keeper: nothing but update where it says so" {
  matrix {
    operation = ["create", "read", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["http/gates.example/terminal/open"]
  }
  request {
    policies  = ["gate-keeper"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "gate-keeper: a longer name is another thing" {
  matrix {
    path = ["http/gates.example/terminal/open-2"]
  }
  request {
    policies  = ["gate-keeper"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "gate-opening: nothing but update where it says so" {
  matrix {
    operation = ["create", "read", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["http/gates.example/terminal/open"]
  }
  request {
    policies  = ["gate-opening"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "gate-opening: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["secret/data/payroll/x"]
  }
  request {
    policies  = ["gate-opening"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "gate-opening: a longer name is another thing" {
  matrix {
    path = ["http/gates.example/terminal/open-2"]
  }
  request {
    policies  = ["gate-opening"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "what Pia hands on is opening, and nothing else" {
  for_each = [
    { operation = "read", path = "http/gates.example/terminal/open" },
    { operation = "list", path = "http/gates.example/terminal/open" },
    { operation = "invoke", path = "http/gates.example/terminal/open" },
    { operation = "update", path = "http/gates.example/terminal/open-2" },
  ]
  request {
    agent      = "gate-agent"
    delegation = "pia-gates"
    operation  = "${each.operation}"
    path       = "${each.path}"
    context = {
      lat = 51.956
      lon = 4.144
    }
  }
  expect {
    decision = "deny"
    layer    = "scope"
  }
}

test "the agent's bound would let it read payroll, for somebody who may" {
  given {
    time = "2026-05-04T08:00:00Z"
    agent "payroll-reader" {
      policies = ["payroll-clerk"]
      ceiling {
        policies = ["gate-opening"]
      }
    }
  }
  request {
    agent     = "payroll-reader"
    operation = "read"
    path      = "secret/data/payroll/may"
    context = {
      ip = "10.20.3.4"
    }
  }
  expect {
    decision = "allow"
    policy   = "gate-opening"
    layer    = "ceiling"
  }
}
