import { describeRule, stanza } from '../describe-rule.js';

const policy = (name: string, ...stanzas: readonly string[]) => `policy "${name}" {\n${stanzas.join('')}}\n`;
const SET = (user: string, scope: string, ceiling: string) =>
  `${policy('p', user)}${policy('q', ceiling)}scope "s" {\n${scope}}\nuser "u" { policies = ["p"] }\nagent "x" { ceiling { policies = ["q"] } }\ndelegation "d" {\n  from = "user:u"\n  to = "x"\n  scopes = ["s"]\n}\n`;

describeRule('scope-beyond-delegator', {
  faults: [
    {
      name: 'a pattern of which the user may do nothing',
      text: SET(stanza('a/*', 'read'), stanza('a/*', 'read') + stanza('b/*', 'read'), stanza('*', 'read')),
      under: ['scopes'],
      says: 'scope "s" reaches beyond the rights of "user:u": it allows read of "b/x", which "user:u" is denied whatever else the request says',
    },
    {
      name: 'operations that the user does not have',
      text: SET(stanza('*', 'read'), stanza('a/*', 'read') + stanza('b/*', 'update'), stanza('*', 'read update')),
      under: ['scopes'],
      says: 'update of "b/x"',
    },
    {
      name: 'two patterns',
      text: SET(stanza('a/*', 'read'), stanza('a/*', 'read') + stanza('b/*', 'read') + stanza('c', 'read'), stanza('*', 'read')),
      under: ['scopes'],
      says: 'nor anything at 1 more of its patterns',
    },
  ],
  fine: [
    { name: 'a pattern of which the user may do a part', text: SET(stanza('a/b', 'read'), stanza('a/*', 'read list'), stanza('*', 'read')) },
    {
      name: 'rights that hang on an attribute',
      text: SET(stanza('a/*', 'read') + stanza('b/*', 'read', 'when { expr = user.mfa }'), stanza('a/*', 'read') + stanza('b/*', 'read'), stanza('*', 'read')),
    },
    { name: 'a delegation of nothing at all, which another rule says', text: SET(stanza('a/*', 'read'), stanza('b/*', 'read'), stanza('*', 'read')) },
  ],
});
