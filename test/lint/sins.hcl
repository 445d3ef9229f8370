# Every lint rule finds something here.

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
