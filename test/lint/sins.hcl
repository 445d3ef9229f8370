# Every lint rule finds something here, but for the one that wants more-sins.hcl. Which finds what where stands in sins.txt.

tools "files" {
  schema = "sins.tools.json"
}

# What Vault's users get wrong.
policy "vault" {
  path "secret/*" {
    capabilities = ["read"]
  }
  path "secret/+/private/*" {
    capabilities = ["deny", "read"]
    mfa_methods  = ["totp"]
  }
  path "secret/+/app/*" {
    capabilities = ["update", "update"]
  }
  path "secret/+/{{identity.entity.aliases.auth_jwt_1.metadata.team}}/*" {
    capabilities = ["deny"]
  }
  path "/secret/{{identity.entity.nmae}}" {
    capabilities = ["read"]
  }
  path "//secret/Admin" {
    capabilities = []
  }
  path "//secret/admin" {
    capabilities = ["sudo"]
  }
  path "secret/*/x+y/keys" {
    policy = "read"
  }
  path "kv/jdm/mailbox" {
    capabilities = ["read"]
  }
  path "kv/data/jdm/account" {
    capabilities       = ["update", "list"]
    allowed_parameters = { "password" = [] }
  }
  path "+/sys/policies/acl" {
    capabilities = ["list"]
  }
  path "sys/policies/acl/*" {
    capabilities = ["update"]
  }
  path "auth/approle/role/app" {
    capabilities        = ["read", "update"]
    required_parameters = ["Reason"]
    max_wrapping_ttl    = "1h"
    allowed_parameters  = {
      "token_ttl"      = [3600]
      "bind_secret_id" = ["true"]
      "alias"          = ["{{identity.entity.id}}"]
      "policies"       = ["app-*", "Admin"]
      "cidr"           = ["*"]
      "*"              = ["x"]
    }
  }
  path "auth/approle/role/app" {
    capabilities = ["create"]
  }
  path "auth/approle/role/old" {
    capabilities      = ["delete"]
    denied_parameters = { "policies" = [] }
  }
  path "transit/keys/app" {
    capabilities = ["read"]
  }
  path "transit/keys/app" {
    capabilities = ["deny"]
  }
  path "mail/send" {
    capabilities = ["create"]
    when {
      purpose = ["support"]
      expr    = all(r, parameters.recipients, endswith(r, "@corp.example"))
    }
  }
  path "mail/send" {
    capabilities = ["create"]
  }
  path "kv/app*" {
    capabilities = ["read"]
  }
  path "team/data/deep/x" {
    capabilities = ["read"]
  }
  path "auth/token/create" {
    capabilities       = ["update"]
    allowed_parameters = { "policies" = ["reader", "reader"] }
  }
  path "sys/seal" {
    capabilities = ["update"]
  }
  path "ssh/sign/builder" {
    capabilities = ["create"]
  }
  path "pki/issue/app" {
    capabilities       = ["update"]
    allowed_parameters = { "ttl" = ["1h"] }
  }
  path "pki/issue/app" {
    capabilities       = ["update"]
    allowed_parameters = { "ttl" = [] }
  }
  path "kv/hid\u200bden" {
    capabilities = ["read"]
  }
  path "kv/\u0430dmin" {
    capabilities = ["read"]
  }
}
policy "another" {
  path "kv/app-admin/x" {
    capabilities = ["read"]
  }
}

# Who exists, and what is wrong with them.
agent_type "idle" {
  uses = 1
}
agent_type "short" {
  max_ttl = "1m"
}
agent "planner" {
  policies = ["planning", "leasing", "lease-admin"]
}
agent "p1anner" {
  type = "short"
  ephemeral {
    max_ttl = "1h"
  }
}
user "ana" {
  groups = ["staff"]
}
user "Ana" {
  policies = ["paying"]
}
group "staff" {}
group "nobodys" {}
delegation "ana-planner" {
  from      = "user:ana"
  to        = "p1anner"
  scopes    = ["all"]
  max_depth = 1
}
scope "all" {
  path "mcp/*" {
    capabilities = ["invoke"]
  }
}
scope "unused" {
  path "*" {
    capabilities = ["read"]
  }
}
target "payroll" {
  paths       = ["secret/data/payroll/*"]
  sensitivity = "high"
}
condition "unused" {
  location {
    cidrs = ["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0"]
  }
}

# What they hold.
policy "planning" {
  path "agents/planner" {
    capabilities = ["invoke"]
  }
  path "agents/planer" {
    capabilities = ["read"]
  }
  path "agents/+" {
    capabilities = ["delegate"]
  }
  path "mcp/files/+" {
    capabilities = ["invoke"]
  }
  path "mcp/filse/read" {
    capabilities = ["invoke", "delegate"]
  }
  path "secret/data/reports" {
    capabilities = ["invoke"]
  }
  path "http/*" {
    capabilities = ["read"]
  }
  path "polc/consents/*" {
    capabilities = ["create"]
  }
}
policy "leasing" {
  path "sys/leases/count" {
    capabilities = ["update"]
  }
}
policy "lease-admin" {
  path "sys/leases/*" {
    capabilities = ["read", "update"]
  }
}
policy "paying" {
  path "mcp/bank/transfer" {
    capabilities = ["invoke"]
    when {
      time {
        zone   = "Europe/Berlin"
        days   = ["mon-sun"]
        after  = "2026-02-01T00:00:00Z"
        before = "2026-01-01T00:00:00Z"
      }
      expr = user.mfa || true
    }
    approval {
      by    = ["user:Ana"]
      count = 2
    }
  }
  path "mcp/bank/refund" {
    capabilities = ["invoke"]
    approval {
      by = ["group:stafff"]
    }
  }
}
