# Three agents in a row. The orchestrator plans, the researcher reads, the writer writes: each may do its own part, each may hand on only what
# it has, to those it names, and nobody further down can do more than anybody further up.

tools "archive" {
  schema = "archive.tools.json"
}

agent "orchestrator" {
  owner    = "group:newsroom-systems"
  policies = ["orchestrating"]
  # A chain is bound by the ceiling of each of its agents, so the first one's holds what the last one is to do.
  ceiling {
    policies = ["orchestrating", "researching", "writing"]
  }
  ephemeral {
    max_ttl = "15m"
  }
}

agent "researcher" {
  owner    = "group:newsroom-systems"
  policies = ["researching", "asking-the-writer"]
  ceiling {
    policies = ["researching", "asking-the-writer", "writing"]
  }
  ephemeral {
    max_ttl = "15m"
  }
}

# Without a ceiling block its policies are its ceiling.
agent "writer" {
  owner    = "group:newsroom-systems"
  policies = ["writing"]
  ephemeral {
    max_ttl = "15m"
  }
}

group "newsroom-systems" {}

# `invoke` calls an agent; `delegate` lets it act in one's place. Either alone is of use: a call without authority, an authority without a call.
policy "orchestrating" {
  path "agents/researcher" {
    capabilities = ["delegate", "invoke"]
  }
  path "agents/writer" {
    capabilities = ["delegate", "invoke"]
  }
}

policy "researching" {
  path "mcp/archive/search" {
    capabilities = ["invoke"]
  }
  path "mcp/archive/read_page" {
    capabilities = ["invoke"]
  }
}

policy "asking-the-writer" {
  path "agents/writer" {
    capabilities = ["delegate", "invoke"]
  }
}

policy "writing" {
  path "mcp/archive/read_page" {
    capabilities = ["invoke"]
  }
  path "mcp/archive/write_section" {
    capabilities = ["invoke"]
    parameters {
      draft = string(matches: "[a-z0-9-]{1,64}")
      text  = string(max_length: 20000)
    }
  }
}

group "editors" {
  policies = ["editor"]
}

user "sven" {
  groups = ["editors"]
}

user "tove" {
  groups = ["editors"]
}

policy "editor" {
  path "mcp/archive/+" {
    capabilities = ["invoke"]
  }
  path "agents/+" {
    capabilities = ["invoke"]
  }
}

scope "research" {
  path "mcp/archive/search" {
    capabilities = ["invoke"]
  }
  path "mcp/archive/read_page" {
    capabilities = ["invoke"]
  }
  path "agents/+" {
    capabilities = ["invoke"]
  }
}

scope "write" {
  path "mcp/archive/write_section" {
    capabilities = ["invoke"]
  }
}

# From a person to the first agent: two more may follow it, for Sven; none, for Tove.
delegation "sven-newsroom" {
  from      = "user:sven"
  to        = "orchestrator"
  scopes    = ["research", "write"]
  purposes  = ["article", "newsletter"]
  consent   = "explicit"
  max_depth = 2
  expires   = "2036-01-01T00:00:00Z"
}

delegation "tove-newsroom" {
  from    = "user:tove"
  to      = "orchestrator"
  scopes  = ["research", "write"]
  consent = "explicit"
  expires = "2036-01-01T00:00:00Z"
}

# From agent to agent, by those who run them. Each is cut to what came before it: purposes and depth as well as scopes.
delegation "to-researcher" {
  from      = "agent:orchestrator"
  to        = "researcher"
  scopes    = ["research", "write"]
  purposes  = ["article"]
  consent   = "implied"
  max_depth = 1
  expires   = "2036-01-01T00:00:00Z"
}

delegation "to-writer" {
  from    = "agent:researcher"
  to      = "writer"
  scopes  = ["write"]
  consent = "implied"
  expires = "2036-01-01T00:00:00Z"
}

delegation "straight-to-writer" {
  from      = "agent:orchestrator"
  to        = "writer"
  scopes    = ["write"]
  consent   = "implied"
  max_depth = 1 # polc:ignore unusable-depth -- what the writer may not hand on is shown by it: back-to-researcher is within the depth, and refused
  expires   = "2036-01-01T00:00:00Z"
}

# Written down, but the writer's own policies let it hand nothing on.
delegation "back-to-researcher" {
  from    = "agent:writer"
  to      = "researcher"
  scopes  = ["research", "write"]
  consent = "implied"
  expires = "2036-01-01T00:00:00Z"
}
