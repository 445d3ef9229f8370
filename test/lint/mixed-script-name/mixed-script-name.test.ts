import { describeRule, stanza } from '../describe-rule.js';

describeRule('mixed-script-name', {
  faults: [
    { name: 'a Cyrillic letter in a path', text: stanza('a/\u0430dmin', 'read'), under: ['"a/\u0430dmin"'], says: 'mixes letters of Latin and Cyrillic' },
    { name: 'a Greek letter in an id', text: 'agent "b\u03bft" {}', under: ['"b\u03bft"'], says: 'Latin and Greek' },
  ],
  fine: [
    { name: 'words of different scripts', text: stanza('\u0430\u0434\u043c\u0438\u043d/admin', 'read') },
    { name: 'Japanese beside Latin', text: stanza('web\u30b5\u30fc\u30d0\u30fc', 'read') },
    { name: 'accents', text: stanza('caf\u00e9/cafe\u0301', 'read') },
  ],
});
