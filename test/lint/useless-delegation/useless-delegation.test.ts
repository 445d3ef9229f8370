import { describeRule, stanza } from '../describe-rule.js';

const policy = (name: string, ...stanzas: readonly string[]) => `policy "${name}" {\n${stanzas.join('')}}\n`;
const SET = (user: string, scope: string, ceiling: string) =>
  `${policy('p', user)}${policy('q', ceiling)}scope "s" {\n${scope}}\nuser "u" { policies = ["p"] }\nagent "x" { ceiling { policies = ["q"] } }\ndelegation "d" {\n  from = "user:u"\n  to = "x"\n  scopes = ["s"]\n}\n`;

describeRule('useless-delegation', {
  faults: [
    {
      name: 'a scope beside the rights of the user',
      text: SET(stanza('a/*', 'read'), stanza('b/*', 'read'), stanza('*', 'read')),
      under: ['scopes'],
      says: 'nothing is allowed through delegation "d": "s", the rights of "user:u" and the ceilings of "x" have nothing in common',
    },
    { name: 'a scope beside the ceiling of the agent', text: SET(stanza('*', 'read'), stanza('b/*', 'read'), stanza('a/*', 'read')), under: ['scopes'] },
    {
      name: 'three that have something in common two by two',
      text: SET(stanza('+/a', 'read') + stanza('b/*', 'deny'), stanza('a/*', 'read') + stanza('b/a', 'read'), stanza('b/*', 'read')),
      under: ['scopes'],
    },
    {
      name: 'an agent that hands on what it cannot have got',
      text: `${SET(stanza('a/*', 'read'), stanza('a/*', 'read'), `${stanza('a/*', 'read')}${stanza('agents/y', 'delegate')}`)}agent "y" { ceiling { policies = ["q"] } }\ndelegation "e" {\n  from = "agent:x"\n  to = "y"\n  scopes = ["s"]\n}\n`,
      under: ['scopes'],
      says: 'delegation "e"',
    },
  ],
  fine: [
    { name: 'something in common', text: SET(stanza('a/*', 'read'), stanza('a/b/*', 'read'), stanza('*', 'read')) },
    {
      name: 'something in common when an attribute says so',
      text: SET(stanza('a/*', 'read', 'when { expr = user.mfa }'), stanza('a/b/*', 'read'), stanza('*', 'read')),
    },
    {
      name: 'a delegation that has ended',
      text: SET(stanza('a/*', 'read'), stanza('a/b/*', 'read'), stanza('*', 'read')).replace('  to = "x"', '  to = "x"\n  expires = "2020-01-01T00:00:00Z"'),
    },
  ],
});
