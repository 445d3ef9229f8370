import { describeRule } from '../describe-rule.js';

describeRule('case-variant-name', {
  faults: [
    { name: 'two users', text: 'user "ana" {}\nuser "Ana" {}', under: ['"Ana"'], says: 'user "Ana" is another one than "ana"' },
    { name: 'two scopes in two files', text: ['scope "Read" { }', 'scope "read" { }'], under: ['"read"'] },
  ],
  fine: [
    { name: 'two kinds', text: 'user "ana" {}\ngroup "Ana" {}' },
    { name: 'policies, which fold', text: ['policy "Dev" { }', 'policy "dev" { }'] },
    { name: 'other names', text: 'user "ana" {}\nuser "anna" {}' },
  ],
});
