# Who is who: a customer, the bank's assistant, and what she can consent to. The consent itself is a fact (facts.json).

tools "banking" {
  schema = "banking.tools.json"
}

# For itself it may do nothing; what it may do for others is bank-assistant, at most.
agent "bank-assistant" {
  owner = "group:bank-operations"
  identity {
    spiffe = "spiffe://bank.example/agent/bank-assistant"
  }
  ceiling {
    policies = ["bank-assistant"]
  }
  ephemeral {
    max_ttl = "2m"
    uses    = 1
  }
}

group "bank-operations" {}

group "customers" {
  policies = ["customer"]
}

# The payees are those that she has confirmed at the bank: her landlady and her daughter.
user "rosa" {
  groups = ["customers"]
  attributes = {
    payees = ["DE02120300000000202051", "DE02500105170137075030"]
  }
}

# With her own hands a customer does whatever the tools do.
policy "customer" {
  path "mcp/banking/+" {
    capabilities = ["invoke"]
  }
}

delegation "rosa-bank" {
  from     = "user:rosa"
  to       = "bank-assistant"
  scopes   = ["accounts-view", "accounts-use"]
  purposes = ["everyday-banking"]
  consent  = "explicit"
  expires  = "2036-01-01T00:00:00Z"
}

scope "accounts-view" {
  path "mcp/banking/get_iban" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/get_balance" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/get_most_recent_transactions" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/get_scheduled_transactions" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/get_user_info" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/read_file" {
    capabilities = ["invoke"]
  }
}

scope "accounts-use" {
  path "mcp/banking/send_money" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/schedule_transaction" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/update_scheduled_transaction" {
    capabilities = ["invoke"]
  }
  path "mcp/banking/update_user_info" {
    capabilities = ["invoke"]
  }
}
