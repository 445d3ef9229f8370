# What the two policies promise: a job sees its own, and the service that starts it never sees a secret id in the clear.

test "a job looks after its own token, and no other" {
  for_each = {
    "looks at it" = {
      operation = "read"
      path      = "auth/token/lookup-self"
      outcome   = "allowed"
    }
    "renews it" = {
      operation = "update"
      path      = "auth/token/renew-self"
      outcome   = "allowed"
    }
    "gives it back" = {
      operation = "update"
      path      = "auth/token/revoke-self"
      outcome   = "allowed"
    }
    "not looks at any" = {
      operation = "update"
      path      = "auth/token/lookup"
      outcome   = "no_matching_rule"
    }
    "not revokes any" = {
      operation = "update"
      path      = "auth/token/revoke"
      outcome   = "no_matching_rule"
    }
    "not makes any" = {
      operation = "create"
      path      = "auth/token/create"
      outcome   = "no_matching_rule"
    }
    "not writes there" = {
      operation = "update"
      path      = "auth/token/lookup-self"
      outcome   = "capability_missing"
    }
    "not reads there" = {
      operation = "read"
      path      = "auth/token/renew-self"
      outcome   = "capability_missing"
    }
    "nor there" = {
      operation = "delete"
      path      = "auth/token/revoke-self"
      outcome   = "capability_missing"
    }
  }
  request {
    policies  = ["ci-runner"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a job reads the build secrets of any project, and of no project anything else" {
  for_each = {
    "a build secret" = {
      operation = "read"
      path      = "secret/data/ci/webshop/build/npm"
      outcome   = "allowed"
    }
    "one further down" = {
      operation = "read"
      path      = "secret/data/ci/billing/build/npm/token"
      outcome   = "allowed"
    }
    "not changed" = {
      operation = "update"
      path      = "secret/data/ci/webshop/build/npm"
      outcome   = "capability_missing"
    }
    "not listed as a value" = {
      operation = "list"
      path      = "secret/data/ci/webshop/build/"
      outcome   = "capability_missing"
    }
    "its names" = {
      operation = "list"
      path      = "secret/metadata/ci/webshop/build/"
      outcome   = "allowed"
    }
    "its history" = {
      operation = "read"
      path      = "secret/metadata/ci/webshop/build/"
      outcome   = "capability_missing"
    }
    "names further down" = {
      operation = "list"
      path      = "secret/metadata/ci/webshop/build/npm/"
      outcome   = "no_matching_rule"
    }
    "the deploy folder" = {
      operation = "read"
      path      = "secret/data/ci/webshop/deploy/prod-key"
      outcome   = "no_matching_rule"
    }
    "two segments" = {
      operation = "read"
      path      = "secret/data/ci/webshop/eu/build/npm"
      outcome   = "no_matching_rule"
    }
    "no project" = {
      operation = "read"
      path      = "secret/data/ci/build/npm"
      outcome   = "no_matching_rule"
    }
    "the projects' names" = {
      operation = "list"
      path      = "secret/metadata/ci/"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["ci-runner"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a certificate is short-lived, of a job's own domain, and in one of two formats" {
  matrix {
    ttl    = ["15m", "30m", "1h"]
    format = ["pem", "pem_bundle"]
  }
  request {
    policies  = ["ci-runner"]
    operation = "update"
    path      = "pki/issue/ci-runner"
    parameters = {
      common_name = "job-17.ci.example.com"
      ttl         = "${each.ttl}"
      format      = "${each.format}"
    }
  }
  expect {
    decision = "allow"
  }
}

test "a certificate of any other kind is not issued" {
  for_each = {
    "without a name" = {
      parameters = {
        ttl = "30m"
      }
      outcome = "parameter_missing"
    }
    "without an end" = {
      parameters = {
        common_name = "job-17.ci.example.com"
      }
      outcome = "parameter_missing"
    }
    "of another domain" = {
      parameters = {
        common_name = "www.example.com"
        ttl         = "30m"
      }
      outcome = "parameter_not_allowed"
    }
    "of the domain itself" = {
      parameters = {
        common_name = "ci.example.com"
        ttl         = "30m"
      }
      outcome = "parameter_not_allowed"
    }
    "for a day" = {
      parameters = {
        common_name = "job-17.ci.example.com"
        ttl         = "24h"
      }
      outcome = "parameter_not_allowed"
    }
    "ending by a number" = {
      parameters = {
        common_name = "job-17.ci.example.com"
        ttl         = 1800
      }
      outcome = "parameter_not_allowed"
    }
    "in another format" = {
      parameters = {
        common_name = "job-17.ci.example.com"
        ttl         = "30m"
        format      = "der"
      }
      outcome = "parameter_not_allowed"
    }
    "for other names too" = {
      parameters = {
        common_name = "job-17.ci.example.com"
        ttl         = "30m"
        alt_names   = "www.example.com"
      }
      outcome = "parameter_not_allowed"
    }
  }
  request {
    policies   = ["ci-runner"]
    operation  = "update"
    path       = "pki/issue/ci-runner"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "certificates are issued, and that is all of that mount" {
  for_each = {
    "read of the role" = {
      operation = "read"
      path      = "pki/issue/ci-runner"
      outcome   = "capability_missing"
    }
    "create of the role" = {
      operation = "create"
      path      = "pki/issue/ci-runner"
      outcome   = "capability_missing"
    }
    "another role" = {
      operation = "update"
      path      = "pki/issue/ci-runner-admin"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["ci-runner"]
    operation = "${each.operation}"
    path      = "${each.path}"
    parameters = {
      common_name = "job-17.ci.example.com"
      ttl         = "30m"
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the orchestrator gets a secret id only wrapped, for ten seconds to two minutes" {
  for_each = {
    "for a minute" = {
      wrap    = "60s"
      outcome = "allowed"
    }
    "for two, to the second" = {
      wrap    = "120s"
      outcome = "allowed"
    }
    "for ten seconds" = {
      wrap    = 10
      outcome = "allowed"
    }
    "for a second more" = {
      wrap    = "121s"
      outcome = "wrapping"
    }
    "for less than ten" = {
      wrap    = "9s"
      outcome = "wrapping"
    }
    "wrapped for no time" = {
      wrap    = 0
      outcome = "wrapping"
    }
    "not asked for, not given" = {
      wrap    = "${null}"
      outcome = "wrapping"
    }
  }
  request {
    policies  = ["ci-orchestrator"]
    operation = "update"
    path      = "auth/approle/role/ci-runner/secret-id"
    wrap_ttl  = "${each.wrap}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "with a secret id go the job's own metadata and ten minutes, and no list of addresses" {
  for_each = {
    "metadata" = {
      parameters = {
        metadata = "job=17"
      }
      outcome = "allowed"
    }
    "ten minutes" = {
      parameters = {
        ttl = "10m"
      }
      outcome = "allowed"
    }
    "an hour" = {
      parameters = {
        ttl = "1h"
      }
      outcome = "parameter_not_allowed"
    }
    "list of addresses" = {
      parameters = {
        cidr_list = "0.0.0.0/0"
      }
      outcome = "parameter_not_allowed"
    }
  }
  request {
    policies   = ["ci-orchestrator"]
    operation  = "update"
    path       = "auth/approle/role/ci-runner/secret-id"
    parameters = "${each.parameters}"
    wrap_ttl   = "60s"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the role id is no secret, and nothing else of the role is open" {
  for_each = {
    "the role id" = {
      operation = "read"
      path      = "auth/approle/role/ci-runner/role-id"
      outcome   = "allowed"
    }
    "another role id set" = {
      operation = "update"
      path      = "auth/approle/role/ci-runner/role-id"
      outcome   = "capability_missing"
    }
    "secret ids listed" = {
      operation = "list"
      path      = "auth/approle/role/ci-runner/secret-id"
      outcome   = "capability_missing"
    }
    "a secret id read" = {
      operation = "read"
      path      = "auth/approle/role/ci-runner/secret-id"
      outcome   = "capability_missing"
    }
    "the role itself" = {
      operation = "read"
      path      = "auth/approle/role/ci-runner"
      outcome   = "no_matching_rule"
    }
    "another role's" = {
      operation = "update"
      path      = "auth/approle/role/deploy/secret-id"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["ci-orchestrator"]
    operation = "${each.operation}"
    path      = "${each.path}"
    wrap_ttl  = "60s"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "ci-orchestrator: nothing but update where it says so" {
  matrix {
    operation = ["create", "read", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["auth/approle/role/ci-runner/secret-id"]
  }
  request {
    policies  = ["ci-orchestrator"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "ci-orchestrator: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["auth/approle/role/ci-runner/role-id"]
  }
  request {
    policies  = ["ci-orchestrator"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "ci-orchestrator: a longer name is another thing" {
  matrix {
    path = ["auth/approle/role/ci-runner/secret-id-2", "auth/approle/role/ci-runner/role-id-2"]
  }
  request {
    policies  = ["ci-orchestrator"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "ci-runner: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["auth/token/lookup-self", "secret/data/ci/x/build/x"]
  }
  request {
    policies  = ["ci-runner"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "ci-runner: nothing but update where it says so" {
  matrix {
    operation = ["create", "read", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["auth/token/renew-self", "auth/token/revoke-self", "pki/issue/ci-runner"]
  }
  request {
    policies  = ["ci-runner"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "ci-runner: nothing but list where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["secret/metadata/ci/x/build/"]
  }
  request {
    policies  = ["ci-runner"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "ci-runner: a longer name is another thing" {
  matrix {
    path = [
      "auth/token/lookup-self-2",
      "auth/token/renew-self-2",
      "auth/token/revoke-self-2",
      "pki/issue/ci-runner-2",
    ]
  }
  request {
    policies  = ["ci-runner"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}
