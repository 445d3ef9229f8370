import { describeRule, stanza } from '../describe-rule.js';

const ALL = 'all(r, parameters.to, r == "x")';
const when = (expr: string, ...lines: readonly string[]) => stanza('a', 'update', `when { expr = ${expr} }`, ...lines);
const guardrail = (body: string) => `guardrail "g" {\n  enforcement = "hard-mandatory"\n  ${body}\n}\n`;

describeRule('all-over-empty-list', {
  faults: [
    { name: 'all alone', text: when(ALL), under: [ALL], says: 'all(…) is true over an empty list, and "parameters.to" may be empty' },
    { name: 'all beside what says nothing of the list', text: when(`user.mfa && length(parameters.cc) > 0 && ${ALL}`), under: [ALL] },
    { name: 'a length that may be 0', text: when(`length(parameters.to) >= 0 && ${ALL}`), under: [ALL] },
    { name: 'one of two ways', text: when(`length(parameters.to) > 0 || ${ALL}`), under: [ALL] },
    { name: 'a shape that takes an empty list', text: when(ALL, 'parameters { to = list(string) }'), under: [ALL] },
    {
      name: 'a named condition, where it is named',
      text: `condition "c" { expr = ${ALL} }\npolicy "p" {\n${when('condition.c')}}\n`,
      under: ['condition.c'],
    },
    { name: 'what a guardrail requires', text: guardrail(`require { expr = ${ALL} }`), under: [ALL] },
    { name: 'what a guardrail forbids, negated', text: guardrail(`forbid { expr = !${ALL} }`), under: [ALL] },
    { name: 'a scope', text: `scope "s" {\n${when(ALL)}}\n`, under: [ALL] },
  ],
  fine: [
    { name: 'a length above 0', text: when(`length(parameters.to) > 0 && ${ALL}`) },
    { name: 'a length of another when', text: when(ALL, 'when { expr = length(parameters.to) >= 1 }') },
    { name: 'an element that is there', text: when(`"x" in parameters.to && ${ALL}`) },
    { name: 'a shape that wants an element', text: when(ALL, 'parameters { to = list(string, min_items: 1) }') },
    { name: 'a literal list', text: when('all(r, ["x", "y"], r == parameters.to)') },
    { name: 'any, true or not', text: when('!any(r, parameters.to, r == "x") && any(r, parameters.cc, r == "x")') },
    { name: 'all that is not to be', text: when(`!${ALL}`) },
    { name: 'what a guardrail forbids', text: guardrail(`forbid { expr = ${ALL} }`) },
  ],
});
