# A shop's support chatbot. What is the same for everybody it looks up for itself, with a credential of its own for one question. What is a
# customer's it sees only on that customer's behalf: with her consent, in her session, and nobody else's.

tools "helpdesk" {
  schema = "helpdesk.tools.json"
}

agent_type "chatbot" {
  max_ttl = "10m"
}

agent "support-chatbot" {
  type  = "chatbot"
  owner = "group:support-platform"
  identity {
    jwt {
      issuer  = "https://workloads.shop.example"
      subject = "support-chatbot"
    }
  }
  policies = ["support-knowledge"]
  ceiling {
    policies = ["support-knowledge", "support-customer"]
  }
  ephemeral {
    max_ttl = "5m"
    uses    = 1
  }
}

group "support-platform" {}

# Use case 1: no user, no consent. A credential made for the question, read-only and gone in a minute.
policy "support-knowledge" {
  path "database/creds/knowledge-readonly" {
    capabilities = ["read"]
    max_ttl      = "60s"
  }
  path "mcp/helpdesk/search_articles" {
    capabilities = ["invoke"]
    parameters {
      query = string(min_length: 1, max_length: 300)
      limit = optional(integer(min: 1, max: 20))
    }
  }
  path "mcp/helpdesk/opening_hours" {
    capabilities = ["invoke"]
  }
}

# Use case 2: the customer's own data. Her id is a whole segment of the path, or the argument that the tool gets.
policy "support-customer" {
  path "database/creds/customer-readonly" {
    capabilities = ["read"]
    max_ttl      = "60s"
    when {
      delegation {
        mode    = "on-behalf-of"
        consent = "explicit"
      }
      expr = has(session.id)
    }
    reason = "customers' data are read on behalf of a customer, in her session"
  }
  path "http/api.shop.example/customers/{{user.id}}/*" {
    capabilities = ["read"]
  }
  path "http/api.shop.example/recommendations/{{user.id}}" {
    capabilities = ["read"]
  }
  path "mcp/helpdesk/get_account" {
    capabilities = ["invoke"]
    parameters {
      customer_id = string
    }
    when {
      expr = parameters.customer_id == user.id
    }
  }
  # Cards are shown only while the consent is fresh.
  path "http/api.shop.example/customers/{{user.id}}/cards" {
    capabilities = ["read"]
    when {
      delegation {
        max_consent_age = "15m"
      }
    }
    reason = "ask the customer again before her cards are shown"
  }
}

# What customers may do themselves. Who they are comes with the facts; that they are customers, too.
group "shop-customers" {
  policies = ["shop-customer"]
}

policy "shop-customer" {
  path "http/api.shop.example/customers/{{self.id}}/*" {
    capabilities = ["create", "read", "update"]
  }
  path "http/api.shop.example/recommendations/{{self.id}}" {
    capabilities = ["read"]
  }
  path "mcp/helpdesk/+" {
    capabilities = ["invoke"]
  }
  path "database/creds/customer-readonly" {
    capabilities = ["read"]
  }
}

scope "account-view" {
  path "http/api.shop.example/customers/{{user.id}}/*" {
    capabilities = ["read"]
  }
  path "mcp/helpdesk/get_account" {
    capabilities = ["invoke"]
  }
  path "database/creds/customer-readonly" {
    capabilities = ["read"]
  }
}

scope "recommendations-view" {
  path "http/api.shop.example/recommendations/{{user.id}}" {
    capabilities = ["read"]
  }
}
