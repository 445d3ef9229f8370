# An agent that acts: it hires, pays and lets go, on behalf of somebody in human resources. Nothing of it happens without a person's yes: the
# user's own on her phone, a lead's, or two leads'.

tools "people" {
  schema = "people.tools.json"
}

agent_type "privileged" {
  max_ttl = "5m"
  uses    = 1
}

agent "people-agent" {
  type  = "privileged"
  owner = "group:people-systems"
  identity {
    spiffe = "spiffe://corp.example/agent/people"
  }
  ceiling {
    policies = ["people-actions"]
  }
}

group "people-systems" {}

group "people-partners" {
  policies = ["people-partner"]
}

group "people-leads" {
  groups = ["people-partners"]
}

user "erin" {
  groups = ["people-partners"]
  attributes = {
    employee_id = "E-0417"
  }
}

delegation "erin-people" {
  from     = "user:erin"
  to       = "people-agent"
  scopes   = ["people-work"]
  purposes = ["onboarding", "offboarding", "compensation"]
  consent  = "explicit"
  expires  = "2036-01-01T00:00:00Z"
}

policy "people-partner" {
  path "mcp/people/+" {
    capabilities = ["invoke"]
  }
  path "secret/data/people/contracts/*" {
    capabilities = ["create", "read", "update"]
  }
  path "database/creds/people-admin" {
    capabilities = ["read"]
  }
}

scope "people-work" {
  path "mcp/people/+" {
    capabilities = ["invoke"]
  }
  path "secret/data/people/contracts/*" {
    capabilities = ["read"]
  }
  path "database/creds/people-admin" {
    capabilities = ["read"]
  }
}

policy "people-actions" {
  path "mcp/people/find_employee" {
    capabilities = ["invoke"]
  }

  # The user is asked on her phone, and her yes is for this one call with these arguments: CIBA's flow. She approves for herself, so `self`.
  path "mcp/people/onboard_employee" {
    capabilities = ["invoke"]
    parameters {
      name       = string(min_length: 1, max_length: 200)
      department = ["sales", "production", "administration"]
      start_date = string(matches: "\\d{4}-\\d{2}-\\d{2}")
    }
    approval {
      by     = ["user:erin"]
      self   = true
      within = "5m"
    }
    reason = "hiring asks the partner on her phone"
  }

  path "mcp/people/offboard_employee" {
    capabilities = ["invoke"]
    parameters {
      employee_id = string(matches: "E-\\d{4}")
      last_day    = string(matches: "\\d{4}-\\d{2}-\\d{2}")
    }
    approval {
      by   = ["user:erin"]
      self = true
    }
    reason = "letting somebody go asks the partner on her phone"
  }

  # A small bonus asks her; a large one two leads, and not her.
  path "mcp/people/pay_bonus" {
    capabilities = ["invoke"]
    parameters {
      employee_id = string(matches: "E-\\d{4}")
      amount      = number(above: 0, max: 1000, multiple_of: 0.01)
    }
    approval {
      by     = ["user:erin"]
      self   = true
      within = "5m"
    }
  }
  path "mcp/people/pay_bonus" {
    capabilities = ["invoke"]
    parameters {
      employee_id = string(matches: "E-\\d{4}")
      amount      = number(above: 1000, max: 10000, multiple_of: 0.01)
    }
    approval {
      by    = ["group:people-leads"]
      count = 2
    }
    reason = "above 1000 a bonus wants two leads, above 10000 it is none of an agent's business"
  }

  # Vault's own control group, and Vault's own MFA, enforced here as needs.
  path "secret/data/people/contracts/*" {
    capabilities = ["read"]
    control_group {
      ttl = "4h"
      factor "a-lead" {
        controlled_capabilities = ["read"]
        identity {
          group_names = ["people-leads"]
          approvals   = 1
        }
      }
    }
  }
  path "database/creds/people-admin" {
    capabilities = ["read"]
    mfa_methods  = ["phone-push"]
  }
}

# Outside office hours somebody else has to say yes as well. Sentinel's soft-mandatory: it can be overridden, by those it names.
guardrail "offboarding-in-office-hours" {
  enforcement = "soft-mandatory"
  on {
    paths = ["mcp/people/offboard_employee"]
  }
  require {
    time {
      zone  = "Europe/Berlin"
      days  = ["mon-fri"]
      hours = ["09:00-17:00"]
    }
  }
  approval {
    by = ["group:people-leads"]
  }
  reason = "outside office hours letting somebody go wants a lead"
}

# Nobody overrides this one: no money to oneself. An employee whose number nobody knows might be anybody.
guardrail "no-bonus-for-oneself" {
  enforcement = "hard-mandatory"
  on {
    paths = ["mcp/people/pay_bonus"]
  }
  forbid {
    expr = parameters.employee_id == user.employee_id
  }
  reason = "nobody pays a bonus to herself"
}

# It only says so.
guardrail "large-bonus" {
  enforcement = "advisory"
  on {
    paths = ["mcp/people/pay_bonus"]
  }
  forbid {
    expr = parameters.amount > 5000
  }
}
