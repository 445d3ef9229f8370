# When, and from where. Time and place come from the enforcement point; what it cannot tell is unknown, and unknown never opens.

condition "on_the_company_network" {
  location {
    cidrs = ["10.20.0.0/16", "2001:db8:20::/48"]
  }
}

# Payroll: by its own stanza anybody who may read it reads it at any time. The guardrail takes that away from all of them, agents too.
user "ines" {
  policies = ["payroll-clerk"]
}

policy "payroll-clerk" {
  path "secret/data/payroll/*" {
    capabilities = ["read"]
  }
}

guardrail "payroll-in-office-hours" {
  enforcement = "hard-mandatory"
  on {
    paths = ["secret/data/payroll/*"]
  }
  require {
    time {
      zone  = "Europe/Berlin"
      days  = ["mon-fri"]
      hours = ["09:00-12:30", "13:00-17:00"]
    }
    expr = condition.on_the_company_network
  }
  reason = "payroll is read in office hours, from the company network"
}

# The night shift begins in the evening and ends in the morning: an interval belongs to the day on which it starts, so Friday's ends on Saturday.
user "otto" {
  policies = ["night-shift"]
}

policy "night-shift" {
  path "secret/data/plant/line-control" {
    capabilities = ["read"]
    when {
      time {
        zone  = "Europe/Berlin"
        days  = ["mon-fri"]
        hours = ["22:00-06:00"]
      }
    }
    reason = "the line is the night shift's from 22:00 to 06:00"
  }
}

# A support desk that follows the sun: Tokyo's morning is Berlin's night. From the countries it is in, and until the contract ends.
user "yuki" {
  policies = ["tokyo-desk"]
}

policy "tokyo-desk" {
  path "secret/data/desk/*" {
    capabilities = ["read"]
    when {
      time {
        zone   = "Asia/Tokyo"
        days   = ["mon-sat"]
        hours  = ["08:00-16:00"]
        after  = "2026-04-01T00:00:00Z"
        before = "2027-04-01T00:00:00Z"
      }
      location {
        countries = ["JP", "KR"]
      }
    }
  }
}

# A gate opens for whoever stands before it: half a kilometre around the terminal. Her agent may ask for her, and is bound to the same place.
user "pia" {
  policies = ["gate-keeper"]
}

policy "gate-keeper" {
  path "http/gates.example/terminal/open" {
    capabilities = ["update"]
    when {
      location {
        within = {
          lat = 51.9544
          lon = 4.1427
          km  = 0.5
        }
      }
    }
    reason = "the gate opens for those who stand before it"
  }
}

agent "gate-agent" {
  owner = "group:port-systems"
  ceiling {
    policies = ["gate-opening"]
  }
  ephemeral {
    max_ttl = "5m"
  }
}

group "port-systems" {}

policy "gate-opening" {
  path "http/gates.example/terminal/open" {
    capabilities = ["update"]
  }
  path "secret/data/payroll/*" {
    capabilities = ["read"]
  }
}

scope "gates" {
  path "http/gates.example/terminal/open" {
    capabilities = ["update"]
  }
}

delegation "pia-gates" {
  from    = "user:pia"
  to      = "gate-agent"
  scopes  = ["gates"]
  consent = "implied"
  expires = "2036-01-01T00:00:00Z"
}
