import { describeRule, stanza } from '../describe-rule.js';

const held = (a: string, b: string) => `agent "bot" {\n  policies = ["p", "q"]\n}\npolicy "p" { ${a} }\npolicy "q" { ${b} }`;

describeRule('narrowing-override', {
  faults: [
    { name: 'an exact path', text: held(stanza('a/b', 'update'), stanza('a/*', 'read update')), under: ['"a/b"'], says: '"a/b" takes read from agent "bot"' },
    { name: 'a longer prefix', text: held(stanza('a/*', 'read list'), stanza('a/b/*', 'read')), under: ['"a/b/*"'], says: 'takes list' },
    {
      name: 'a policy of a group',
      text: `user "u" {\n  policies = ["p"]\n  groups = ["g"]\n}\ngroup "g" { policies = ["q"] }\npolicy "p" { ${stanza('a/b', 'update')} }\npolicy "q" { ${stanza('a/+', 'read')} }`,
      under: ['"a/b"'],
      says: 'user "u"',
    },
  ],
  fine: [
    { name: 'as much', text: held(stanza('a/b', 'read update delete'), stanza('a/*', 'read update')) },
    { name: 'one pattern', text: held(stanza('a/*', 'update'), stanza('a/*', 'read')) },
    { name: 'one policy', text: `agent "bot" { policies = ["p"] }\npolicy "p" { ${stanza('a/b', 'update')}${stanza('a/*', 'read')} }` },
    { name: 'policies that nobody holds together', text: [stanza('a/b', 'update'), stanza('a/*', 'read')] },
    { name: 'a condition', text: held(stanza('a/b', 'update', 'when { expr = user.mfa }'), stanza('a/*', 'read')) },
    { name: 'paths apart', text: held(stanza('a/b', 'update'), stanza('c/*', 'read')) },
  ],
});
