// One set of rules, in polc and in Cerbos, and the request that both are asked.

export const POLICIES = `
policy "enforcement" {
  path "polc/decide/users/+" { capabilities = ["update"] }
  path "polc/decide/context" { capabilities = ["update"] }
}
schema { operations = { write = "update" } }
user "alice" { policies = ["staff"] }
policy "staff" {
  path "record/+" {
    capabilities = ["read"]
    when { expr = target.status == "active" }
  }
  path "record/+" {
    capabilities = ["update"]
    when { expr = user.role == "admin" }
  }
}
`;

export const CERBOS_POLICY = `
apiVersion: api.cerbos.dev/v1
resourcePolicy:
  version: default
  resource: record
  rules:
    - actions: ["read"]
      effect: EFFECT_ALLOW
      roles: ["user"]
      condition:
        match:
          expr: R.attr.status == "active"
    - actions: ["write"]
      effect: EFFECT_ALLOW
      roles: ["user"]
      condition:
        match:
          expr: P.attr.role == "admin"
`;

export const REQUEST = {
  subject: { type: 'user', id: 'alice', properties: { role: 'viewer', 'cerbos.roles': ['user'] } },
  action: { name: 'read' },
  resource: { type: 'record', id: 'record-1', properties: { status: 'active' } },
};
