# What the two policies promise, each by itself and held together.

test "the user encrypts and decrypts with the keys it was given, one message or many" {
  for_each = {
    "encrypts one" = {
      path = "transit/encrypt/orders"
      parameters = {
        plaintext = "aGVsbG8="
      }
    }
    "encrypts many" = {
      path = "transit/encrypt/orders"
      parameters = {
        batch_input = [{ plaintext = "aGVsbG8=" }]
      }
    }
    "encrypts bound to data" = {
      path = "transit/encrypt/orders"
      parameters = {
        plaintext       = "aGVsbG8="
        associated_data = "b3JkZXI="
      }
    }
    "decrypts one" = {
      path = "transit/decrypt/orders"
      parameters = {
        ciphertext = "vault:v1:abc"
      }
    }
    "decrypts many" = {
      path = "transit/decrypt/orders"
      parameters = {
        batch_input = [{ ciphertext = "vault:v1:abc" }]
      }
    }
    "decrypts bound to data" = {
      path = "transit/decrypt/orders"
      parameters = {
        ciphertext      = "vault:v1:abc"
        associated_data = "b3JkZXI="
      }
    }
    "writes an audit line" = {
      path = "transit/encrypt/audit"
      parameters = {
        plaintext = "aGVsbG8="
      }
    }
    "writes many of them" = {
      path = "transit/encrypt/audit"
      parameters = {
        batch_input = [{ plaintext = "aGVsbG8=" }]
      }
    }
  }
  request {
    policies   = ["transit-user"]
    operation  = "update"
    path       = "${each.path}"
    parameters = "${each.parameters}"
  }
  expect {
    decision = "allow"
    policy   = "transit-user"
    path     = "${each.path}"
  }
}

test "no parameter but those of a message gets through" {
  for_each = {
    "an old key" = {
      path = "transit/encrypt/orders"
      parameters = {
        plaintext   = "aGVsbG8="
        key_version = 1
      }
    }
    "the way back" = {
      path = "transit/encrypt/orders"
      parameters = {
        ciphertext = "vault:v1:abc"
      }
    }
    "the way there" = {
      path = "transit/decrypt/orders"
      parameters = {
        plaintext = "aGVsbG8="
      }
    }
    "a nonce" = {
      path = "transit/decrypt/orders"
      parameters = {
        ciphertext = "vault:v1:abc"
        nonce      = "AA=="
      }
    }
    "bound data of an audit" = {
      path = "transit/encrypt/audit"
      parameters = {
        plaintext       = "aGVsbG8="
        associated_data = "b3JkZXI="
      }
    }
  }
  request {
    policies   = ["transit-user"]
    operation  = "update"
    path       = "${each.path}"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "parameter_not_allowed"
  }
}

