import { describeRule, stanza } from '../describe-rule.js';

const PURPOSE = 'when { purpose = ["x"] }';
const SCHEMA = 'schema {\n  context { ticket { type = "string"  source = "caller" }  risk { type = "number"  source = "enforcement_point" } }\n}\n';
const policy = (...stanzas: readonly string[]) => `policy "p" {\n${stanzas.join('')}}\n`;
const scope = (purposes: string) => `scope "s" {\n${stanza('a', 'read', PURPOSE)}}
agent "a" {}
user "u" {}
delegation "d" {
  from   = "user:u"
  to     = "a"
  scopes = ["s"]
  ${purposes}
}
`;

describeRule('caller-asserted-condition', {
  faults: [
    {
      name: 'a purpose',
      text: stanza('a', 'read', PURPOSE),
      under: ['purpose'],
      says: '"request.purpose" is what the caller says of itself, and "a" opens by it',
    },
    { name: 'a purpose that is not to be', text: stanza('a', 'read', 'when { expr = user.mfa && !(request.purpose == "x") }'), under: ['request.purpose'] },
    { name: 'a purpose beside something else', text: stanza('a', 'read', 'when { expr = user.mfa || request.purpose == "x" }'), under: ['request.purpose'] },
    { name: 'one that is only asked for', text: stanza('a', 'read', 'when { expr = has(request.purpose) }'), under: ['request.purpose'] },
    {
      name: 'an attribute declared so',
      text: SCHEMA + policy(stanza('a', 'read', 'when { expr = context.ticket == "t" && context.risk < 3 }')),
      under: ['context.ticket'],
    },
    {
      name: 'a named condition, where it is named',
      text: `condition "c" { ${PURPOSE.slice(7, -2)} }\n${policy(stanza('a', 'read', 'when { expr = condition.c }'))}`,
      under: ['condition.c'],
    },
    { name: 'a scope of which a delegation has no purposes', text: scope(''), under: ['purpose'] },
  ],
  fine: [
    { name: 'a purpose that delegations bind', text: stanza('a', 'read', 'when { expr = request.purpose == "x" && request.purpose in delegation.purposes }') },
    { name: 'a scope of which every delegation has purposes', text: scope('purposes = ["x"]') },
    { name: 'the arguments of the request', text: stanza('a', 'update', 'when { expr = parameters.amount < 5 }') },
    { name: 'a stanza that wants approval', text: stanza('a', 'read', PURPOSE, 'approval { by = ["group:g"] }') },
    { name: 'a guardrail', text: 'guardrail "g" {\n  enforcement = "hard-mandatory"\n  require { purpose = ["x"] }\n}\n' },
    { name: 'an attribute from elsewhere', text: SCHEMA + policy(stanza('a', 'read', 'when { expr = context.risk < 3 }')) },
    { name: 'an attribute of no declared source', text: stanza('a', 'read', 'when { expr = context.ticket == "t" }') },
  ],
});
