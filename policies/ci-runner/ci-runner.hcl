# A build job, for as long as it runs. It logs in at auth/approle/login with a role id and a secret id: that endpoint asks for no token, so no
# policy has to grant it, and none can refuse it. What follows is what the job may do with the token it gets.

# Its own token, no other: the endpoints whose names end in -self.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}

path "auth/token/revoke-self" {
  capabilities = ["update"]
}

# `+` stands for one whole segment: the build secrets of any project, and nothing of its deploy/ folder beside them. A `*` in its place would be
# an ordinary character, and "secret/data/ci/*" would open every folder.
path "secret/data/ci/+/build/*" {
  capabilities = ["read"]
}

path "secret/metadata/ci/+/build/" {
  capabilities = ["list"]
}

# A short-lived certificate. Allowed says what may be sent, required what must: both are needed, or a job that leaves `ttl` out gets the role's
# default. A value with a star in front is a suffix. alt_names stays out: it is a comma-joined list, and a suffix looks only at its end.
path "pki/issue/ci-runner" {
  capabilities        = ["update"]
  required_parameters = ["common_name", "ttl"]
  allowed_parameters = {
    "common_name" = ["*.ci.example.com"]
    "ttl"         = ["15m", "30m", "1h"]
    "format"      = ["pem", "pem_bundle"]
  }
}
