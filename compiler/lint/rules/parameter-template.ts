// Templates in parameter lists: Vault fills them in in path patterns only.

import type { ParameterValue } from '../../model/stanza.js';
import { parameterEntries } from '../parameters.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const parameterTemplate: Rule = {
  id: 'parameter-template',
  reach: 'file',
  severity: 'warning',
  summary: 'a template in a parameter list, where Vault takes it literally',
  check(context) {
    for (const { stanza, parameter } of parameterEntries(context.stanzas)) {
      const say = (text: string, span: { start: number; end: number }) =>
        context.report({
          file: stanza.file,
          span,
          message: `${quoted(text)} stands for itself here: Vault fills in templates in path patterns only`,
          help: 'put what depends on the identity into the path, or write a policy for each value',
        });
      if (isTemplated(parameter.written)) say(parameter.written, parameter.span);
      if (parameter.name === '*') continue;
      for (const [i, value] of parameter.values.entries()) {
        const text = textsOf(value).find((each) => isTemplated(each));
        if (text !== undefined) say(text, parameter.valueSpans[i] ?? parameter.span);
      }
    }
  },
};

function isTemplated(text: string): boolean {
  const open = text.indexOf('{{');
  return open >= 0 && text.lastIndexOf('}}') > open;
}

function textsOf(value: ParameterValue): readonly string[] {
  switch (value.kind) {
    case 'string':
      return [value.value];
    case 'list':
      return value.elements.flatMap(textsOf);
    case 'object':
      return value.entries.flatMap(([, inner]) => textsOf(inner));
    default:
      return [];
  }
}
