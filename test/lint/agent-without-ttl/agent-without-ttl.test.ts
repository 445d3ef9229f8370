import { describeRule } from '../describe-rule.js';

describeRule('agent-without-ttl', {
  faults: [
    { name: 'an agent with nothing that ends', text: 'agent "bot" {}', under: ['"bot"'], says: 'nothing ends what agent "bot" is granted' },
    { name: 'a bound on uses alone', text: 'agent "bot" { ephemeral { uses = 1 } }', under: ['"bot"'] },
    { name: 'a type without a bound', text: ['agent "bot" { type = "t" }', 'agent_type "t" { uses = 1 }'], under: ['"bot"'] },
  ],
  fine: [
    { name: 'a bound of its own', text: 'agent "bot" { ephemeral { max_ttl = 60 } }' },
    { name: 'a bound of its type, in another file', text: ['agent "bot" { type = "t" }', 'agent_type "t" { max_ttl = 60 }'] },
    { name: 'one that expires', text: 'agent "bot" { expires = "2030-01-01T00:00:00Z" }' },
  ],
});
