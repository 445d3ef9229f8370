import { describeRule, stanza } from '../describe-rule.js';

describeRule('list-without-slash', {
  faults: [
    {
      name: 'an exact path',
      text: stanza('secret/metadata/app', 'list'),
      under: ['"secret/metadata/app"'],
      says: 'a LIST request ends in a slash, "secret/metadata/app" does not',
      fixed: stanza('secret/metadata/app/', 'list'),
    },
    {
      name: 'a path with +',
      text: stanza('+/sys/policies/acl', 'list'),
      under: ['"+/sys/policies/acl"'],
      says: 'as older versions did not',
      fixed: stanza('+/sys/policies/acl/', 'list'),
    },
    {
      name: 'list with sudo',
      text: stanza('auth/token/accessors', 'list sudo'),
      under: ['"auth/token/accessors"'],
      fixed: stanza('auth/token/accessors/', 'list sudo'),
    },
    {
      name: 'a path beside another such path',
      text: stanza('a/b', 'list') + stanza('a/+', 'list'),
      under: ['"a/b"', '"a/+"'],
      fixed: stanza('a/b/', 'list') + stanza('a/+', 'list'),
    },
  ],
  fine: [
    { name: 'a final slash', text: stanza('secret/metadata/', 'list') + stanza('+/x/', 'list') },
    { name: 'a final *', text: stanza('secret/metadata/*', 'list') + stanza('secret/meta*', 'list') + stanza('+/x/*', 'list') },
    { name: 'list among others', text: stanza('secret/x', 'read list') },
    { name: 'list under data/, which has a rule of its own', text: stanza('secret/data/x', 'list') },
    { name: 'both spellings', text: stanza('secret/metadata/app', 'list') + stanza('secret/metadata/app/', 'list') },
    { name: 'a folder that a broader stanza lists', text: stanza('secret/metadata/app', 'list') + stanza('secret/metadata/*', 'list') },
    { name: 'both spellings of a template', text: stanza('s/{{identity.entity.id}}', 'list') + stanza('s/{{identity.entity.id}}/', 'list') },
    { name: 'the empty path', text: stanza('', 'list') },
  ],
});
