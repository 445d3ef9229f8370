import { describeRule, stanza } from '../describe-rule.js';

describeRule('duplicate-capability', {
  faults: [
    { name: 'a second one', text: stanza('a', 'read list read'), under: ['"read"'], says: '"read" is listed twice', fixed: stanza('a', 'read list') },
    { name: 'each further one', text: stanza('a', 'read read read'), under: ['"read"', '"read"'], fixed: stanza('a', 'read read') },
    { name: 'one with a comment, without a fix', text: 'path "a" {\n  capabilities = [\n    "read",\n    "read", # why\n  ]\n}\n', under: ['"read"'] },
    { name: 'one behind a comment, without a fix', text: 'path "a" {\n  capabilities = ["read", /* x */ "read"]\n}\n', under: ['"read"'] },
    { name: 'one in a second list, without a fix', text: 'path "a" {\n  capabilities = ["read"]\n  "capabilities" = ["read"]\n}\n', under: ['"read"'] },
    { name: 'a deny', text: stanza('a', 'deny deny'), under: ['"deny"'], fixed: stanza('a', 'deny') },
  ],
  fine: [
    { name: 'different ones', text: stanza('a', 'read list') },
    { name: 'one in each stanza', text: stanza('a', 'read') + stanza('a', 'read') },
    { name: 'one that the legacy keyword grants too', text: stanza('a', 'read', 'policy = "read"') },
  ],
});
