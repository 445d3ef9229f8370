# What the bank's assistant may do for Rosa: what is free, what asks her, and what is hers alone.

test "reading is free, two minutes and one use at a time" {
  for_each = {
    "the number" = {
      tool       = "get_iban"
      parameters = {}
    }
    "the balance" = {
      tool       = "get_balance"
      parameters = {}
    }
    "what came" = {
      tool = "get_most_recent_transactions"
      parameters = {
        n = 20
      }
    }
    "however many" = {
      tool       = "get_most_recent_transactions"
      parameters = {}
    }
    "at the least" = {
      tool = "get_most_recent_transactions"
      parameters = {
        n = 1
      }
    }
    "at the most" = {
      tool = "get_most_recent_transactions"
      parameters = {
        n = 1000
      }
    }
    "what will go" = {
      tool       = "get_scheduled_transactions"
      parameters = {}
    }
    "her address" = {
      tool       = "get_user_info"
      parameters = {}
    }
    "a letter" = {
      tool = "read_file"
      parameters = {
        file_path = "letters/2026/may.txt"
      }
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "everyday-banking"
  }
  expect {
    decision = "allow"
    policy   = "bank-assistant"
    layer    = "ceiling"
    max_ttl  = "2m"
    uses     = 1
  }
}

test "what is no reading of hers is refused" {
  for_each = {
    "of none" = {
      tool = "get_most_recent_transactions"
      parameters = {
        n = 0
      }
    }
    "of too many" = {
      tool = "get_most_recent_transactions"
      parameters = {
        n = 1001
      }
    }
    "of one and a half" = {
      tool = "get_most_recent_transactions"
      parameters = {
        n = 1.5
      }
    }
    "the way up" = {
      tool = "read_file"
      parameters = {
        file_path = "../other-customer/may.txt"
      }
    }
    "the way up, later" = {
      tool = "read_file"
      parameters = {
        file_path = "letters/../../may.txt"
      }
    }
    "the way out" = {
      tool = "read_file"
      parameters = {
        file_path = "/etc/passwd"
      }
    }
    "by backslashes" = {
      tool = "read_file"
      parameters = {
        file_path = "letters\\may.txt"
      }
    }
    "a hidden file" = {
      tool = "read_file"
      parameters = {
        file_path = "letters/.keys"
      }
    }
    "no file" = {
      tool       = "read_file"
      parameters = {}
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "ceiling"
    layer   = "ceiling"
  }
}

test "a path is two hundred characters at most" {
  for_each = {
    "two hundred" = {
      last    = ""
      outcome = "allowed"
    }
    "one more" = {
      last    = "x"
      outcome = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/read_file"
    parameters = {
      file_path = "letters/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx${each.last}"
    }
    purpose = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "money goes by itself to payees she has confirmed, up to 500, and asks her up to 5000" {
  for_each = {
    "her landlady" = {
      recipient = "DE02120300000000202051"
      amount    = 120.5
      outcome   = "allowed"
    }
    "her daughter" = {
      recipient = "DE02500105170137075030"
      amount    = 120.5
      outcome   = "allowed"
    }
    "a cent" = {
      recipient = "DE02120300000000202051"
      amount    = 0.01
      outcome   = "allowed"
    }
    "500" = {
      recipient = "DE02120300000000202051"
      amount    = 500
      outcome   = "allowed"
    }
    "a cent more" = {
      recipient = "DE02120300000000202051"
      amount    = 500.01
      outcome   = "approval_required"
    }
    "5000" = {
      recipient = "DE02120300000000202051"
      amount    = 5000
      outcome   = "approval_required"
    }
    "a cent more than that" = {
      recipient = "DE02120300000000202051"
      amount    = 5000.01
      outcome   = "ceiling"
    }
    "somebody new, a cent" = {
      recipient = "DE02100500000054540402"
      amount    = 0.01
      outcome   = "approval_required"
    }
    "somebody new, 5000" = {
      recipient = "DE02100500000054540402"
      amount    = 5000
      outcome   = "approval_required"
    }
    "somebody new, more" = {
      recipient = "DE02100500000054540402"
      amount    = 9000
      outcome   = "ceiling"
    }
    "nothing" = {
      recipient = "DE02120300000000202051"
      amount    = 0
      outcome   = "ceiling"
    }
    "the other way" = {
      recipient = "DE02120300000000202051"
      amount    = -5
      outcome   = "ceiling"
    }
    "half a cent" = {
      recipient = "DE02120300000000202051"
      amount    = 1.005
      outcome   = "ceiling"
    }
    "in words" = {
      recipient = "DE02120300000000202051"
      amount    = "120"
      outcome   = "ceiling"
    }
    "no account number" = {
      recipient = "Rosa's landlady"
      amount    = 120.5
      outcome   = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/send_money"
    parameters = {
      recipient = "${each.recipient}"
      amount    = "${each.amount}"
      subject   = "May"
      date      = "2026-05-31"
    }
    purpose = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the shortest and longest account numbers ask, and shorter and longer ones are none" {
  for_each = {
    "fifteen characters" = {
      recipient = "NO9386011117947"
      outcome   = "approval_required"
    }
    "fourteen" = {
      recipient = "NO938601111794"
      outcome   = "ceiling"
    }
    "thirty-four" = {
      recipient = "MT84MALT011000012345MTLCAST001S123"
      outcome   = "approval_required"
    }
    "thirty-five" = {
      recipient = "MT84MALT011000012345MTLCAST001S1234"
      outcome   = "ceiling"
    }
    "in small letters" = {
      recipient = "de02120300000000202051"
      outcome   = "ceiling"
    }
    "with a blank" = {
      recipient = "DE02 1203 0000 0000 2020 51"
      outcome   = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/send_money"
    parameters = {
      recipient = "${each.recipient}"
      amount    = 1
      subject   = "May"
      date      = "2026-05-31"
    }
    purpose = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a payment says what it is for, and when, and nothing else" {
  for_each = {
    "no subject" = {
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        date      = "2026-05-31"
      }
    }
    "no date" = {
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "May"
      }
    }
    "a day in words" = {
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "May"
        date      = "tomorrow"
      }
    }
    "no amount" = {
      parameters = {
        recipient = "DE02120300000000202051"
        subject   = "May"
        date      = "2026-05-31"
      }
    }
    "nobody to pay" = {
      parameters = {
        amount  = 5
        subject = "May"
        date    = "2026-05-31"
      }
    }
    "a currency of its own" = {
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "May"
        date      = "2026-05-31"
        currency  = "XAU"
      }
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/send_money"
    parameters = "${each.parameters}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "ceiling"
  }
}

test "a subject line is 140 characters at most, asked or not" {
  for_each = [
    { tool = "send_money", recipient = "DE02120300000000202051", last = "", outcome = "allowed" },
    {
      tool      = "send_money"
      recipient = "DE02100500000054540402"
      last      = ""
      outcome   = "approval_required"
    },
    { tool = "send_money", recipient = "DE02120300000000202051", last = "x", outcome = "ceiling" },
  ]
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}"
    parameters = {
      recipient = "${each.recipient}"
      amount    = 5
      subject   = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789${each.last}"
      date      = "2026-05-31"
    }
    purpose = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "later is as good as now, once; what repeats asks her" {
  for_each = {
    "later, once" = {
      recipient = "DE02120300000000202051"
      amount    = 500
      recurring = false
      outcome   = "allowed"
    }
    "a cent more" = {
      recipient = "DE02120300000000202051"
      amount    = 500.01
      recurring = false
      outcome   = "approval_required"
    }
    "every month" = {
      recipient = "DE02120300000000202051"
      amount    = 50
      recurring = true
      outcome   = "approval_required"
    }
    "somebody new" = {
      recipient = "DE02100500000054540402"
      amount    = 50
      recurring = false
      outcome   = "approval_required"
    }
    "5000, every month" = {
      recipient = "DE02100500000054540402"
      amount    = 5000
      recurring = true
      outcome   = "approval_required"
    }
    "more" = {
      recipient = "DE02120300000000202051"
      amount    = 5000.01
      recurring = false
      outcome   = "ceiling"
    }
    "nothing" = {
      recipient = "DE02120300000000202051"
      amount    = 0
      recurring = false
      outcome   = "ceiling"
    }
    "half a cent" = {
      recipient = "DE02120300000000202051"
      amount    = 0.005
      recurring = false
      outcome   = "ceiling"
    }
    "perhaps" = {
      recipient = "DE02120300000000202051"
      amount    = 50
      recurring = "no"
      outcome   = "ceiling"
    }
    "no account number" = {
      recipient = "landlady"
      amount    = 50
      recurring = false
      outcome   = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/schedule_transaction"
    parameters = {
      recipient = "${each.recipient}"
      amount    = "${each.amount}"
      subject   = "May"
      date      = "2026-05-31"
      recurring = "${each.recurring}"
    }
    purpose = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a scheduled payment keeps its payee, or asks" {
  for_each = {
    "the rent costs more" = {
      change = {
        id     = 4
        amount = 780
      }
      outcome = "allowed"
    }
    "up to 2000" = {
      change = {
        id        = 0
        amount    = 2000
        recipient = "${null}"
      }
      outcome = "allowed"
    }
    "a cent more" = {
      change = {
        id     = 4
        amount = 2000.01
      }
      outcome = "approval_required"
    }
    "up to 5000" = {
      change = {
        id     = 4
        amount = 5000
      }
      outcome = "approval_required"
    }
    "more than any rent" = {
      change = {
        id     = 4
        amount = 5000.01
      }
      outcome = "ceiling"
    }
    "half a cent" = {
      change = {
        id     = 4
        amount = 0.005
      }
      outcome = "ceiling"
    }
    "nothing" = {
      change = {
        id     = 4
        amount = 0
      }
      outcome = "ceiling"
    }
    "another day" = {
      change = {
        id   = 4
        date = "2026-06-30"
      }
      outcome = "allowed"
    }
    "another day, in words" = {
      change = {
        id   = 4
        date = "later"
      }
      outcome = "ceiling"
    }
    "another subject" = {
      change = {
        id      = 4
        subject = "June"
      }
      outcome = "allowed"
    }
    "no more" = {
      change = {
        id        = 4
        recurring = false
      }
      outcome = "allowed"
    }
    "again and again" = {
      change = {
        id        = 4
        recurring = true
      }
      outcome = "approval_required"
    }
    "nothing in all of them" = {
      change = {
        id        = 4
        amount    = "${null}"
        subject   = "${null}"
        date      = "${null}"
        recurring = "${null}"
      }
      outcome = "allowed"
    }
    "another payee" = {
      change = {
        id        = 4
        recipient = "DE02120300000000202051"
      }
      outcome = "approval_required"
    }
    "no account number" = {
      change = {
        id        = 4
        recipient = "landlady"
      }
      outcome = "ceiling"
    }
    "of no payment" = {
      change = {
        amount = 780
      }
      outcome = "ceiling"
    }
    "of a payment before all" = {
      change = {
        id     = -1
        amount = 780
      }
      outcome = "ceiling"
    }
    "of one and a half" = {
      change = {
        id     = 1.5
        amount = 780
      }
      outcome = "ceiling"
    }
    "and something else" = {
      change = {
        id    = 4
        owner = "rosa"
      }
      outcome = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/update_scheduled_transaction"
    parameters = "${each.change}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "her yes is for this one payment, her own, and not older than five minutes" {
  for_each = {
    "just now" = {
      by      = "user:rosa"
      granted = "2026-05-04T10:00:00Z"
      outcome = "allowed"
    }
    "four minutes ago" = {
      by      = "user:rosa"
      granted = "2026-05-04T09:55:01Z"
      outcome = "allowed"
    }
    "five minutes ago" = {
      by      = "user:rosa"
      granted = "2026-05-04T09:55:00Z"
      outcome = "approval_required"
    }
    "somebody else's" = {
      by      = "user:sven"
      granted = "2026-05-04T10:00:00Z"
      outcome = "approval_required"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
    approved {
      by         = "${each.by}"
      granted_at = "${each.granted}"
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/send_money"
    parameters = {
      recipient = "DE02100500000054540402"
      amount    = 900
      subject   = "May"
      date      = "2026-05-31"
    }
    purpose = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "with her yes each of the three ways to move money goes, and as long as five minutes go" {
  for_each = [
    {
      tool    = "schedule_transaction"
      granted = "2026-05-04T09:55:01Z"
      parameters = {
        recipient = "DE02100500000054540402"
        amount    = 5
        subject   = "May"
        date      = "2026-05-31"
        recurring = true
      }
      outcome = "allowed"
    },
    {
      tool    = "schedule_transaction"
      granted = "2026-05-04T09:55:00Z"
      parameters = {
        recipient = "DE02100500000054540402"
        amount    = 5
        subject   = "May"
        date      = "2026-05-31"
        recurring = true
      }
      outcome = "approval_required"
    },
    {
      tool    = "update_scheduled_transaction"
      granted = "2026-05-04T09:55:01Z"
      parameters = {
        id     = 4
        amount = 2500
      }
      outcome = "allowed"
    },
    {
      tool    = "update_scheduled_transaction"
      granted = "2026-05-04T09:55:00Z"
      parameters = {
        id     = 4
        amount = 2500
      }
      outcome = "approval_required"
    },
  ]
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
    approved {
      by         = "user:rosa"
      granted_at = "${each.granted}"
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "she may move, but a name is changed at the branch" {
  for_each = {
    "another street" = {
      change = {
        street = "Am Hafen 3"
      }
      outcome = "allowed"
    }
    "another city" = {
      change = {
        city = "Kiel"
      }
      outcome = "allowed"
    }
    "nothing" = {
      change = {
        first_name = "${null}"
        last_name  = "${null}"
        street     = "${null}"
        city       = "${null}"
      }
      outcome = "allowed"
    }
    "an empty street" = {
      change = {
        street = ""
      }
      outcome = "ceiling"
    }
    "an empty city" = {
      change = {
        city = ""
      }
      outcome = "ceiling"
    }
    "a first name" = {
      change = {
        first_name = "Rosalie"
      }
      outcome = "ceiling"
    }
    "a last name" = {
      change = {
        last_name = "Lund"
      }
      outcome = "ceiling"
    }
    "a password" = {
      change = {
        password = "correct horse"
      }
      outcome = "ceiling"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/update_user_info"
    parameters = "${each.change}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the assistant has no say about passwords, and calls tools only" {
  for_each = {
    "a password" = {
      operation = "invoke"
      path      = "mcp/banking/update_password"
      outcome   = "ceiling"
    }
    "a later tool" = {
      operation = "invoke"
      path      = "mcp/banking/close_account"
      outcome   = "ceiling"
    }
    "reads no tool" = {
      operation = "read"
      path      = "mcp/banking/get_balance"
      outcome   = "user_policies"
    }
    "another server's" = {
      operation = "invoke"
      path      = "mcp/brokerage/get_balance"
      outcome   = "user_policies"
    }
  }
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "${each.operation}"
    path       = "${each.path}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "Rosa consents to seeing and to using, each by itself" {
  for_each = [
    { scope = "accounts-view", tool = "get_iban", parameters = {}, outcome = "allowed" },
    { scope = "accounts-view", tool = "get_balance", parameters = {}, outcome = "allowed" },
    {
      scope      = "accounts-view"
      tool       = "get_most_recent_transactions"
      parameters = {}
      outcome    = "allowed"
    },
    {
      scope      = "accounts-view"
      tool       = "get_scheduled_transactions"
      parameters = {}
      outcome    = "allowed"
    },
    { scope = "accounts-view", tool = "get_user_info", parameters = {}, outcome = "allowed" },
    {
      scope = "accounts-view"
      tool  = "read_file"
      parameters = {
        file_path = "a"
      }
      outcome = "allowed"
    },
    {
      scope = "accounts-view"
      tool  = "update_user_info"
      parameters = {
        city = "Kiel"
      }
      outcome = "scope"
    },
    {
      scope = "accounts-view"
      tool  = "send_money"
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "May"
        date      = "2026-05-31"
      }
      outcome = "scope"
    },
    {
      scope = "accounts-use"
      tool  = "send_money"
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "May"
        date      = "2026-05-31"
      }
      outcome = "allowed"
    },
    {
      scope = "accounts-use"
      tool  = "schedule_transaction"
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "May"
        date      = "2026-05-31"
        recurring = false
      }
      outcome = "allowed"
    },
    {
      scope = "accounts-use"
      tool  = "update_scheduled_transaction"
      parameters = {
        id = 4
      }
      outcome = "allowed"
    },
    {
      scope = "accounts-use"
      tool  = "update_user_info"
      parameters = {
        city = "Kiel"
      }
      outcome = "allowed"
    },
    { scope = "accounts-use", tool = "get_balance", parameters = {}, outcome = "scope" },
  ]
  given {
    consent "rosa-bank" {
      scopes = ["${each.scope}"]
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "without her consent, or for another purpose, nothing happens" {
  for_each = {
    "no consent" = {
      scopes  = ["accounts-view"]
      given   = "2026-05-05T00:00:00Z"
      purpose = "everyday-banking"
      outcome = "consent_missing"
    }
    "another purpose" = {
      scopes  = ["accounts-view"]
      given   = "2026-05-04T00:00:00Z"
      purpose = "marketing"
      outcome = "purpose_not_allowed"
    }
  }
  given {
    time = "2026-05-04T10:00:00Z"
    consent "rosa-bank" {
      scopes   = "${each.scopes}"
      given_at = "${each.given}"
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/get_balance"
    purpose    = "${each.purpose}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "with her own hands Rosa does whatever the tools do" {
  matrix {
    tool = ["update_password", "send_money", "get_balance"]
  }
  request {
    user      = "rosa"
    operation = "invoke"
    path      = "mcp/banking/${each.tool}"
    parameters = {
      amount = 9000
    }
  }
  expect {
    decision = "allow"
    policy   = "customer"
  }
}

test "for itself the assistant does nothing" {
  request {
    agent     = "bank-assistant"
    operation = "invoke"
    path      = "mcp/banking/get_balance"
  }
  expect {
    outcome = "no_matching_rule"
    layer   = "agent_policies"
  }
}

test "where nobody is confirmed, every payment asks" {
  given {
    user "vera" {
      policies = ["customer"]
    }
    delegation "vera-bank" {
      from    = "user:vera"
      to      = "bank-assistant"
      scopes  = ["accounts-use"]
      consent = "implied"
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "vera-bank"
    operation  = "invoke"
    path       = "mcp/banking/send_money"
    parameters = {
      recipient = "DE02120300000000202051"
      amount    = 5
      subject   = "May"
      date      = "2026-05-31"
    }
  }
  expect {
    outcome = "approval_required"
  }
}

invariant "no agent changes a password" {
  never {
    agent = any
    path  = "mcp/banking/update_password"
  }
}

invariant "what an agent moves is 5000 at most" {
  never {
    agent     = any
    operation = "invoke"
    path      = ["mcp/banking/send_money", "mcp/banking/schedule_transaction"]
    expr      = parameters.amount > 5000
  }
}

test "the assistant's bound is to call tools by their names: it reads, lists and changes none" {
  matrix {
    operation = ["create", "read", "update", "delete", "list", "delegate"]
    tool = [
      "get_iban",
      "get_balance",
      "get_most_recent_transactions",
      "get_scheduled_transactions",
      "get_user_info",
      "read_file",
      "send_money",
      "schedule_transaction",
      "update_scheduled_transaction",
      "update_user_info",
    ]
  }
  request {
    policies  = ["bank-assistant"]
    operation = "${each.operation}"
    path      = "mcp/banking/${each.tool}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "a tool of a longer name is another tool, to the bound and to the scopes" {
  matrix {
    tool = [
      "get_iban",
      "get_balance",
      "get_most_recent_transactions",
      "get_scheduled_transactions",
      "get_user_info",
      "read_file",
      "send_money",
      "schedule_transaction",
      "update_scheduled_transaction",
      "update_user_info",
    ]
  }
  given {
    consent "rosa-bank" {
      scopes = ["accounts-view", "accounts-use"]
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}-2"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "ceiling"
    layer   = "scope"
  }
}

test "what Rosa consents to is calling the tools, and nothing else" {
  matrix {
    operation = ["create", "read", "update", "delete", "list"]
    tool = [
      "get_iban",
      "get_balance",
      "get_most_recent_transactions",
      "get_scheduled_transactions",
      "get_user_info",
      "read_file",
      "send_money",
      "schedule_transaction",
      "update_scheduled_transaction",
      "update_user_info",
    ]
  }
  given {
    consent "rosa-bank" {
      scopes = ["accounts-view", "accounts-use"]
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "${each.operation}"
    path       = "mcp/banking/${each.tool}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "user_policies"
    layer   = "scope"
  }
}

test "a customer calls tools, and nothing else" {
  matrix {
    operation = ["create", "read", "update", "delete", "list", "delegate"]
  }
  request {
    user      = "rosa"
    operation = "${each.operation}"
    path      = "mcp/banking/get_balance"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "she is told why she is asked" {
  for_each = {
    "a new payee" = {
      tool = "send_money"
      parameters = {
        recipient = "DE02100500000054540402"
        amount    = 9000
        subject   = "May"
        date      = "2026-05-31"
      }
      message = "more than 5000 is for herself"
    }
    "what repeats" = {
      tool = "schedule_transaction"
      parameters = {
        recipient = "DE02100500000054540402"
        amount    = 9000
        subject   = "May"
        date      = "2026-05-31"
        recurring = true
      }
      message = "a payment that repeats"
    }
    "another payee" = {
      tool = "update_scheduled_transaction"
      parameters = {
        id     = 4
        amount = 9000
      }
      message = "another payee"
    }
    "another name" = {
      tool = "update_user_info"
      parameters = {
        last_name = "Lund"
      }
      message = "a name is changed at the branch, with papers"
    }
  }
  given {
    consent "rosa-bank" {
      scopes = ["accounts-view", "accounts-use"]
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "everyday-banking"
  }
  expect {
    message = "${each.message}"
  }
}

test "lines have their lengths, whichever way they go" {
  for_each = [
    {
      tool = "send_money"
      parameters = {
        recipient = "DE02100500000054540402"
        amount    = 5
        subject   = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        date      = "2026-05-31"
      }
      outcome = "ceiling"
    },
    {
      tool = "schedule_transaction"
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        date      = "2026-05-31"
        recurring = false
      }
      outcome = "allowed"
    },
    {
      tool = "schedule_transaction"
      parameters = {
        recipient = "DE02120300000000202051"
        amount    = 5
        subject   = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        date      = "2026-05-31"
        recurring = false
      }
      outcome = "ceiling"
    },
    {
      tool = "schedule_transaction"
      parameters = {
        recipient = "DE02100500000054540402"
        amount    = 5
        subject   = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        date      = "2026-05-31"
        recurring = true
      }
      outcome = "approval_required"
    },
    {
      tool = "schedule_transaction"
      parameters = {
        recipient = "DE02100500000054540402"
        amount    = 5
        subject   = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        date      = "2026-05-31"
        recurring = true
      }
      outcome = "ceiling"
    },
    {
      tool = "update_scheduled_transaction"
      parameters = {
        id      = 0
        subject = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
      }
      outcome = "allowed"
    },
    {
      tool = "update_scheduled_transaction"
      parameters = {
        id      = 4
        subject = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
      }
      outcome = "ceiling"
    },
    {
      tool = "update_scheduled_transaction"
      parameters = {
        id      = 0
        subject = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        amount  = 4000
      }
      outcome = "approval_required"
    },
    {
      tool = "update_scheduled_transaction"
      parameters = {
        id      = 4
        subject = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        amount  = 4000
      }
      outcome = "ceiling"
    },
    {
      tool = "update_user_info"
      parameters = {
        street = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
      }
      outcome = "allowed"
    },
    {
      tool = "update_user_info"
      parameters = {
        street = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
      }
      outcome = "ceiling"
    },
    {
      tool = "update_user_info"
      parameters = {
        city = "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
      }
      outcome = "allowed"
    },
    {
      tool = "update_user_info"
      parameters = {
        city = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
      }
      outcome = "ceiling"
    },
  ]
  given {
    consent "rosa-bank" {
      scopes = ["accounts-view", "accounts-use"]
    }
  }
  request {
    agent      = "bank-assistant"
    delegation = "rosa-bank"
    operation  = "invoke"
    path       = "mcp/banking/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "everyday-banking"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "bank-assistant: a longer name is another thing" {
  matrix {
    tool = ["read_file", "send_money", "update_user_info"]
  }
  request {
    policies  = ["bank-assistant"]
    operation = "invoke"
    path      = "mcp/banking/${each.tool}-2"
  }
  expect {
    outcome = "no_matching_rule"
  }
}
