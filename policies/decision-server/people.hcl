# Who holds them, where people and agents come with keys of their own.

group "polc-operators" {
  policies = ["polc-admin"]
}

group "polc-gateways" {
  policies = ["polc-enforcement-point"]
}

group "polc-auditors" {
  policies = ["polc-auditor"]
}

group "everybody" {
  policies = ["polc-person"]
}

agent "polc-example-agent" {
  owner    = "group:polc-operators"
  policies = ["polc-agent"]
  ephemeral {
    max_ttl = "5m"
  }
}