# With create Vault would make an unknown key on the spot.
test "the user makes no keys, reads none, and deletes none" {
  matrix {
    operation = ["create", "read", "delete", "list"]
    path      = ["transit/encrypt/orders", "transit/decrypt/orders", "transit/encrypt/audit"]
  }
  request {
    policies  = ["transit-user"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "the audit key works one way, and no other key or path is named" {
  matrix {
    path = [
      "transit/decrypt/audit",
      "transit/encrypt/others",
      "transit/encrypt/orders/",
      "transit/keys/orders",
      "transit/rewrap/orders",
    ]
  }
  request {
    policies  = ["transit-user"]
    operation = "update"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "each entity has a key of its own, and no other's" {
  for_each = {
    "encrypts with its own" = {
      verb    = "encrypt"
      key     = "7d3f0c1e"
      outcome = "allowed"
    }
    "decrypts with its own" = {
      verb    = "decrypt"
      key     = "7d3f0c1e"
      outcome = "allowed"
    }
    "not encrypts with another's" = {
      verb    = "encrypt"
      key     = "b21a9e44"
      outcome = "no_matching_rule"
    }
    "not decrypts with another's" = {
      verb    = "decrypt"
      key     = "b21a9e44"
      outcome = "no_matching_rule"
    }
  }
  request {
    policies  = ["transit-user"]
    operation = "update"
    path      = "transit/${each.verb}/entity-${each.key}"
    parameters = {
      plaintext = "aGVsbG8="
    }
    identity = {
      entity = {
        id   = "7d3f0c1e"
        name = "alice"
      }
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "on the key of one's own nothing but use is granted" {
  matrix {
    verb      = ["encrypt", "decrypt"]
    operation = ["create", "read", "delete"]
  }
  request {
    policies  = ["transit-user"]
    operation = "${each.operation}"
    path      = "transit/${each.verb}/entity-7d3f0c1e"
    identity = {
      entity = {
        id = "7d3f0c1e"
      }
    }
  }
  expect {
    outcome = "capability_missing"
  }
}

test "without an identity the stanzas of entities are dropped" {
  matrix {
    path = ["transit/encrypt/entity-", "transit/decrypt/entity-"]
  }
  request {
    policies  = ["transit-user"]
    operation = "update"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "no key leaves, also not for those who hold the broad policy as well" {
  for_each = {
    user = {
      policies = ["transit-user"]
    }
    both = {
      policies = ["transit-operator", "transit-user"]
    }
  }
  request {
    policies  = "${each.policies}"
    operation = "read"
    path      = "transit/export/encryption-key/orders"
  }
  expect {
    outcome = "explicit_deny"
    policy  = "transit-user"
    path    = "transit/export/*"
  }
}

test "the operator runs the mount" {
  matrix {
    operation = ["create", "read", "update", "list"]
    path = [
      "transit/cache-config",
      "transit/export/encryption-key/orders",
      "transit/keys/orders/rotate",
    ]
  }
  request {
    policies  = ["transit-operator"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    decision = "allow"
    path     = "transit/*"
  }
}

test "of the mount the operator deletes keys, and nothing else" {
  for_each = {
    "a key" = {
      path    = "transit/keys/orders"
      outcome = "allowed"
    }
    "what is below one" = {
      path    = "transit/keys/orders/config"
      outcome = "capability_missing"
    }
    "another thing" = {
      path    = "transit/cache-config"
      outcome = "capability_missing"
    }
    "another mount" = {
      path    = "transits/keys/orders"
      outcome = "no_matching_rule"
    }
  }
  request {
    policies  = ["transit-operator"]
    operation = "delete"
    path      = "${each.path}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

# The narrower stanza wins whole.
test "a key is the operator's to make, read and update, but not to list" {
  for_each = {
    make = {
      operation = "create"
      outcome   = "allowed"
    }
    read = {
      operation = "read"
      outcome   = "allowed"
    }
    update = {
      operation = "update"
      outcome   = "allowed"
    }
    list = {
      operation = "list"
      outcome   = "capability_missing"
    }
  }
  request {
    policies  = ["transit-operator"]
    operation = "${each.operation}"
    path      = "transit/keys/orders"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "held together, a message takes only the user's parameters" {
  for_each = {
    "a message" = {
      parameters = {
        plaintext = "aGVsbG8="
      }
      outcome = "allowed"
    }
    "an old key" = {
      parameters = {
        plaintext   = "aGVsbG8="
        key_version = 1
      }
      outcome = "parameter_not_allowed"
    }
  }
  request {
    policies   = ["transit-operator", "transit-user"]
    operation  = "update"
    path       = "transit/encrypt/orders"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "transit-operator: nothing but create, read, update and list where it says these" {
  matrix {
    operation = ["patch", "delete", "invoke", "delegate"]
    path      = ["transit/x"]
  }
  request {
    policies  = ["transit-operator"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "transit-operator: nothing but create, read, update and delete where it says these" {
  matrix {
    operation = ["patch", "list", "invoke", "delegate"]
    path      = ["transit/keys/x"]
  }
  request {
    policies  = ["transit-operator"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "transit-user: nothing but update where it says so" {
  matrix {
    operation = ["create", "read", "patch", "delete", "list", "invoke", "delegate"]
    path      = ["transit/encrypt/orders", "transit/decrypt/orders", "transit/encrypt/audit"]
  }
  request {
    policies  = ["transit-user"]
    operation = "${each.operation}"
    path      = "${each.path}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "transit-user: a longer name is another thing" {
  matrix {
    path = ["transit/encrypt/orders-2", "transit/decrypt/orders-2", "transit/encrypt/audit-2"]
  }
  request {
    policies  = ["transit-user"]
    operation = "read"
    path      = "${each.path}"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "on the key of one's own nothing is listed or called, and a longer name is another key" {
  for_each = [
    {
      operation = "list"
      path      = "transit/encrypt/entity-7d3f0c1e"
      outcome   = "capability_missing"
    },
    {
      operation = "invoke"
      path      = "transit/encrypt/entity-7d3f0c1e"
      outcome   = "capability_missing"
    },
    {
      operation = "list"
      path      = "transit/decrypt/entity-7d3f0c1e"
      outcome   = "capability_missing"
    },
    {
      operation = "invoke"
      path      = "transit/decrypt/entity-7d3f0c1e"
      outcome   = "capability_missing"
    },
    {
      operation = "update"
      path      = "transit/encrypt/entity-7d3f0c1e2"
      outcome   = "no_matching_rule"
    },
    {
      operation = "update"
      path      = "transit/decrypt/entity-7d3f0c1e2"
      outcome   = "no_matching_rule"
    },
  ]
  request {
    policies  = ["transit-user"]
    operation = "${each.operation}"
    path      = "${each.path}"
    identity = {
      entity = {
        id = "7d3f0c1e"
      }
    }
  }
  expect {
    outcome = "${each.outcome}"
  }
}
