# What the two policies promise: who owns the payments team's secrets, and who uses them.

test "owners do everything with the values, but not list them" {
  for_each = {
    make = {
      operation = "create"
      outcome   = "allowed"
    }
    read = {
      operation = "read"
      outcome   = "allowed"
    }
    change = {
      operation = "update"
      outcome   = "allowed"
    }
    patch = {
      operation = "patch"
      outcome   = "allowed"
    }
    "mark gone" = {
      operation = "delete"
      outcome   = "allowed"
    }
    list = {
      operation = "list"
      outcome   = "capability_missing"
    }
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "kv/data/payments/db/main"
  }
  expect {
    outcome = "${each.outcome}"
    path    = "kv/data/payments/*"
  }
}

test "owners see and settle names, versions and settings" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "list"]
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "kv/metadata/payments/db"
  }
  expect {
    decision = "allow"
    path     = "kv/metadata/payments/*"
  }
}

test "the keys of a secret are there to be read" {
  for_each = {
    read = {
      operation = "read"
      outcome   = "allowed"
    }
    update = {
      operation = "update"
      outcome   = "capability_missing"
    }
    list = {
      operation = "list"
      outcome   = "capability_missing"
    }
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "kv/subkeys/payments/db"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

# The version numbers stand in the request's body, so these are updates.
test "versions are deleted, brought back and destroyed by updates alone" {
  for_each = [
    { verb = "delete", operation = "update", outcome = "allowed" },
    { verb = "undelete", operation = "update", outcome = "allowed" },
    { verb = "destroy", operation = "update", outcome = "allowed" },
    { verb = "delete", operation = "delete", outcome = "capability_missing" },
    { verb = "undelete", operation = "create", outcome = "capability_missing" },
    { verb = "destroy", operation = "delete", outcome = "capability_missing" },
  ]
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "kv/${each.verb}/payments/db"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "owners find the way from the top, and go no other" {
  for_each = {
    "the top" = {
      operation = "list"
      path      = "kv/metadata/"
      outcome   = "allowed"
    }
    "the top, read" = {
      operation = "read"
      path      = "kv/metadata/"
      outcome   = "capability_missing"
    }
    "another team's list" = {
      operation = "list"
      path      = "kv/metadata/orders/"
      outcome   = "no_matching_rule"
    }
    "another team's" = {
      operation = "read"
      path      = "kv/data/orders/db"
      outcome   = "no_matching_rule"
    }
    "the folder itself" = {
      operation = "read"
      path      = "kv/data/payments"
      outcome   = "no_matching_rule"
    }
    "as typed" = {
      operation = "read"
      path      = "kv/payments/db"
      outcome   = "no_matching_rule"
    }
    "another's versions" = {
      operation = "update"
      path      = "kv/destroy/orders/db"
      outcome   = "no_matching_rule"
    }
    "another's deleted" = {
      operation = "update"
      path      = "kv/delete/orders/db"
      outcome   = "no_matching_rule"
    }
    "another's undeleted" = {
      operation = "update"
      path      = "kv/undelete/orders/db"
      outcome   = "no_matching_rule"
    }
    "another's keys" = {
      operation = "read"
      path      = "kv/subkeys/orders/db"
      outcome   = "no_matching_rule"
    }
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "users read values and list names, and change neither" {
  for_each = [
    { operation = "read", path = "kv/data/payments/db", outcome = "allowed" },
    { operation = "list", path = "kv/metadata/payments/", outcome = "allowed" },
    { operation = "create", path = "kv/data/payments/db", outcome = "capability_missing" },
    { operation = "update", path = "kv/data/payments/db", outcome = "capability_missing" },
    { operation = "patch", path = "kv/data/payments/db", outcome = "capability_missing" },
    { operation = "delete", path = "kv/data/payments/db", outcome = "capability_missing" },
    { operation = "list", path = "kv/data/payments/", outcome = "capability_missing" },
    { operation = "read", path = "kv/metadata/payments/db", outcome = "capability_missing" },
    { operation = "delete", path = "kv/metadata/payments/db", outcome = "capability_missing" },
    { operation = "update", path = "kv/destroy/payments/db", outcome = "no_matching_rule" },
    { operation = "read", path = "kv/data/orders/db", outcome = "no_matching_rule" },
    { operation = "list", path = "kv/metadata/", outcome = "no_matching_rule" },
  ]
  request {
    policies  = ["payments-reader"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "what is kept for emergencies is closed to users, names included, whatever else they hold" {
  matrix {
    policies = [
      ["payments-reader"],
      ["payments-reader", "payments-admin"],
      ["payments-admin", "payments-reader"],
    ]
  }
  request {
    policies  = "${each.policies}"
    operation = "read"
    path      = "kv/data/payments/break-glass/root"
  }
  expect {
    outcome = "explicit_deny"
    policy  = "payments-reader"
    path    = "kv/data/payments/break-glass/*"
  }
}

test "nor are its names listed, with the slash or without" {
  matrix {
    policies = [["payments-reader"], ["payments-reader", "payments-admin"]]
    path     = ["kv/metadata/payments/break-glass/", "kv/metadata/payments/break-glass/root/"]
  }
  request {
    policies  = "${each.policies}"
    operation = "list"
    path      = "${each.path}"
  }
  expect {
    outcome = "explicit_deny"
  }
}

test "for owners it is a folder like others" {
  matrix {
    path = ["kv/data/payments/break-glass/root", "kv/metadata/payments/break-glass/root"]
  }
  request {
    policies  = ["payments-admin"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    decision = "allow"
  }
}

test "payments-admin: nothing but create, read, update, patch and delete where it says these" {
  matrix {
    operation = ["list", "invoke", "delegate"]
    path      = ["kv/data/payments/x"]
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "payments-admin: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["kv/subkeys/payments/x"]
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "payments-admin: nothing but create, read, update, patch, delete and list where it says these" {
  matrix {
    operation = ["invoke", "delegate"]
    path      = ["kv/metadata/payments/x"]
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "payments-admin: nothing but update where it says so" {
  matrix {
    operation = ["create", "read", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["kv/delete/payments/x", "kv/undelete/payments/x", "kv/destroy/payments/x"]
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "payments-admin: nothing but list where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["kv/metadata/"]
  }
  request {
    policies  = ["payments-admin"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "payments-reader: nothing but read where it says so" {
  matrix {
    operation = ["create", "update", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["kv/data/payments/x"]
  }
  request {
    policies  = ["payments-reader"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "payments-reader: nothing but list where it says so" {
  matrix {
    operation = ["create", "read", "update", "patch", "delete", "invoke", "delegate"]
    path      = ["kv/metadata/payments/x"]
  }
  request {
    policies  = ["payments-reader"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}
