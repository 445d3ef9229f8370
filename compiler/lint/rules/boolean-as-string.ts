// "true" and "false" in parameter lists: JSON's true and false are other values.

import { parameterEntries } from '../parameters.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const booleanAsString: Rule = {
  id: 'boolean-as-string',
  reach: 'file',
  severity: 'info',
  summary: 'a boolean written as a string in a parameter list, which does not match a JSON boolean',
  check(context) {
    const json = new Set(context.documents.filter(({ syntax }) => syntax === 'json').map(({ file }) => file));
    for (const { stanza, attribute, parameter } of parameterEntries(context.stanzas)) {
      if (parameter.name === '*') continue;
      for (const word of ['true', 'false']) {
        const at = parameter.values.findIndex((value) => value.kind === 'string' && value.value === word);
        // Who lists both has thought of it.
        if (at < 0 || parameter.values.some((other) => other.kind === 'boolean' && String(other.value) === word)) continue;
        const span = parameter.valueSpans[at] ?? parameter.span;
        // WHY: Vault drops a boolean from a list of a JSON policy.
        const inJson = json.has(stanza.file);
        context.report({
          file: stanza.file,
          span,
          message: `parameter ${quoted(parameter.written)} with JSON's ${word} is not ${attribute === 'allowed_parameters' ? 'allowed' : 'denied'} by the string ${quoted(word)}`,
          help: inJson ? 'only a policy in HCL can list a boolean' : `list both: ${quoted(word)}, ${word}`,
          fixes: inJson ? [] : [{ title: 'list both', edits: [{ span: { start: span.end, end: span.end }, text: `, ${word}` }], safe: false }],
        });
      }
    }
  },
};
