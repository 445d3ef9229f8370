# The guide's agent, whole: who it is, for whom it acts, with what consent, and for how long. What it may do stands in agent-code-review.hcl, the
# guide's own file, unchanged. Consents are facts (facts.json): a file declares what may be consented to, never that somebody did.

# Every agent of its kind: it reads, and nothing but what reviews are made of. One use a grant, a quarter of an hour at most.
agent_type "autonomous" {
  ceiling_policies = ["reading-only"]
  max_ttl          = "15m"
  uses             = 1
}

policy "reading-only" {
  path "secret/data/code-repos/*" {
    capabilities = ["read", "list"]
  }
  path "secret/metadata/code-repos/*" {
    capabilities = ["list"]
  }
  path "http/ci.example.com/logs/*" {
    capabilities = ["read"]
  }
  path "auth/token/lookup-self" {
    capabilities = ["read"]
  }
}

# For itself it has the guide's policy. For others its bound is wider by one thing: the logs, which only a person can hand it.
agent "my-ai-agent" {
  type  = "autonomous"
  owner = "group:team-alpha"
  metadata = {
    purpose = "code-review"
  }
  identity {
    spiffe = "spiffe://example.org/agent/code-review"
  }
  policies = ["agent-code-review"]
  ceiling {
    policies = ["agent-code-review", "agent-log-view"]
  }
  ephemeral {
    max_ttl = "10m"
  }
}

policy "agent-log-view" {
  path "http/ci.example.com/logs/+/+" {
    capabilities = ["read"]
  }
}

group "team-alpha" {
  policies = ["developer"]
}

user "alice" {
  groups   = ["team-alpha"]
  policies = ["consent-to-code-review"]
}

user "bob" {
  groups = ["team-alpha"]
}

# A contractor sees one repository, and no logs.
user "carl" {
  policies = ["contractor"]
}

# A developer has more than she can hand on: no scope covers it.
policy "developer" {
  path "secret/data/*" {
    capabilities = ["create", "read", "update"]
  }
  path "http/ci.example.com/+/+/+" {
    capabilities = ["read"]
  }
}

policy "contractor" {
  path "secret/data/code-repos/storefront/*" {
    capabilities = ["read", "list"]
  }
}

# Who may consent is policy too.
policy "consent-to-code-review" {
  path "polc/consents/delegation-1" {
    capabilities = ["create", "update", "delete"]
  }
}

# What a consent can cover.
scope "code-read" {
  path "secret/data/code-repos/*" {
    capabilities = ["read", "list"]
  }
}

scope "log-view" {
  path "http/ci.example.com/logs/+/+" {
    capabilities = ["read"]
  }
}

delegation "delegation-1" {
  from     = "user:alice"
  to       = "my-ai-agent"
  scopes   = ["code-read", "log-view"]
  purposes = ["code-review"]
  consent  = "explicit"
  expires  = "2036-01-01T00:00:00Z"
}

delegation "delegation-2" {
  from     = "user:bob"
  to       = "my-ai-agent"
  scopes   = ["code-read", "log-view"]
  purposes = ["code-review"]
  consent  = "explicit"
  expires  = "2036-01-01T00:00:00Z"
}

delegation "delegation-3" {
  from     = "user:carl"
  to       = "my-ai-agent"
  scopes   = ["code-read"]
  purposes = ["code-review"]
  consent  = "explicit"
  expires  = "2036-01-01T00:00:00Z"
}

# Last year's, kept for the record.
delegation "delegation-0" {
  from     = "user:alice"
  to       = "my-ai-agent"
  scopes   = ["code-read", "log-view"]
  purposes = ["code-review"]
  consent  = "explicit"
  expires  = "2026-01-01T00:00:00Z"
}
