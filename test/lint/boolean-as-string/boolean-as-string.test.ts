import { describeRule, stanza } from '../describe-rule.js';

const denied = (values: string) => stanza('a', 'update', `denied_parameters = { "exportable" = [${values}] }`);

describeRule('boolean-as-string', {
  faults: [
    {
      name: 'a denied boolean',
      text: denied('"true"'),
      under: ['"true"'],
      says: 'parameter "exportable" with JSON\'s true is not denied by the string "true"',
      fixed: denied('"true", true'),
    },
    {
      name: 'an allowed boolean',
      text: stanza('a', 'update', 'allowed_parameters = { "x" = ["false"] }'),
      under: ['"false"'],
      says: 'is not allowed by',
      fixed: stanza('a', 'update', 'allowed_parameters = { "x" = ["false", false] }'),
    },
    { name: 'each of the two', text: denied('"true", "false"'), under: ['"true"', '"false"'], fixed: denied('"true", true, "false"') },
    {
      name: 'the JSON form, which cannot say it',
      text: '{"path": {"a": {"capabilities": ["update"], "denied_parameters": {"x": ["true"]}}}}',
      under: ['"true"'],
    },
  ],
  fine: [
    { name: 'both forms', text: denied('"true", true') },
    { name: 'booleans', text: denied('true, false') },
    { name: 'other texts', text: denied('"TRUE", "1", "truth"') },
    { name: 'values under *', text: stanza('a', 'update', 'denied_parameters = { "*" = ["true"] }') },
  ],
});
