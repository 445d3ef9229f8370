# Who is who: an employee, her assistant, and what she can consent to. The consent itself is a fact (facts.json).

tools "workspace" {
  schema = "workspace.tools.json"
}

agent_type "assistant" {
  max_ttl = "15m"
}

# For itself it may do nothing; what it may do for others is office-assistant, at most.
agent "office-assistant" {
  type  = "assistant"
  owner = "group:office-it"
  identity {
    spiffe = "spiffe://corp.example/agent/office-assistant"
  }
  ceiling {
    policies = ["office-assistant"]
  }
  ephemeral {
    max_ttl = "2m"
    uses    = 1
  }
}

group "office-it" {}

group "employees" {
  policies = ["employee"]
}

user "dana" {
  groups = ["employees"]
  attributes = {
    mail_domain = "@corp.example"
  }
}

# With her own hands an employee does whatever the tools do.
policy "employee" {
  path "mcp/workspace/+" {
    capabilities = ["invoke"]
  }
}

delegation "dana-office" {
  from     = "user:dana"
  to       = "office-assistant"
  scopes   = ["office-mail", "office-calendar", "office-drive"]
  purposes = ["office-work"]
  consent  = "explicit"
  expires  = "2036-01-01T00:00:00Z"
}

scope "office-mail" {
  path "mcp/workspace/send_email" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/delete_email" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/get_unread_emails" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/get_sent_emails" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/get_received_emails" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/get_draft_emails" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/search_emails" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/search_contacts_by_name" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/search_contacts_by_email" {
    capabilities = ["invoke"]
  }
}

scope "office-calendar" {
  path "mcp/workspace/get_current_day" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/search_calendar_events" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/get_day_calendar_events" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/create_calendar_event" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/cancel_calendar_event" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/reschedule_calendar_event" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/add_calendar_event_participants" {
    capabilities = ["invoke"]
  }
}

scope "office-drive" {
  path "mcp/workspace/list_files" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/search_files" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/search_files_by_filename" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/get_file_by_id" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/create_file" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/append_to_file" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/delete_file" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/share_file" {
    capabilities = ["invoke"]
  }
}
