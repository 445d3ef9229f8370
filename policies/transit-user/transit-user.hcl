# A service that encrypts and decrypts with keys it never holds: two keys by name, and one for each entity.

# Without `create` an unknown key name is refused; with it Vault would make the key on the spot. The parameters are those of one message, or of
# many at once in batch_input, a list of objects: Vault looks at the names on the top level only, so what is inside it is not bounded here.
path "transit/encrypt/orders" {
  capabilities = ["update"]
  allowed_parameters = {
    "plaintext"       = []
    "associated_data" = []
    "batch_input"     = []
  }
}

path "transit/decrypt/orders" {
  capabilities = ["update"]
  allowed_parameters = {
    "ciphertext"      = []
    "associated_data" = []
    "batch_input"     = []
  }
}

# What this service writes here only the auditors read: it encrypts, and decrypts nothing.
path "transit/encrypt/audit" {
  capabilities = ["update"]
  allowed_parameters = {
    "plaintext"   = []
    "batch_input" = []
  }
}

# One key an entity. Vault fills in the id of whoever asks; where there is none the stanza is dropped, and so is the grant. An id is given once
# and kept; a name or metadata can be changed, and then opens another key.
path "transit/encrypt/entity-{{identity.entity.id}}" {
  capabilities = ["update"]
}

path "transit/decrypt/entity-{{identity.entity.id}}" {
  capabilities = ["update"]
}

# No key ever leaves. Nothing above grants it; the deny is for those who also hold a broader policy, such as transit-operator. It does not hold
# against one that names a longer path, "transit/export/encryption-key/orders".
path "transit/export/*" {
  capabilities = ["deny"]
}
