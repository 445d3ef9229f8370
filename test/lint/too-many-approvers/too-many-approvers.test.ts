import { describeRule, stanza } from '../describe-rule.js';

describeRule('too-many-approvers', {
  faults: [
    {
      name: 'more than there are',
      text: stanza('a', 'update', 'approval {\n by = ["user:ana"]\n count = 2\n}'),
      under: ['count'],
      says: '2 different approvers are wanted, and only "user:ana" may approve',
    },
    { name: 'one who is named twice', text: stanza('a', 'update', 'approval {\n by = ["user:ana", "user:ana"]\n count = 2\n}'), under: ['count'] },
    { name: 'the requester', text: stanza('a', 'update', 'approval {\n by = ["requester"]\n count = 2\n}'), under: ['count'] },
    { name: 'a guardrail', text: 'guardrail "g" {\n  enforcement = "soft-mandatory"\n  approval {\n by = ["user:ana"]\n count = 2\n}\n}', under: ['count'] },
  ],
  fine: [
    { name: 'as many as there are', text: stanza('a', 'update', 'approval {\n by = ["user:ana", "user:ben"]\n count = 2\n}') },
    { name: 'a group', text: stanza('a', 'update', 'approval {\n by = ["group:g"]\n count = 9\n}') },
  ],
});
