# The ceiling of an office assistant: what it may do, at most, for the employee it acts for, with the tools of workspace.tools.json.
#
# Reading is free. What stays in the employee's own calendar and drive is free, within the shapes of such things. What leaves (a message, an
# invitation, a share) is free to colleagues and asks the employee about everybody else. What cannot be undone always asks.
#
# Colleagues are those at `user.mail_domain`, "@corp.example" say, which the registry knows of the employee. Without one there are no colleagues.

condition "only_colleagues" {
  expr = startswith(user.mail_domain, "@") && length(parameters.participants) > 0 && all(p, parameters.participants, endswith(lower(p), user.mail_domain))
}

policy "office-assistant" {
  # Reading: mail, address book, calendar, drive.
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
  path "mcp/workspace/get_current_day" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/search_calendar_events" {
    capabilities = ["invoke"]
  }
  path "mcp/workspace/get_day_calendar_events" {
    capabilities = ["invoke"]
  }
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

  # The employee's own calendar. An event with nobody else in it tells nobody.
  path "mcp/workspace/create_calendar_event" {
    capabilities = ["invoke"]
    parameters {
      title        = string(min_length: 1, max_length: 200)
      start_time   = string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")
      end_time     = string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")
      description  = optional(string(max_length: 4000))
      location     = optional(nullable(string(max_length: 200)))
      participants = optional(nullable(list(max_items: 0)))
    }
  }
  path "mcp/workspace/create_calendar_event" {
    capabilities = ["invoke"]
    parameters {
      title        = string(min_length: 1, max_length: 200)
      start_time   = string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")
      end_time     = string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")
      description  = optional(string(max_length: 4000))
      location     = optional(nullable(string(max_length: 200)))
      participants = list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), min_items: 1, max_items: 50)
    }
    when {
      expr = condition.only_colleagues
    }
  }
  path "mcp/workspace/create_calendar_event" {
    capabilities = ["invoke"]
    parameters {
      title        = string(min_length: 1, max_length: 200)
      start_time   = string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")
      end_time     = string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")
      description  = optional(string(max_length: 4000))
      location     = optional(nullable(string(max_length: 200)))
      participants = list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), min_items: 1, max_items: 50)
    }
    approval {
      by     = ["requester"]
      within = "10m"
    }
    reason = "an invitation to people outside asks the employee"
  }
  path "mcp/workspace/add_calendar_event_participants" {
    capabilities = ["invoke"]
    parameters {
      event_id     = string(min_length: 1, max_length: 64)
      participants = list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), min_items: 1, max_items: 50)
    }
    when {
      expr = condition.only_colleagues
    }
  }
  path "mcp/workspace/add_calendar_event_participants" {
    capabilities = ["invoke"]
    parameters {
      event_id     = string(min_length: 1, max_length: 64)
      participants = list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), min_items: 1, max_items: 50)
    }
    approval {
      by     = ["requester"]
      within = "10m"
    }
    reason = "an invitation to people outside asks the employee"
  }

  # What has been moved can be moved back.
  path "mcp/workspace/reschedule_calendar_event" {
    capabilities = ["invoke"]
    parameters {
      event_id       = string(min_length: 1, max_length: 64)
      new_start_time = string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")
      new_end_time   = optional(nullable(string(matches: "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}")))
    }
  }
  path "mcp/workspace/cancel_calendar_event" {
    capabilities = ["invoke"]
    parameters {
      event_id = string(min_length: 1, max_length: 64)
    }
    approval {
      by     = ["requester"]
      within = "10m"
    }
    reason = "everybody is told that the event is off"
  }

  # The employee's own drive: new files, and more text in files. Neither takes anything away.
  path "mcp/workspace/create_file" {
    capabilities = ["invoke"]
    parameters {
      filename = string(matches: "[^/\\\\]{1,200}")
      content  = string(max_length: 50000)
    }
  }
  path "mcp/workspace/append_to_file" {
    capabilities = ["invoke"]
    parameters {
      file_id = string(min_length: 1, max_length: 64)
      content = string(max_length: 50000)
    }
  }
  path "mcp/workspace/delete_file" {
    capabilities = ["invoke"]
    parameters {
      file_id = string(min_length: 1, max_length: 64)
    }
    approval {
      by     = ["requester"]
      within = "10m"
    }
    reason = "a deleted file is gone"
  }
  path "mcp/workspace/share_file" {
    capabilities = ["invoke"]
    parameters {
      file_id    = string(min_length: 1, max_length: 64)
      email      = string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+")
      permission = "r"
    }
    when {
      expr = startswith(user.mail_domain, "@") && endswith(lower(parameters.email), user.mail_domain)
    }
  }
  path "mcp/workspace/share_file" {
    capabilities = ["invoke"]
    parameters {
      file_id    = string(min_length: 1, max_length: 64)
      email      = string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+")
      permission = ["r", "rw"]
    }
    approval {
      by     = ["requester"]
      within = "10m"
    }
    reason = "colleagues may read what is shared; writing, and people outside, ask the employee"
  }

  # Mail in the employee's name. Copies and attachments always ask.
  path "mcp/workspace/send_email" {
    capabilities = ["invoke"]
    parameters {
      recipients  = list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), min_items: 1, max_items: 20)
      cc          = optional(nullable(list(max_items: 0)))
      bcc         = optional(nullable(list(max_items: 0)))
      attachments = optional(nullable(list(max_items: 0)))
      subject     = string(max_length: 200)
      body        = string(max_length: 20000)
    }
    when {
      expr = startswith(user.mail_domain, "@") && all(r, parameters.recipients, endswith(lower(r), user.mail_domain))
    }
  }
  path "mcp/workspace/send_email" {
    capabilities = ["invoke"]
    parameters {
      recipients  = list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), min_items: 1, max_items: 20)
      cc          = optional(nullable(list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), max_items: 20)))
      bcc         = optional(nullable(list(string(matches: "[^@\\s,;<>]+@[^@\\s,;<>]+"), max_items: 20)))
      attachments = optional(nullable(list(object(), max_items: 10)))
      subject     = string(max_length: 200)
      body        = string(max_length: 20000)
    }
    approval {
      by     = ["requester"]
      within = "10m"
    }
    reason = "a message that leaves the company, or carries an attachment, asks the employee"
  }
  path "mcp/workspace/delete_email" {
    capabilities = ["invoke"]
    parameters {
      email_id = string(min_length: 1, max_length: 64)
    }
    approval {
      by     = ["requester"]
      within = "10m"
    }
    reason = "a deleted message is gone"
  }
}
