// Numbers in parameter lists: a number of a request equals neither a number nor a string of the policy.

import type { Span } from '@polc/grammar';
import type { ParameterValue } from '../../model/stanza.js';
import { parameterEntries } from '../parameters.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const unmatchableNumber: Rule = {
  id: 'unmatchable-number',
  reach: 'file',
  severity: 'warning',
  summary: 'a number in a parameter list, which no request can match',
  check(context) {
    for (const { stanza, attribute, parameter } of parameterEntries(context.stanzas)) {
      if (parameter.name === '*') continue;
      const found = parameter.values.flatMap((value, i) => (holdsNumber(value) ? [{ value, span: parameter.valueSpans[i] ?? parameter.span }] : []));
      const first = found[0];
      if (first === undefined) continue;
      const shown = found.flatMap(({ value }) => (value.kind === 'number' ? [String(value.value)] : []));
      const what = shown.length === 0 ? 'a value with a number in it' : listed(shown);
      context.report({
        file: stanza.file,
        span: first.span,
        message: `no request matches ${what} of parameter ${quoted(parameter.written)}: Vault compares numbers of requests as another type, so it ${attribute === 'allowed_parameters' ? 'allows' : 'denies'} nothing`,
        help: 'write it as a string and have clients send a string; a JSON number cannot be restricted by value',
        fixes: asStrings(found),
      });
    }
  },
};

function holdsNumber(value: ParameterValue): boolean {
  switch (value.kind) {
    case 'number':
      return true;
    case 'list':
      return value.elements.some(holdsNumber);
    case 'object':
      return value.entries.some(([, inner]) => holdsNumber(inner));
    default:
      return false;
  }
}

function asStrings(found: readonly { readonly value: ParameterValue; readonly span: Span }[]) {
  const edits = found.flatMap(({ value, span }) => (value.kind === 'number' ? [{ span, text: `"${value.value}"` }] : []));
  return edits.length === 0 ? [] : [{ title: 'write strings', edits, safe: false }];
}
