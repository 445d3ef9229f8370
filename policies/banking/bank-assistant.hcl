# The ceiling of a bank's assistant: what it may do, at most, for the customer it acts for, with the tools of banking.tools.json.
#
# Reading is free. Money moves freely only to payees that the customer has confirmed, within a limit, or where it already goes, less or later;
# everything else about money asks the customer, up to a limit beyond which only she herself may go. The address is hers to change, her name
# takes papers. A password is nothing an agent should know: there is no stanza for it, so the answer is no.
#
# `user.payees` are the account numbers that the bank's register has as confirmed. Without a register nobody is.

policy "bank-assistant" {
  path "mcp/banking/get_iban" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/get_balance" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/get_most_recent_transactions" {
    capabilities = ["invoke"]
    parameters {
      n = optional(integer(min: 1, max: 1000))
    }
  }
  path "mcp/banking/get_scheduled_transactions" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/get_user_info" {
    capabilities = ["invoke"]
  }

  # The customer's own folder: no way up, no way out, no hidden file.
  path "mcp/banking/read_file" {
    capabilities = ["invoke"]
    parameters {
      file_path = string(max_length: 200, matches: "[^./\\\\][^/\\\\]*(/[^./\\\\][^/\\\\]*)*")
    }
  }

  path "mcp/banking/send_money" {
    capabilities = ["invoke"]
    parameters {
      recipient = string(matches: "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")
      amount    = number(above: 0, max: 500, multiple_of: 0.01)
      subject   = string(max_length: 140)
      date      = string(matches: "\\d{4}-\\d{2}-\\d{2}")
    }
    when {
      expr = parameters.recipient in user.payees
    }
  }
  path "mcp/banking/send_money" {
    capabilities = ["invoke"]
    parameters {
      recipient = string(matches: "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")
      amount    = number(above: 0, max: 5000, multiple_of: 0.01)
      subject   = string(max_length: 140)
      date      = string(matches: "\\d{4}-\\d{2}-\\d{2}")
    }
    approval {
      by     = ["requester"]
      within = "5m"
    }
    reason = "a new payee, or more than 500, asks the customer; more than 5000 is for herself"
  }

  path "mcp/banking/schedule_transaction" {
    capabilities = ["invoke"]
    parameters {
      recipient = string(matches: "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")
      amount    = number(above: 0, max: 500, multiple_of: 0.01)
      subject   = string(max_length: 140)
      date      = string(matches: "\\d{4}-\\d{2}-\\d{2}")
      recurring = false
    }
    when {
      expr = parameters.recipient in user.payees
    }
  }
  path "mcp/banking/schedule_transaction" {
    capabilities = ["invoke"]
    parameters {
      recipient = string(matches: "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")
      amount    = number(above: 0, max: 5000, multiple_of: 0.01)
      subject   = string(max_length: 140)
      date      = string(matches: "\\d{4}-\\d{2}-\\d{2}")
      recurring = boolean
    }
    approval {
      by     = ["requester"]
      within = "5m"
    }
    reason = "a payment that repeats, a new payee, or more than 500, asks the customer"
  }

  # A scheduled payment keeps its payee: the rent goes where the rent went. Another payee is a new payment, and asks.
  path "mcp/banking/update_scheduled_transaction" {
    capabilities = ["invoke"]
    parameters {
      id        = integer(min: 0)
      recipient = optional(null())
      amount    = optional(nullable(number(above: 0, max: 2000, multiple_of: 0.01)))
      subject   = optional(nullable(string(max_length: 140)))
      date      = optional(nullable(string(matches: "\\d{4}-\\d{2}-\\d{2}")))
      recurring = optional(nullable(false))
    }
  }
  path "mcp/banking/update_scheduled_transaction" {
    capabilities = ["invoke"]
    parameters {
      id        = integer(min: 0)
      recipient = optional(nullable(string(matches: "[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")))
      amount    = optional(nullable(number(above: 0, max: 5000, multiple_of: 0.01)))
      subject   = optional(nullable(string(max_length: 140)))
      date      = optional(nullable(string(matches: "\\d{4}-\\d{2}-\\d{2}")))
      recurring = optional(nullable(boolean))
    }
    approval {
      by     = ["requester"]
      within = "5m"
    }
    reason = "another payee, more than 2000, or making a payment repeat, asks the customer"
  }

  path "mcp/banking/update_user_info" {
    capabilities = ["invoke"]
    parameters {
      first_name = optional(null())
      last_name  = optional(null())
      street     = optional(nullable(string(min_length: 1, max_length: 100)))
      city       = optional(nullable(string(min_length: 1, max_length: 100)))
    }
    reason = "a name is changed at the branch, with papers"
  }
}
