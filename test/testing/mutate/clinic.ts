// A policy with something of everything that mutants change.

export const CLINIC = `policy "ward" {
  path "records/+/chart" {
    capabilities = ["read", "list"]
    when {
      time { zone = "Europe/Berlin"  days = ["mon-fri"]  hours = ["08:00-18:00"] }
      location { cidrs = ["10.0.0.0/8"]  countries = ["DE", "FR"] }
      expr = context.risk <= 50 && !context.locked
    }
  }
  path "records/archive/*" {
    capabilities = ["read"]
    max_ttl      = "10m"
    approval {
      by     = ["group:heads", "user:carol"]
      within = "1h"
      count  = 2
      self   = false
    }
  }
  path "records/sealed" { capabilities = ["deny"] }
  path "doses/plan" {
    capabilities       = ["update"]
    denied_parameters  = { "force" = [true] }
    allowed_parameters = { "*" = [], "unit" = ["mg", "ml"] }
  }
  path "mcp/doses/order" {
    capabilities = ["invoke"]
    parameters {
      amount = number(min: 0.5, below: 10)
      note   = optional(string(max_length: 80))
      kind   = ["oral", "drip"]
    }
    when { purpose = ["care", "audit"] }
  }
}
condition "calm" { expr = context.a == 1 || context.b != 2 }
guardrail "night" {
  enforcement = "hard-mandatory"
  on      { paths = ["records/*"]  capabilities = ["read"] }
  require { expr = condition.calm }
}
guardrail "watched" {
  enforcement = "soft-mandatory"
  forbid { expr = context.alarm }
  approval { by = ["group:heads"] }
}
agent_type "careful" {
  ceiling_policies = ["ward"]
  uses             = 3
}
agent "nurse-bot" {
  type     = "careful"
  policies = ["ward"]
  ceiling {
    policies = ["ward"]
    direct   = false
  }
}
user "alice" { policies = ["ward"] }
scope "charts" { path "records/+/chart" { capabilities = ["read"] } }
scope "doses" { path "doses/*" { capabilities = ["update"] } }
delegation "d" {
  from      = "user:alice"
  to        = "nurse-bot"
  scopes    = ["charts", "doses"]
  purposes  = ["care", "audit"]
  sessions  = ["day", "night"]
  consent   = "explicit"
  max_depth = 1
  expires   = "2027-01-01T00:00:00Z"
}
`;
