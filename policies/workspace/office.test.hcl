# What the office assistant may do for Dana: what is free, what asks her, and what is hers alone.

test "reading is free, two minutes and one use at a time" {
  matrix {
    tool = [
      "get_unread_emails",
      "get_sent_emails",
      "get_received_emails",
      "get_draft_emails",
      "search_emails",
      "search_contacts_by_name",
      "search_contacts_by_email",
      "get_current_day",
      "search_calendar_events",
      "get_day_calendar_events",
      "list_files",
      "search_files",
      "search_files_by_filename",
      "get_file_by_id",
    ]
  }
  given {
    consent "dana-office" {
      scopes = ["office-mail", "office-calendar", "office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = {
      query = "invoice"
    }
    purpose = "office-work"
  }
  expect {
    decision = "allow"
    policy   = "office-assistant"
    max_ttl  = "2m"
    uses     = 1
  }
}

test "an event is hers, or colleagues' too; anybody else in it asks" {
  for_each = {
    "alone" = {
      more = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "allowed"
    }
    "with nobody" = {
      more = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = []
      }
      outcome = "allowed"
    }
    "with nobody at all" = {
      more = {
        title        = "F"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = "${null}"
        location     = "${null}"
      }
      outcome = "allowed"
    }
    "somewhere, about something" = {
      more = {
        title       = "Focus"
        start_time  = "2026-05-06 09:00"
        end_time    = "2026-05-06 11:00"
        location    = "Room 3"
        description = "Quiet"
      }
      outcome = "allowed"
    }
    "with two colleagues" = {
      more = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        location     = "Room 3"
        description  = "Quiet"
        participants = ["ben@corp.example", "Eva@CORP.example"]
      }
      outcome = "allowed"
    }
    "with somebody outside" = {
      more = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        location     = "Room 3"
        description  = "Quiet"
        participants = ["ben@corp.example", "x@other.example"]
      }
      outcome = "approval_required"
    }
    "with one of another domain" = {
      more = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben@notcorp.example"]
      }
      outcome = "approval_required"
    }
    "with two in one" = {
      more = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example,ben@corp.example"]
      }
      outcome = "ceiling"
    }
    "with nobody's address" = {
      more = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben"]
      }
      outcome = "ceiling"
    }
    "without a title" = {
      more = {
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "ceiling"
    }
    "with an empty title" = {
      more = {
        title      = ""
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "ceiling"
    }
    "beginning some day" = {
      more = {
        title      = "Focus"
        start_time = "next Wednesday"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "ceiling"
    }
    "ending some day" = {
      more = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "later"
      }
      outcome = "ceiling"
    }
    "without an end" = {
      more = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
      }
      outcome = "ceiling"
    }
    "again and again" = {
      more = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
        recurring  = true
      }
      outcome = "ceiling"
    }
  }
  given {
    consent "dana-office" {
      scopes = ["office-calendar"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/create_calendar_event"
    parameters = "${each.more}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "who comes later is a colleague, or asks" {
  for_each = {
    "a colleague" = {
      parameters = {
        event_id     = "17"
        participants = ["ben@corp.example"]
      }
      outcome = "allowed"
    }
    "one outside as well" = {
      parameters = {
        event_id     = "17"
        participants = ["ben@corp.example", "x@other.example"]
      }
      outcome = "approval_required"
    }
    "nobody" = {
      parameters = {
        event_id     = "17"
        participants = []
      }
      outcome = "ceiling"
    }
    "no address" = {
      parameters = {
        event_id     = "17"
        participants = ["ben"]
      }
      outcome = "ceiling"
    }
    "to no event" = {
      parameters = {
        event_id     = ""
        participants = ["ben@corp.example"]
      }
      outcome = "ceiling"
    }
    "to an event of 64" = {
      parameters = {
        event_id     = "0123456789012345678901234567890123456789012345678901234567890123"
        participants = ["ben@corp.example"]
      }
      outcome = "allowed"
    }
    "to one of 65" = {
      parameters = {
        event_id     = "01234567890123456789012345678901234567890123456789012345678901234"
        participants = ["x@other.example"]
      }
      outcome = "ceiling"
    }
    "with a message" = {
      parameters = {
        event_id     = "17"
        participants = ["ben@corp.example"]
        note         = "come"
      }
      outcome = "ceiling"
    }
  }
  given {
    consent "dana-office" {
      scopes = ["office-calendar"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/add_calendar_event_participants"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "what has been moved can be moved back; what is called off, deleted or gone asks" {
  for_each = {
    "an event moved" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "17"
        new_start_time = "2026-05-07 09:00"
      }
      outcome = "allowed"
    }
    "with a new end" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "17"
        new_start_time = "2026-05-07 09:00"
        new_end_time   = "2026-05-07 10:00"
      }
      outcome = "allowed"
    }
    "with its old one" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "17"
        new_start_time = "2026-05-07 09:00"
        new_end_time   = "${null}"
      }
      outcome = "allowed"
    }
    "to some day" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "17"
        new_start_time = "tomorrow"
      }
      outcome = "ceiling"
    }
    "to end some day" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "17"
        new_start_time = "2026-05-07 09:00"
        new_end_time   = "later"
      }
      outcome = "ceiling"
    }
    "no event" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = ""
        new_start_time = "2026-05-07 09:00"
      }
      outcome = "ceiling"
    }
    "an event called off" = {
      tool = "cancel_calendar_event"
      parameters = {
        event_id = "17"
      }
      outcome = "approval_required"
    }
    "no event called off" = {
      tool = "cancel_calendar_event"
      parameters = {
        event_id = ""
      }
      outcome = "ceiling"
    }
    "a file deleted" = {
      tool = "delete_file"
      parameters = {
        file_id = "3"
      }
      outcome = "approval_required"
    }
    "no file deleted" = {
      tool = "delete_file"
      parameters = {
        file_id = ""
      }
      outcome = "ceiling"
    }
    "a message deleted" = {
      tool = "delete_email"
      parameters = {
        email_id = "3"
      }
      outcome = "approval_required"
    }
    "no message deleted" = {
      tool = "delete_email"
      parameters = {
        email_id = ""
      }
      outcome = "ceiling"
    }
    "all messages deleted" = {
      tool = "delete_email"
      parameters = {
        email_id = "3"
        all      = true
      }
      outcome = "ceiling"
    }
  }
  given {
    consent "dana-office" {
      scopes = ["office-mail", "office-calendar", "office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "files are made in her own drive, and grow" {
  for_each = {
    "a new file" = {
      tool = "create_file"
      parameters = {
        filename = "minutes.md"
        content  = "As discussed."
      }
      outcome = "allowed"
    }
    "an empty one" = {
      tool = "create_file"
      parameters = {
        filename = "m"
        content  = ""
      }
      outcome = "allowed"
    }
    "without a name" = {
      tool = "create_file"
      parameters = {
        filename = ""
        content  = "x"
      }
      outcome = "ceiling"
    }
    "in a folder" = {
      tool = "create_file"
      parameters = {
        filename = "shared/minutes.md"
        content  = "x"
      }
      outcome = "ceiling"
    }
    "in one of Windows" = {
      tool = "create_file"
      parameters = {
        filename = "shared\\minutes.md"
        content  = "x"
      }
      outcome = "ceiling"
    }
    "of nothing" = {
      tool = "create_file"
      parameters = {
        filename = "m"
      }
      outcome = "ceiling"
    }
    "more text in one" = {
      tool = "append_to_file"
      parameters = {
        file_id = "3"
        content = "And."
      }
      outcome = "allowed"
    }
    "more in none" = {
      tool = "append_to_file"
      parameters = {
        file_id = ""
        content = "And."
      }
      outcome = "ceiling"
    }
    "in place of it" = {
      tool = "append_to_file"
      parameters = {
        file_id   = "3"
        content   = "And."
        overwrite = true
      }
      outcome = "ceiling"
    }
  }
  given {
    consent "dana-office" {
      scopes = ["office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a colleague may read what is shared; writing, and anybody else, asks" {
  for_each = {
    "a colleague reads" = {
      parameters = {
        file_id    = "3"
        email      = "ben@corp.example"
        permission = "r"
      }
      outcome = "allowed"
    }
    "in other letters" = {
      parameters = {
        file_id    = "3"
        email      = "Ben@CORP.Example"
        permission = "r"
      }
      outcome = "allowed"
    }
    "a colleague writes" = {
      parameters = {
        file_id    = "3"
        email      = "ben@corp.example"
        permission = "rw"
      }
      outcome = "approval_required"
    }
    "somebody outside reads" = {
      parameters = {
        file_id    = "3"
        email      = "x@other.example"
        permission = "r"
      }
      outcome = "approval_required"
    }
    "and writes" = {
      parameters = {
        file_id    = "3"
        email      = "x@other.example"
        permission = "rw"
      }
      outcome = "approval_required"
    }
    "and owns" = {
      parameters = {
        file_id    = "3"
        email      = "ben@corp.example"
        permission = "owner"
      }
      outcome = "ceiling"
    }
    "no file" = {
      parameters = {
        file_id    = ""
        email      = "ben@corp.example"
        permission = "r"
      }
      outcome = "ceiling"
    }
    "nobody" = {
      parameters = {
        file_id    = "3"
        email      = "ben"
        permission = "r"
      }
      outcome = "ceiling"
    }
    "two in one" = {
      parameters = {
        file_id    = "3"
        email      = "x@other.example,ben@corp.example"
        permission = "r"
      }
      outcome = "ceiling"
    }
    "the public" = {
      parameters = {
        file_id    = "3"
        permission = "r"
      }
      outcome = "ceiling"
    }
  }
  given {
    consent "dana-office" {
      scopes = ["office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/share_file"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "mail to colleagues is free; copies, attachments and everybody else ask" {
  for_each = {
    "to a colleague" = {
      mail = {
        recipients = ["ben@corp.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "allowed"
    }
    "to two" = {
      mail = {
        recipients = ["ben@corp.example", "EVA@corp.example"]
        subject    = ""
        body       = ""
      }
      outcome = "allowed"
    }
    "nothing, in three spellings" = {
      mail = {
        recipients  = ["ben@corp.example"]
        cc          = []
        bcc         = "${null}"
        attachments = "${null}"
        subject     = "Minutes"
        body        = "As discussed."
      }
      outcome = "allowed"
    }
    "somebody outside as well" = {
      mail = {
        recipients = ["ben@corp.example", "x@other.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "approval_required"
    }
    "a copy to a colleague" = {
      mail = {
        recipients = ["ben@corp.example"]
        cc         = ["eva@corp.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "approval_required"
    }
    "a copy nobody sees" = {
      mail = {
        recipients = ["ben@corp.example"]
        bcc        = ["x@other.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "approval_required"
    }
    "an attachment" = {
      mail = {
        recipients  = ["ben@corp.example"]
        attachments = [{ type = "file", file_id = "3" }]
        subject     = "Minutes"
        body        = "As discussed."
      }
      outcome = "approval_required"
    }
    "an attachment that is none" = {
      mail = {
        recipients  = ["ben@corp.example"]
        attachments = ["3"]
        subject     = "Minutes"
        body        = "As discussed."
      }
      outcome = "ceiling"
    }
    "a copy to no address" = {
      mail = {
        recipients = ["ben@corp.example"]
        cc         = ["eva"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "ceiling"
    }
    "a hidden copy to none" = {
      mail = {
        recipients = ["ben@corp.example"]
        bcc        = ["eva"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "ceiling"
    }
    "to nobody" = {
      mail = {
        recipients = []
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "ceiling"
    }
    "to no address" = {
      mail = {
        recipients = ["ben"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "ceiling"
    }
    "to two in one" = {
      mail = {
        recipients = ["x@other.example;ben@corp.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "ceiling"
    }
    "of no subject" = {
      mail = {
        recipients = ["ben@corp.example"]
        body       = "As discussed."
      }
      outcome = "ceiling"
    }
    "of no words" = {
      mail = {
        recipients = ["ben@corp.example"]
        subject    = "Minutes"
      }
      outcome = "ceiling"
    }
    "in another's name" = {
      mail = {
        recipients = ["ben@corp.example"]
        subject    = "Minutes"
        body       = "As discussed."
        from       = "boss@corp.example"
      }
      outcome = "ceiling"
    }
  }
  given {
    consent "dana-office" {
      scopes = ["office-mail"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/send_email"
    parameters = "${each.mail}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "twenty are written to at once at most, and fifty invited" {
  for_each = [
    {
      tool = "send_email"
      key  = "twenty"
      parameters = {
        recipients = [
          "p00@corp.example",
          "p01@corp.example",
          "p02@corp.example",
          "p03@corp.example",
          "p04@corp.example",
          "p05@corp.example",
          "p06@corp.example",
          "p07@corp.example",
          "p08@corp.example",
          "p09@corp.example",
          "p10@corp.example",
          "p11@corp.example",
          "p12@corp.example",
          "p13@corp.example",
          "p14@corp.example",
          "p15@corp.example",
          "p16@corp.example",
          "p17@corp.example",
          "p18@corp.example",
          "p19@corp.example",
        ]
        subject = "Minutes"
        body    = "x"
      }
      outcome = "allowed"
    },
    {
      tool = "send_email"
      key  = "twenty-one"
      parameters = {
        recipients = [
          "p00@corp.example",
          "p01@corp.example",
          "p02@corp.example",
          "p03@corp.example",
          "p04@corp.example",
          "p05@corp.example",
          "p06@corp.example",
          "p07@corp.example",
          "p08@corp.example",
          "p09@corp.example",
          "p10@corp.example",
          "p11@corp.example",
          "p12@corp.example",
          "p13@corp.example",
          "p14@corp.example",
          "p15@corp.example",
          "p16@corp.example",
          "p17@corp.example",
          "p18@corp.example",
          "p19@corp.example",
          "p20@corp.example",
        ]
        subject = "Minutes"
        body    = "x"
      }
      outcome = "ceiling"
    },
    {
      tool = "add_calendar_event_participants"
      key  = "fifty"
      parameters = {
        event_id = "17"
        participants = [
          "p00@corp.example",
          "p01@corp.example",
          "p02@corp.example",
          "p03@corp.example",
          "p04@corp.example",
          "p05@corp.example",
          "p06@corp.example",
          "p07@corp.example",
          "p08@corp.example",
          "p09@corp.example",
          "p10@corp.example",
          "p11@corp.example",
          "p12@corp.example",
          "p13@corp.example",
          "p14@corp.example",
          "p15@corp.example",
          "p16@corp.example",
          "p17@corp.example",
          "p18@corp.example",
          "p19@corp.example",
          "p20@corp.example",
          "p21@corp.example",
          "p22@corp.example",
          "p23@corp.example",
          "p24@corp.example",
          "p25@corp.example",
          "p26@corp.example",
          "p27@corp.example",
          "p28@corp.example",
          "p29@corp.example",
          "p30@corp.example",
          "p31@corp.example",
          "p32@corp.example",
          "p33@corp.example",
          "p34@corp.example",
          "p35@corp.example",
          "p36@corp.example",
          "p37@corp.example",
          "p38@corp.example",
          "p39@corp.example",
          "p40@corp.example",
          "p41@corp.example",
          "p42@corp.example",
          "p43@corp.example",
          "p44@corp.example",
          "p45@corp.example",
          "p46@corp.example",
          "p47@corp.example",
          "p48@corp.example",
          "p49@corp.example",
        ]
      }
      outcome = "allowed"
    },
    {
      tool = "add_calendar_event_participants"
      key  = "fifty-one"
      parameters = {
        event_id = "17"
        participants = [
          "p00@corp.example",
          "p01@corp.example",
          "p02@corp.example",
          "p03@corp.example",
          "p04@corp.example",
          "p05@corp.example",
          "p06@corp.example",
          "p07@corp.example",
          "p08@corp.example",
          "p09@corp.example",
          "p10@corp.example",
          "p11@corp.example",
          "p12@corp.example",
          "p13@corp.example",
          "p14@corp.example",
          "p15@corp.example",
          "p16@corp.example",
          "p17@corp.example",
          "p18@corp.example",
          "p19@corp.example",
          "p20@corp.example",
          "p21@corp.example",
          "p22@corp.example",
          "p23@corp.example",
          "p24@corp.example",
          "p25@corp.example",
          "p26@corp.example",
          "p27@corp.example",
          "p28@corp.example",
          "p29@corp.example",
          "p30@corp.example",
          "p31@corp.example",
          "p32@corp.example",
          "p33@corp.example",
          "p34@corp.example",
          "p35@corp.example",
          "p36@corp.example",
          "p37@corp.example",
          "p38@corp.example",
          "p39@corp.example",
          "p40@corp.example",
          "p41@corp.example",
          "p42@corp.example",
          "p43@corp.example",
          "p44@corp.example",
          "p45@corp.example",
          "p46@corp.example",
          "p47@corp.example",
          "p48@corp.example",
          "p49@corp.example",
          "p50@corp.example",
        ]
      }
      outcome = "ceiling"
    },
  ]
  given {
    consent "dana-office" {
      scopes = ["office-mail", "office-calendar"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "with her own yes, not older than ten minutes, what asks is done" {
  for_each = [
    {
      tool    = "create_calendar_event"
      by      = "user:dana"
      granted = "2026-05-04T09:50:01Z"
      parameters = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example"]
      }
      outcome = "allowed"
    },
    {
      tool    = "create_calendar_event"
      by      = "user:dana"
      granted = "2026-05-04T09:50:00Z"
      parameters = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example"]
      }
      outcome = "approval_required"
    },
    {
      tool    = "create_calendar_event"
      by      = "user:boss"
      granted = "2026-05-04T10:00:00Z"
      parameters = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example"]
      }
      outcome = "approval_required"
    },
    {
      tool    = "add_calendar_event_participants"
      by      = "user:dana"
      granted = "2026-05-04T09:50:01Z"
      parameters = {
        event_id     = "17"
        participants = ["x@other.example"]
      }
      outcome = "allowed"
    },
    {
      tool    = "add_calendar_event_participants"
      by      = "user:dana"
      granted = "2026-05-04T09:50:00Z"
      parameters = {
        event_id     = "17"
        participants = ["x@other.example"]
      }
      outcome = "approval_required"
    },
    {
      tool    = "add_calendar_event_participants"
      by      = "user:boss"
      granted = "2026-05-04T10:00:00Z"
      parameters = {
        event_id     = "17"
        participants = ["x@other.example"]
      }
      outcome = "approval_required"
    },
    {
      tool    = "cancel_calendar_event"
      by      = "user:dana"
      granted = "2026-05-04T09:50:01Z"
      parameters = {
        event_id = "17"
      }
      outcome = "allowed"
    },
    {
      tool    = "cancel_calendar_event"
      by      = "user:dana"
      granted = "2026-05-04T09:50:00Z"
      parameters = {
        event_id = "17"
      }
      outcome = "approval_required"
    },
    {
      tool    = "cancel_calendar_event"
      by      = "user:boss"
      granted = "2026-05-04T10:00:00Z"
      parameters = {
        event_id = "17"
      }
      outcome = "approval_required"
    },
    {
      tool    = "delete_file"
      by      = "user:dana"
      granted = "2026-05-04T09:50:01Z"
      parameters = {
        file_id = "3"
      }
      outcome = "allowed"
    },
    {
      tool    = "delete_file"
      by      = "user:dana"
      granted = "2026-05-04T09:50:00Z"
      parameters = {
        file_id = "3"
      }
      outcome = "approval_required"
    },
    {
      tool    = "delete_file"
      by      = "user:boss"
      granted = "2026-05-04T10:00:00Z"
      parameters = {
        file_id = "3"
      }
      outcome = "approval_required"
    },
    {
      tool    = "share_file"
      by      = "user:dana"
      granted = "2026-05-04T09:50:01Z"
      parameters = {
        file_id    = "3"
        email      = "x@other.example"
        permission = "rw"
      }
      outcome = "allowed"
    },
    {
      tool    = "share_file"
      by      = "user:dana"
      granted = "2026-05-04T09:50:00Z"
      parameters = {
        file_id    = "3"
        email      = "x@other.example"
        permission = "rw"
      }
      outcome = "approval_required"
    },
    {
      tool    = "share_file"
      by      = "user:boss"
      granted = "2026-05-04T10:00:00Z"
      parameters = {
        file_id    = "3"
        email      = "x@other.example"
        permission = "rw"
      }
      outcome = "approval_required"
    },
    {
      tool    = "send_email"
      by      = "user:dana"
      granted = "2026-05-04T09:50:01Z"
      parameters = {
        recipients = ["x@other.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "allowed"
    },
    {
      tool    = "send_email"
      by      = "user:dana"
      granted = "2026-05-04T09:50:00Z"
      parameters = {
        recipients = ["x@other.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "approval_required"
    },
    {
      tool    = "send_email"
      by      = "user:boss"
      granted = "2026-05-04T10:00:00Z"
      parameters = {
        recipients = ["x@other.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
      outcome = "approval_required"
    },
    {
      tool    = "delete_email"
      by      = "user:dana"
      granted = "2026-05-04T09:50:01Z"
      parameters = {
        email_id = "3"
      }
      outcome = "allowed"
    },
    {
      tool    = "delete_email"
      by      = "user:dana"
      granted = "2026-05-04T09:50:00Z"
      parameters = {
        email_id = "3"
      }
      outcome = "approval_required"
    },
    {
      tool    = "delete_email"
      by      = "user:boss"
      granted = "2026-05-04T10:00:00Z"
      parameters = {
        email_id = "3"
      }
      outcome = "approval_required"
    },
  ]
  given {
    time  = "2026-05-04T10:00:00Z"
    facts = "facts.json"
    approved {
      by         = "${each.by}"
      granted_at = "${each.granted}"
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "where nobody knows her domain there are no colleagues" {
  for_each = {
    "an event" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben@corp.example"]
      }
    }
    "a file" = {
      tool = "share_file"
      parameters = {
        file_id    = "3"
        email      = "ben@corp.example"
        permission = "r"
      }
    }
    "a mail" = {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
    }
  }
  given {
    user "emil" {
      groups = ["employees"]
    }
    delegation "emil-office" {
      from    = "user:emil"
      to      = "office-assistant"
      scopes  = ["office-mail", "office-calendar", "office-drive"]
      consent = "implied"
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "emil-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "approval_required"
  }
}

test "a domain without its at sign is none: notcorp.example would end with it" {
  for_each = {
    "an event" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "Focus"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben@notcorp.example"]
      }
    }
    "a file" = {
      tool = "share_file"
      parameters = {
        file_id    = "3"
        email      = "ben@notcorp.example"
        permission = "r"
      }
    }
    "a mail" = {
      tool = "send_email"
      parameters = {
        recipients = ["ben@notcorp.example"]
        subject    = "Minutes"
        body       = "As discussed."
      }
    }
  }
  given {
    user "emil" {
      groups = ["employees"]
      attributes = {
        mail_domain = "corp.example"
      }
    }
    delegation "emil-office" {
      from    = "user:emil"
      to      = "office-assistant"
      scopes  = ["office-mail", "office-calendar", "office-drive"]
      consent = "implied"
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "emil-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "approval_required"
  }
}

test "Dana consents to mail, calendar and drive, each by itself" {
  for_each = [
    {
      scope = "office-mail"
      tool  = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        subject    = "Minutes"
        body       = "x"
      }
      outcome = "allowed"
    },
    {
      scope = "office-mail"
      tool  = "delete_email"
      parameters = {
        email_id = "3"
      }
      outcome = "approval_required"
    },
    { scope = "office-mail", tool = "get_unread_emails", parameters = {}, outcome = "allowed" },
    { scope = "office-mail", tool = "get_sent_emails", parameters = {}, outcome = "allowed" },
    { scope = "office-mail", tool = "get_received_emails", parameters = {}, outcome = "allowed" },
    { scope = "office-mail", tool = "get_draft_emails", parameters = {}, outcome = "allowed" },
    { scope = "office-mail", tool = "search_emails", parameters = {}, outcome = "allowed" },
    {
      scope      = "office-mail"
      tool       = "search_contacts_by_name"
      parameters = {}
      outcome    = "allowed"
    },
    {
      scope      = "office-mail"
      tool       = "search_contacts_by_email"
      parameters = {}
      outcome    = "allowed"
    },
    { scope = "office-calendar", tool = "get_current_day", parameters = {}, outcome = "allowed" },
    {
      scope      = "office-calendar"
      tool       = "search_calendar_events"
      parameters = {}
      outcome    = "allowed"
    },
    {
      scope      = "office-calendar"
      tool       = "get_day_calendar_events"
      parameters = {}
      outcome    = "allowed"
    },
    {
      scope = "office-calendar"
      tool  = "create_calendar_event"
      parameters = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "allowed"
    },
    {
      scope = "office-calendar"
      tool  = "cancel_calendar_event"
      parameters = {
        event_id = "17"
      }
      outcome = "approval_required"
    },
    {
      scope = "office-calendar"
      tool  = "reschedule_calendar_event"
      parameters = {
        event_id       = "17"
        new_start_time = "2026-05-07 09:00"
      }
      outcome = "allowed"
    },
    {
      scope = "office-calendar"
      tool  = "add_calendar_event_participants"
      parameters = {
        event_id     = "17"
        participants = ["ben@corp.example"]
      }
      outcome = "allowed"
    },
    { scope = "office-drive", tool = "list_files", parameters = {}, outcome = "allowed" },
    { scope = "office-drive", tool = "search_files", parameters = {}, outcome = "allowed" },
    {
      scope      = "office-drive"
      tool       = "search_files_by_filename"
      parameters = {}
      outcome    = "allowed"
    },
    { scope = "office-drive", tool = "get_file_by_id", parameters = {}, outcome = "allowed" },
    {
      scope = "office-drive"
      tool  = "create_file"
      parameters = {
        filename = "m"
        content  = ""
      }
      outcome = "allowed"
    },
    {
      scope = "office-drive"
      tool  = "append_to_file"
      parameters = {
        file_id = "3"
        content = ""
      }
      outcome = "allowed"
    },
    {
      scope = "office-drive"
      tool  = "delete_file"
      parameters = {
        file_id = "3"
      }
      outcome = "approval_required"
    },
    {
      scope = "office-drive"
      tool  = "share_file"
      parameters = {
        file_id    = "3"
        email      = "ben@corp.example"
        permission = "r"
      }
      outcome = "allowed"
    },
    {
      scope = "office-mail"
      tool  = "create_file"
      parameters = {
        filename = "m"
        content  = ""
      }
      outcome = "scope"
    },
    { scope = "office-calendar", tool = "search_emails", parameters = {}, outcome = "scope" },
    { scope = "office-drive", tool = "get_current_day", parameters = {}, outcome = "scope" },
  ]
  given {
    consent "dana-office" {
      scopes = ["${each.scope}"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "a tool that came later is Dana's alone, and the delegation is for office work" {
  for_each = {
    "a later tool" = {
      operation = "invoke"
      tool      = "export_mailbox"
      purpose   = "office-work"
      outcome   = "ceiling"
    }
    "hiring" = {
      operation = "invoke"
      tool      = "search_emails"
      purpose   = "hiring"
      outcome   = "purpose_not_allowed"
    }
    "a tool read" = {
      operation = "read"
      tool      = "search_emails"
      purpose   = "office-work"
      outcome   = "user_policies"
    }
  }
  given {
    consent "dana-office" {
      scopes = ["office-mail", "office-calendar", "office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "${each.operation}"
    path       = "mcp/workspace/${each.tool}"
    purpose    = "${each.purpose}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "without her consent nothing happens" {
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/search_emails"
    purpose    = "office-work"
  }
  expect {
    outcome = "consent_missing"
  }
}

test "Dana does with her own hands whatever the tools do" {
  matrix {
    tool = ["export_mailbox", "delete_email"]
  }
  request {
    user      = "dana"
    operation = "invoke"
    path      = "mcp/workspace/${each.tool}"
  }
  expect {
    decision = "allow"
    policy   = "employee"
  }
}

test "for itself the assistant may do nothing" {
  request {
    agent     = "office-assistant"
    operation = "invoke"
    path      = "mcp/workspace/get_unread_emails"
  }
  expect {
    outcome = "no_matching_rule"
    layer   = "agent_policies"
  }
}

invariant "no agent deletes by itself" {
  never {
    agent      = any
    delegation = none
    path       = ["mcp/workspace/delete_file", "mcp/workspace/delete_email"]
  }
}

test "the assistant's bound is to call tools by their names: it reads, lists and changes none" {
  matrix {
    operation = ["create", "read", "update", "delete", "list", "delegate"]
    tool = [
      "get_unread_emails",
      "get_sent_emails",
      "get_received_emails",
      "get_draft_emails",
      "search_emails",
      "search_contacts_by_name",
      "search_contacts_by_email",
      "get_current_day",
      "search_calendar_events",
      "get_day_calendar_events",
      "list_files",
      "search_files",
      "search_files_by_filename",
      "get_file_by_id",
      "create_calendar_event",
      "add_calendar_event_participants",
      "reschedule_calendar_event",
      "cancel_calendar_event",
      "create_file",
      "append_to_file",
      "delete_file",
      "share_file",
      "send_email",
      "delete_email",
    ]
  }
  request {
    policies  = ["office-assistant"]
    operation = "${each.operation}"
    path      = "mcp/workspace/${each.tool}"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "a tool of a longer name is another tool, to the bound and to the scopes" {
  matrix {
    tool = [
      "get_unread_emails",
      "get_sent_emails",
      "get_received_emails",
      "get_draft_emails",
      "search_emails",
      "search_contacts_by_name",
      "search_contacts_by_email",
      "get_current_day",
      "search_calendar_events",
      "get_day_calendar_events",
      "list_files",
      "search_files",
      "search_files_by_filename",
      "get_file_by_id",
      "create_calendar_event",
      "add_calendar_event_participants",
      "reschedule_calendar_event",
      "cancel_calendar_event",
      "create_file",
      "append_to_file",
      "delete_file",
      "share_file",
      "send_email",
      "delete_email",
    ]
  }
  given {
    consent "dana-office" {
      scopes = ["office-mail", "office-calendar", "office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}-2"
    purpose    = "office-work"
  }
  expect {
    outcome = "ceiling"
    layer   = "scope"
  }
}

test "what Dana consents to is calling the tools, and nothing else" {
  matrix {
    operation = ["create", "read", "update", "delete", "list"]
    tool = [
      "get_unread_emails",
      "get_sent_emails",
      "get_received_emails",
      "get_draft_emails",
      "search_emails",
      "search_contacts_by_name",
      "search_contacts_by_email",
      "get_current_day",
      "search_calendar_events",
      "get_day_calendar_events",
      "list_files",
      "search_files",
      "search_files_by_filename",
      "get_file_by_id",
      "create_calendar_event",
      "add_calendar_event_participants",
      "reschedule_calendar_event",
      "cancel_calendar_event",
      "create_file",
      "append_to_file",
      "delete_file",
      "share_file",
      "send_email",
      "delete_email",
    ]
  }
  given {
    consent "dana-office" {
      scopes = ["office-mail", "office-calendar", "office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "${each.operation}"
    path       = "mcp/workspace/${each.tool}"
    purpose    = "office-work"
  }
  expect {
    outcome = "user_policies"
    layer   = "scope"
  }
}

test "an employee calls tools, and nothing else" {
  matrix {
    operation = ["create", "read", "update", "delete", "list", "delegate"]
  }
  request {
    user      = "dana"
    operation = "${each.operation}"
    path      = "mcp/workspace/send_email"
  }
  expect {
    outcome = "capability_missing"
  }
}

test "everything has its length, and its number" {
  for_each = [
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "allowed"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "ceiling"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "Focus"
        location   = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "allowed"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "Focus"
        location   = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
      }
      outcome = "ceiling"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben@corp.example"]
      }
      outcome = "allowed"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben@corp.example"]
      }
      outcome = "ceiling"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "Focus"
        location     = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben@corp.example"]
      }
      outcome = "allowed"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "Focus"
        location     = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["ben@corp.example"]
      }
      outcome = "ceiling"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example"]
      }
      outcome = "approval_required"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example"]
      }
      outcome = "ceiling"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "Focus"
        location     = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example"]
      }
      outcome = "approval_required"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title        = "Focus"
        location     = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        start_time   = "2026-05-06 09:00"
        end_time     = "2026-05-06 11:00"
        participants = ["x@other.example"]
      }
      outcome = "ceiling"
    },
    {
      tool = "cancel_calendar_event"
      parameters = {
        event_id = "0123456789012345678901234567890123456789012345678901234567890123"
      }
      outcome = "approval_required"
    },
    {
      tool = "cancel_calendar_event"
      parameters = {
        event_id = "01234567890123456789012345678901234567890123456789012345678901234"
      }
      outcome = "ceiling"
    },
    {
      tool = "delete_file"
      parameters = {
        file_id = "0123456789012345678901234567890123456789012345678901234567890123"
      }
      outcome = "approval_required"
    },
    {
      tool = "delete_file"
      parameters = {
        file_id = "01234567890123456789012345678901234567890123456789012345678901234"
      }
      outcome = "ceiling"
    },
    {
      tool = "delete_email"
      parameters = {
        email_id = "0123456789012345678901234567890123456789012345678901234567890123"
      }
      outcome = "approval_required"
    },
    {
      tool = "delete_email"
      parameters = {
        email_id = "01234567890123456789012345678901234567890123456789012345678901234"
      }
      outcome = "ceiling"
    },
    {
      tool = "append_to_file"
      parameters = {
        file_id = "0123456789012345678901234567890123456789012345678901234567890123"
        content = ""
      }
      outcome = "allowed"
    },
    {
      tool = "append_to_file"
      parameters = {
        file_id = "01234567890123456789012345678901234567890123456789012345678901234"
        content = ""
      }
      outcome = "ceiling"
    },
    {
      tool = "share_file"
      parameters = {
        file_id    = "0123456789012345678901234567890123456789012345678901234567890123"
        email      = "ben@corp.example"
        permission = "r"
      }
      outcome = "allowed"
    },
    {
      tool = "share_file"
      parameters = {
        file_id    = "01234567890123456789012345678901234567890123456789012345678901234"
        email      = "ben@corp.example"
        permission = "r"
      }
      outcome = "ceiling"
    },
    {
      tool = "share_file"
      parameters = {
        file_id    = "0123456789012345678901234567890123456789012345678901234567890123"
        email      = "x@other.example"
        permission = "r"
      }
      outcome = "approval_required"
    },
    {
      tool = "share_file"
      parameters = {
        file_id    = "01234567890123456789012345678901234567890123456789012345678901234"
        email      = "x@other.example"
        permission = "r"
      }
      outcome = "ceiling"
    },
    {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "0123456789012345678901234567890123456789012345678901234567890123"
        new_start_time = "2026-05-07 09:00"
      }
      outcome = "allowed"
    },
    {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "01234567890123456789012345678901234567890123456789012345678901234"
        new_start_time = "2026-05-07 09:00"
      }
      outcome = "ceiling"
    },
    {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "0123456789012345678901234567890123456789012345678901234567890123"
        participants = ["x@other.example"]
      }
      outcome = "approval_required"
    },
    {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "01234567890123456789012345678901234567890123456789012345678901234"
        participants = ["x@other.example"]
      }
      outcome = "ceiling"
    },
    {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "0123456789012345678901234567890123456789012345678901234567890123"
        participants = ["ben@corp.example"]
      }
      outcome = "allowed"
    },
    {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "01234567890123456789012345678901234567890123456789012345678901234"
        participants = ["ben@corp.example"]
      }
      outcome = "ceiling"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        subject    = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        body       = "x"
      }
      outcome = "allowed"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        subject    = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        body       = "x"
      }
      outcome = "ceiling"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["x@other.example"]
        subject    = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        body       = "x"
      }
      outcome = "approval_required"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["x@other.example"]
        subject    = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        body       = "x"
      }
      outcome = "ceiling"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
        ]
        subject = "s"
        body    = "x"
      }
      outcome = "approval_required"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        cc = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
        ]
        subject = "s"
        body    = "x"
      }
      outcome = "approval_required"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        cc = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
          "p20@other.example",
        ]
        subject = "s"
        body    = "x"
      }
      outcome = "ceiling"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        bcc = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
        ]
        subject = "s"
        body    = "x"
      }
      outcome = "approval_required"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        bcc = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
          "p20@other.example",
        ]
        subject = "s"
        body    = "x"
      }
      outcome = "ceiling"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        attachments = [
          { file_id = "0" },
          { file_id = "1" },
          { file_id = "2" },
          { file_id = "3" },
          { file_id = "4" },
          { file_id = "5" },
          { file_id = "6" },
          { file_id = "7" },
          { file_id = "8" },
          { file_id = "9" },
        ]
        subject = "s"
        body    = "x"
      }
      outcome = "approval_required"
    },
    {
      tool = "send_email"
      parameters = {
        recipients = ["ben@corp.example"]
        attachments = [
          { file_id = "0" },
          { file_id = "1" },
          { file_id = "2" },
          { file_id = "3" },
          { file_id = "4" },
          { file_id = "5" },
          { file_id = "6" },
          { file_id = "7" },
          { file_id = "8" },
          { file_id = "9" },
          { file_id = "10" },
        ]
        subject = "s"
        body    = "x"
      }
      outcome = "ceiling"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
        participants = [
          "p00@corp.example",
          "p01@corp.example",
          "p02@corp.example",
          "p03@corp.example",
          "p04@corp.example",
          "p05@corp.example",
          "p06@corp.example",
          "p07@corp.example",
          "p08@corp.example",
          "p09@corp.example",
          "p10@corp.example",
          "p11@corp.example",
          "p12@corp.example",
          "p13@corp.example",
          "p14@corp.example",
          "p15@corp.example",
          "p16@corp.example",
          "p17@corp.example",
          "p18@corp.example",
          "p19@corp.example",
          "p20@corp.example",
          "p21@corp.example",
          "p22@corp.example",
          "p23@corp.example",
          "p24@corp.example",
          "p25@corp.example",
          "p26@corp.example",
          "p27@corp.example",
          "p28@corp.example",
          "p29@corp.example",
          "p30@corp.example",
          "p31@corp.example",
          "p32@corp.example",
          "p33@corp.example",
          "p34@corp.example",
          "p35@corp.example",
          "p36@corp.example",
          "p37@corp.example",
          "p38@corp.example",
          "p39@corp.example",
          "p40@corp.example",
          "p41@corp.example",
          "p42@corp.example",
          "p43@corp.example",
          "p44@corp.example",
          "p45@corp.example",
          "p46@corp.example",
          "p47@corp.example",
          "p48@corp.example",
          "p49@corp.example",
        ]
      }
      outcome = "allowed"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
        participants = [
          "p00@corp.example",
          "p01@corp.example",
          "p02@corp.example",
          "p03@corp.example",
          "p04@corp.example",
          "p05@corp.example",
          "p06@corp.example",
          "p07@corp.example",
          "p08@corp.example",
          "p09@corp.example",
          "p10@corp.example",
          "p11@corp.example",
          "p12@corp.example",
          "p13@corp.example",
          "p14@corp.example",
          "p15@corp.example",
          "p16@corp.example",
          "p17@corp.example",
          "p18@corp.example",
          "p19@corp.example",
          "p20@corp.example",
          "p21@corp.example",
          "p22@corp.example",
          "p23@corp.example",
          "p24@corp.example",
          "p25@corp.example",
          "p26@corp.example",
          "p27@corp.example",
          "p28@corp.example",
          "p29@corp.example",
          "p30@corp.example",
          "p31@corp.example",
          "p32@corp.example",
          "p33@corp.example",
          "p34@corp.example",
          "p35@corp.example",
          "p36@corp.example",
          "p37@corp.example",
          "p38@corp.example",
          "p39@corp.example",
          "p40@corp.example",
          "p41@corp.example",
          "p42@corp.example",
          "p43@corp.example",
          "p44@corp.example",
          "p45@corp.example",
          "p46@corp.example",
          "p47@corp.example",
          "p48@corp.example",
          "p49@corp.example",
          "p50@corp.example",
        ]
      }
      outcome = "ceiling"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
        participants = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
          "p20@other.example",
          "p21@other.example",
          "p22@other.example",
          "p23@other.example",
          "p24@other.example",
          "p25@other.example",
          "p26@other.example",
          "p27@other.example",
          "p28@other.example",
          "p29@other.example",
          "p30@other.example",
          "p31@other.example",
          "p32@other.example",
          "p33@other.example",
          "p34@other.example",
          "p35@other.example",
          "p36@other.example",
          "p37@other.example",
          "p38@other.example",
          "p39@other.example",
          "p40@other.example",
          "p41@other.example",
          "p42@other.example",
          "p43@other.example",
          "p44@other.example",
          "p45@other.example",
          "p46@other.example",
          "p47@other.example",
          "p48@other.example",
          "p49@other.example",
        ]
      }
      outcome = "approval_required"
    },
    {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id = "17"
        participants = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
          "p20@other.example",
          "p21@other.example",
          "p22@other.example",
          "p23@other.example",
          "p24@other.example",
          "p25@other.example",
          "p26@other.example",
          "p27@other.example",
          "p28@other.example",
          "p29@other.example",
          "p30@other.example",
          "p31@other.example",
          "p32@other.example",
          "p33@other.example",
          "p34@other.example",
          "p35@other.example",
          "p36@other.example",
          "p37@other.example",
          "p38@other.example",
          "p39@other.example",
          "p40@other.example",
          "p41@other.example",
          "p42@other.example",
          "p43@other.example",
          "p44@other.example",
          "p45@other.example",
          "p46@other.example",
          "p47@other.example",
          "p48@other.example",
          "p49@other.example",
        ]
      }
      outcome = "approval_required"
    },
    {
      tool = "create_calendar_event"
      parameters = {
        title      = "Focus"
        start_time = "2026-05-06 09:00"
        end_time   = "2026-05-06 11:00"
        participants = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
          "p20@other.example",
          "p21@other.example",
          "p22@other.example",
          "p23@other.example",
          "p24@other.example",
          "p25@other.example",
          "p26@other.example",
          "p27@other.example",
          "p28@other.example",
          "p29@other.example",
          "p30@other.example",
          "p31@other.example",
          "p32@other.example",
          "p33@other.example",
          "p34@other.example",
          "p35@other.example",
          "p36@other.example",
          "p37@other.example",
          "p38@other.example",
          "p39@other.example",
          "p40@other.example",
          "p41@other.example",
          "p42@other.example",
          "p43@other.example",
          "p44@other.example",
          "p45@other.example",
          "p46@other.example",
          "p47@other.example",
          "p48@other.example",
          "p49@other.example",
          "p50@other.example",
        ]
      }
      outcome = "ceiling"
    },
    {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id = "17"
        participants = [
          "p00@other.example",
          "p01@other.example",
          "p02@other.example",
          "p03@other.example",
          "p04@other.example",
          "p05@other.example",
          "p06@other.example",
          "p07@other.example",
          "p08@other.example",
          "p09@other.example",
          "p10@other.example",
          "p11@other.example",
          "p12@other.example",
          "p13@other.example",
          "p14@other.example",
          "p15@other.example",
          "p16@other.example",
          "p17@other.example",
          "p18@other.example",
          "p19@other.example",
          "p20@other.example",
          "p21@other.example",
          "p22@other.example",
          "p23@other.example",
          "p24@other.example",
          "p25@other.example",
          "p26@other.example",
          "p27@other.example",
          "p28@other.example",
          "p29@other.example",
          "p30@other.example",
          "p31@other.example",
          "p32@other.example",
          "p33@other.example",
          "p34@other.example",
          "p35@other.example",
          "p36@other.example",
          "p37@other.example",
          "p38@other.example",
          "p39@other.example",
          "p40@other.example",
          "p41@other.example",
          "p42@other.example",
          "p43@other.example",
          "p44@other.example",
          "p45@other.example",
          "p46@other.example",
          "p47@other.example",
          "p48@other.example",
          "p49@other.example",
          "p50@other.example",
        ]
      }
      outcome = "ceiling"
    },
    {
      tool = "create_file"
      parameters = {
        filename = "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"
        content  = ""
      }
      outcome = "allowed"
    },
    {
      tool = "create_file"
      parameters = {
        filename = "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
        content  = ""
      }
      outcome = "ceiling"
    },
  ]
  given {
    consent "dana-office" {
      scopes = ["office-mail", "office-calendar", "office-drive"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
    purpose    = "office-work"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "an assistant that says nothing of its own has a quarter of an hour" {
  given {
    agent "other-assistant" {
      type     = "assistant"
      policies = ["office-assistant"]
    }
  }
  request {
    agent     = "other-assistant"
    operation = "invoke"
    path      = "mcp/workspace/get_current_day"
  }
  expect {
    decision = "allow"
    max_ttl  = "15m"
    uses     = "none"
  }
}

test "office-assistant: a longer name is another thing" {
  matrix {
    tool = [
      "get_unread_emails",
      "create_calendar_event",
      "add_calendar_event_participants",
      "reschedule_calendar_event",
      "cancel_calendar_event",
      "create_file",
      "append_to_file",
      "delete_file",
      "share_file",
      "send_email",
      "delete_email",
    ]
  }
  request {
    policies  = ["office-assistant"]
    operation = "invoke"
    path      = "mcp/workspace/${each.tool}-2"
  }
  expect {
    outcome = "no_matching_rule"
  }
}

test "the least that each tool can be called with" {
  for_each = {
    "an event" = {
      tool = "create_calendar_event"
      parameters = {
        title      = "x"
        start_time = "2026-05-04 10:00"
        end_time   = "2026-05-04 11:00"
      }
      outcome = "allowed"
    }
    "an invitation" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = "2026-05-04 10:00"
        end_time     = "2026-05-04 11:00"
        participants = ["bo@corp.example"]
      }
      outcome = "allowed"
    }
    "more people" = {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "x"
        participants = ["bo@corp.example"]
      }
      outcome = "allowed"
    }
    "another time" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id       = "x"
        new_start_time = "2026-05-04 10:00"
      }
      outcome = "allowed"
    }
    "no event" = {
      tool = "cancel_calendar_event"
      parameters = {
        event_id = "x"
      }
      outcome = "approval_required"
    }
    "a file" = {
      tool = "create_file"
      parameters = {
        filename = "x"
        content  = ""
      }
      outcome = "allowed"
    }
    "more text" = {
      tool = "append_to_file"
      parameters = {
        file_id = "x"
        content = ""
      }
      outcome = "allowed"
    }
    "no file" = {
      tool = "delete_file"
      parameters = {
        file_id = "x"
      }
      outcome = "approval_required"
    }
    "a share" = {
      tool = "share_file"
      parameters = {
        file_id    = "x"
        email      = "bo@corp.example"
        permission = "r"
      }
      outcome = "allowed"
    }
    "a message" = {
      tool = "send_email"
      parameters = {
        recipients = ["bo@corp.example"]
        subject    = ""
        body       = ""
      }
      outcome = "allowed"
    }
    "no message" = {
      tool = "delete_email"
      parameters = {
        email_id = "x"
      }
      outcome = "approval_required"
    }
  }
  given {
    user "erin" {
      policies = ["office-assistant"]
      attributes = {
        mail_domain = "@corp.example"
      }
    }
  }
  request {
    user       = "erin"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "nothing that a tool needs may be left out" {
  for_each = {
    "an event without title" = {
      tool = "create_calendar_event"
      parameters = {
        start_time = "2026-05-04 10:00"
        end_time   = "2026-05-04 11:00"
      }
      outcome = "parameter_missing"
    }
    "an event without start_time" = {
      tool = "create_calendar_event"
      parameters = {
        title    = "x"
        end_time = "2026-05-04 11:00"
      }
      outcome = "parameter_missing"
    }
    "an event without end_time" = {
      tool = "create_calendar_event"
      parameters = {
        title      = "x"
        start_time = "2026-05-04 10:00"
      }
      outcome = "parameter_missing"
    }
    "an invitation without title" = {
      tool = "create_calendar_event"
      parameters = {
        start_time   = "2026-05-04 10:00"
        end_time     = "2026-05-04 11:00"
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_missing"
    }
    "an invitation without start_time" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        end_time     = "2026-05-04 11:00"
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_missing"
    }
    "an invitation without end_time" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = "2026-05-04 10:00"
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_missing"
    }
    "more people without event_id" = {
      tool = "add_calendar_event_participants"
      parameters = {
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_missing"
    }
    "more people without participants" = {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id = "x"
      }
      outcome = "parameter_missing"
    }
    "another time without event_id" = {
      tool = "reschedule_calendar_event"
      parameters = {
        new_start_time = "2026-05-04 10:00"
      }
      outcome = "parameter_missing"
    }
    "another time without new_start_time" = {
      tool = "reschedule_calendar_event"
      parameters = {
        event_id = "x"
      }
      outcome = "parameter_missing"
    }
    "no event without event_id" = {
      tool       = "cancel_calendar_event"
      parameters = {}
      outcome    = "parameter_missing"
    }
    "a file without filename" = {
      tool = "create_file"
      parameters = {
        content = ""
      }
      outcome = "parameter_missing"
    }
    "a file without content" = {
      tool = "create_file"
      parameters = {
        filename = "x"
      }
      outcome = "parameter_missing"
    }
    "more text without file_id" = {
      tool = "append_to_file"
      parameters = {
        content = ""
      }
      outcome = "parameter_missing"
    }
    "more text without content" = {
      tool = "append_to_file"
      parameters = {
        file_id = "x"
      }
      outcome = "parameter_missing"
    }
    "no file without file_id" = {
      tool       = "delete_file"
      parameters = {}
      outcome    = "parameter_missing"
    }
    "a share without file_id" = {
      tool = "share_file"
      parameters = {
        email      = "bo@corp.example"
        permission = "r"
      }
      outcome = "parameter_missing"
    }
    "a share without email" = {
      tool = "share_file"
      parameters = {
        file_id    = "x"
        permission = "r"
      }
      outcome = "parameter_missing"
    }
    "a share without permission" = {
      tool = "share_file"
      parameters = {
        file_id = "x"
        email   = "bo@corp.example"
      }
      outcome = "parameter_missing"
    }
    "a message without recipients" = {
      tool = "send_email"
      parameters = {
        subject = ""
        body    = ""
      }
      outcome = "parameter_missing"
    }
    "a message without subject" = {
      tool = "send_email"
      parameters = {
        recipients = ["bo@corp.example"]
        body       = ""
      }
      outcome = "parameter_missing"
    }
    "a message without body" = {
      tool = "send_email"
      parameters = {
        recipients = ["bo@corp.example"]
        subject    = ""
      }
      outcome = "parameter_missing"
    }
    "no message without email_id" = {
      tool       = "delete_email"
      parameters = {}
      outcome    = "parameter_missing"
    }
  }
  given {
    user "erin" {
      policies = ["office-assistant"]
      attributes = {
        mail_domain = "@corp.example"
      }
    }
  }
  request {
    user       = "erin"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "nothing is taken for what it is not" {
  for_each = {
    "an event, title empty" = {
      tool = "create_calendar_event"
      parameters = {
        title      = ""
        start_time = "2026-05-04 10:00"
        end_time   = "2026-05-04 11:00"
      }
      outcome = "parameter_not_allowed"
    }
    "an event, start_time no time" = {
      tool = "create_calendar_event"
      parameters = {
        title      = "x"
        start_time = "10:00"
        end_time   = "2026-05-04 11:00"
      }
      outcome = "parameter_not_allowed"
    }
    "an event, start_time a number" = {
      tool = "create_calendar_event"
      parameters = {
        title      = "x"
        start_time = 7
        end_time   = "2026-05-04 11:00"
      }
      outcome = "parameter_not_allowed"
    }
    "an event, end_time no time" = {
      tool = "create_calendar_event"
      parameters = {
        title      = "x"
        start_time = "2026-05-04 10:00"
        end_time   = "11:00"
      }
      outcome = "parameter_not_allowed"
    }
    "an event, end_time a number" = {
      tool = "create_calendar_event"
      parameters = {
        title      = "x"
        start_time = "2026-05-04 10:00"
        end_time   = 7
      }
      outcome = "parameter_not_allowed"
    }
    "an event, description a number" = {
      tool = "create_calendar_event"
      parameters = {
        title       = "x"
        start_time  = "2026-05-04 10:00"
        end_time    = "2026-05-04 11:00"
        description = 7
      }
      outcome = "parameter_not_allowed"
    }
    "an invitation, title empty" = {
      tool = "create_calendar_event"
      parameters = {
        title        = ""
        start_time   = "2026-05-04 10:00"
        end_time     = "2026-05-04 11:00"
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_not_allowed"
    }
    "an invitation, start_time no time" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = "10:00"
        end_time     = "2026-05-04 11:00"
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_not_allowed"
    }
    "an invitation, start_time a number" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = 7
        end_time     = "2026-05-04 11:00"
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_not_allowed"
    }
    "an invitation, end_time no time" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = "2026-05-04 10:00"
        end_time     = "11:00"
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_not_allowed"
    }
    "an invitation, end_time a number" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = "2026-05-04 10:00"
        end_time     = 7
        participants = ["bo@corp.example"]
      }
      outcome = "parameter_not_allowed"
    }
    "an invitation, description a number" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = "2026-05-04 10:00"
        end_time     = "2026-05-04 11:00"
        participants = ["bo@corp.example"]
        description  = 7
      }
      outcome = "parameter_not_allowed"
    }
    "an invitation, participants no address" = {
      tool = "create_calendar_event"
      parameters = {
        title        = "x"
        start_time   = "2026-05-04 10:00"
        end_time     = "2026-05-04 11:00"
        participants = ["everybody"]
      }
      outcome = "parameter_not_allowed"
    }
    "more people, participants empty" = {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "x"
        participants = []
      }
      outcome = "parameter_not_allowed"
    }
    "more people, participants no address" = {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "x"
        participants = ["everybody"]
      }
      outcome = "parameter_not_allowed"
    }
    "more people, participants numbers" = {
      tool = "add_calendar_event_participants"
      parameters = {
        event_id     = "x"
        participants = [7]
      }
      outcome = "parameter_not_allowed"
    }
    "a file, content a number" = {
      tool = "create_file"
      parameters = {
        filename = "x"
        content  = 7
      }
      outcome = "parameter_not_allowed"
    }
    "more text, content a number" = {
      tool = "append_to_file"
      parameters = {
        file_id = "x"
        content = 7
      }
      outcome = "parameter_not_allowed"
    }
    "a message, body a number" = {
      tool = "send_email"
      parameters = {
        recipients = ["bo@corp.example"]
        subject    = ""
        body       = 7
      }
      outcome = "parameter_not_allowed"
    }
    "a message, recipients empty" = {
      tool = "send_email"
      parameters = {
        recipients = []
        subject    = ""
        body       = ""
      }
      outcome = "parameter_not_allowed"
    }
  }
  given {
    user "erin" {
      policies = ["office-assistant"]
      attributes = {
        mail_domain = "@corp.example"
      }
    }
  }
  request {
    user       = "erin"
    operation  = "invoke"
    path       = "mcp/workspace/${each.tool}"
    parameters = "${each.parameters}"
  }
  expect {
    outcome = "${each.outcome}"
  }
}

test "the delegation holds to the last second of the year" {
  given {
    time = "2035-12-31T23:59:59Z"
    consent "dana-office" {
      scopes = ["office-mail"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/get_unread_emails"
    purpose    = "office-work"
  }
  expect {
    outcome = "allowed"
  }
}

test "the delegation ends with the year" {
  given {
    time = "2036-01-01T00:00:00Z"
    consent "dana-office" {
      scopes = ["office-mail"]
    }
  }
  request {
    agent      = "office-assistant"
    delegation = "dana-office"
    operation  = "invoke"
    path       = "mcp/workspace/get_unread_emails"
    purpose    = "office-work"
  }
  expect {
    outcome = "expired"
  }
}

test "employees have the tools of the workspace, and of no other server" {
  request {
    user      = "dana"
    operation = "invoke"
    path      = "mcp/warehouse/list_files"
  }
  expect {
    outcome = "no_matching_rule"
  }
}
