import { describeRule, stanza } from '../describe-rule.js';

describeRule('reaches-every-host', {
  faults: [
    { name: 'all of http', text: stanza('http/*', 'read'), under: ['"http/*"'], says: 'on any host' },
    { name: 'one path of any host', text: stanza('http/+/status', 'read'), under: ['"http/+/status"'] },
  ],
  fine: [
    { name: 'a host', text: stanza('http/api.example/*', 'read update') },
    { name: 'a deny', text: stanza('http/*', 'deny') },
    { name: 'a template', text: stanza('http/{{user.host}}/x', 'read') },
    { name: 'a shape', text: stanza('http/*', 'read', 'parameters {}') },
  ],
});
