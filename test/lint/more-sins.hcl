# What the file of sins cannot hold: its broad grants speak of every server.

tools "unspoken-of" {
  schema = "sins.tools.json"
}
condition "never" {
  expr = context.stage == "production" && context.stage == "test"
}
