// Policies for those who ask a decision server, which `polc serve -p` and commands on a store add where the policies have none of these names. A bundle
// holds its own: policies/decision-server has the same text.

export const CALLER_POLICIES = `# Whoever runs the service: registers, revokes, lets others in.
policy "polc-admin" {
  path "polc/*" {
    capabilities = ["create", "read", "update", "delete", "list"]
  }
}

# A service that asks before it acts, for whichever agent or user it has in front of it, and knows what it asks about.
policy "polc-enforcement-point" {
  path "polc/decide/agents/+" {
    capabilities = ["update"]
  }
  path "polc/decide/users/+" {
    capabilities = ["update"]
  }
  path "polc/decide/policies" {
    capabilities = ["update"]
  }
  path "polc/decide/context" {
    capabilities = ["update"]
  }
  path "polc/search/+" {
    capabilities = ["update"]
  }
  path "polc/explain" {
    capabilities = ["update"]
  }
  path "polc/grants/redeem" {
    capabilities = ["update"]
  }
}

# Reads what was written down, and changes nothing.
policy "polc-auditor" {
  path "polc/audit/+" {
    capabilities = ["read"]
  }
  path "polc/metrics" {
    capabilities = ["read"]
  }
  path "polc/policies" {
    capabilities = ["read"]
  }
  path "polc/agents/*" {
    capabilities = ["read", "list"]
  }
  path "polc/users/*" {
    capabilities = ["read", "list"]
  }
  path "polc/groups/*" {
    capabilities = ["read", "list"]
  }
  path "polc/delegations/*" {
    capabilities = ["read", "list"]
  }
  path "polc/consents/*" {
    capabilities = ["list"]
  }
  path "polc/approvals/*" {
    capabilities = ["read", "list"]
  }
  path "polc/grants/*" {
    capabilities = ["list"]
  }
}

# A person: consents for itself, and answers what it is asked to approve.
policy "polc-person" {
  path "polc/consents/+" {
    capabilities = ["create", "delete"]
  }
  path "polc/approvals/+" {
    capabilities = ["read", "update"]
  }
}

# An agent that asks for itself.
policy "polc-agent" {
  path "polc/decide/agents/{{self.id}}" {
    capabilities = ["update"]
  }
}
`;
