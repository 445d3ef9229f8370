import { describeRule, stanza } from '../describe-rule.js';

const BROAD = stanza('secret/*', 'read');

describeRule('unreachable-deny', {
  faults: [
    {
      name: 'a deny behind a prefix that ends where its first + stands',
      text: BROAD + stanza('secret/+/private/*', 'deny'),
      under: ['"secret/+/private/*"'],
      says: 'deny on "secret/+/private/*" never applies: "secret/*" wins every path it matches, such as "secret/x/private/x"',
    },
    {
      name: 'a deny behind a pattern that begins with + too and has fewer of them',
      text: stanza('+/b/*', 'read') + stanza('+/+/*', 'deny') + stanza('+/*', 'read'),
      under: ['"+/+/*"'],
    },
    {
      name: 'a deny behind a pattern with fewer +',
      text: stanza('a/+/c/*', 'read') + stanza('a/+/+/*', 'deny') + stanza('a/+/*', 'read'),
      under: ['"a/+/+/*"'],
    },
    {
      name: 'a deny that loses to different patterns at different depths',
      text: stanza('a/+/c', 'read') + stanza('+/+/+', 'read') + stanza('+/+/c*', 'deny') + stanza('+/+/+/*', 'read') + stanza('+/*', 'read'),
      under: ['"+/+/c*"'],
    },
    {
      name: 'a deny of another policy',
      text: [BROAD, stanza('secret/+/private/*', 'deny')],
      under: ['"secret/+/private/*"'],
      says: ', for whoever also holds policy "a"',
    },
    {
      name: 'a deny whose path a grant of list wins even for list',
      text: stanza('secret/*', 'read list') + stanza('secret/+/private/*', 'deny'),
      under: ['"secret/+/private/*"'],
    },
    {
      name: 'a deny without a final * whose literal + comes before the end of a prefix',
      text: stanza('+a/*', 'read') + stanza('+a/+', 'deny'),
      under: ['"+a/+"'],
    },
    { name: 'a legacy deny', text: `${BROAD}path "secret/+/*" {\n  policy = "deny"\n}\n`, under: ['"secret/+/*"'] },
    {
      name: 'each stanza of the pattern',
      text: BROAD + stanza('secret/+/p/*', 'deny') + stanza('secret/+/p/*', 'deny'),
      under: ['"secret/+/p/*"', '"secret/+/p/*"'],
    },
  ],
  fine: [
    { name: 'a deny whose first wildcard stands further right', text: BROAD + stanza('secret/x/+/private/*', 'deny') },
    { name: 'a deny without a final *', text: BROAD + stanza('secret/+/private', 'deny') },
    { name: 'a deny with the more general pattern beside narrow grants', text: stanza('secret/a/*', 'read') + stanza('secret/+/private/*', 'deny') },
    { name: 'an exact deny', text: BROAD + stanza('secret/x', 'deny') },
    { name: 'a prefix deny', text: BROAD + stanza('secret/private/*', 'deny') + stanza('secret/+/+', 'read') },
    {
      name: 'a deny that still stops a list which a broader pattern grants, since patterns without list are passed over there',
      text: BROAD + stanza('secret/+/private/*', 'deny') + stanza('+/+/private/*', 'list'),
    },
    { name: 'a deny that stops a list far below where its pattern ends', text: stanza('a/*', 'read') + stanza('a/+/*', 'deny') + stanza('+/+/+/+/b', 'list') },
    {
      name: 'a deny that stops a list of one depth only, where the pattern takes the final slash',
      text: stanza('a/*', 'read') + stanza('a/+/*', 'deny') + stanza('+/+/', 'list') + stanza('a/+/+/+', 'list'),
    },
    {
      name: 'a deny that stops a list only below a prefix that drives a listing one out',
      text: stanza('a/*', 'list') + stanza('a/b*', 'read') + stanza('a/+/x/*', 'deny') + stanza('+/b/*', 'list'),
    },
    {
      name: 'a deny that a templated grant of list might fall back on',
      text: BROAD + stanza('secret/+/private/*', 'deny') + stanza('+/{{identity.entity.name}}/private/*', 'list'),
    },
    { name: 'a templated deny', text: BROAD + stanza('secret/+/{{identity.entity.name}}/*', 'deny') },
    {
      name: 'a deny behind a templated prefix, whose text is not known',
      text: stanza('secret/{{identity.entity.name}}/*', 'read') + stanza('secret/+/private/*', 'deny'),
    },
    { name: 'a pattern that begins with a slash, which another rule speaks of', text: BROAD + stanza('//+/private/*', 'deny') },
  ],
});
