// Parameter lists on KV v2 that name a secret's own keys, which stand one level deeper than Vault looks.

import { mayBeKv, segmentsAsWritten } from '../kv2.js';
import type { Rule, RuleContext } from '../rule.js';
import { listed, quoted } from '../wording.js';

/** The members of KV v2's request bodies, and the query parameter of a read. */
const TOP_LEVEL: ReadonlySet<string> = new Set(['data', 'options', 'version', '*']);

export const kv2NestedParameter: Rule = {
  id: 'kv2-nested-parameter',
  reach: 'file',
  severity: 'warning',
  summary: "a parameter list on KV v2 that names a secret's keys, which stand inside data",
  check(context) {
    for (const stanza of context.stanzas) {
      const [mount = '', word] = segmentsAsWritten(stanza);
      if (word !== 'data' || !mayBeKv(mount)) continue;
      const writes = stanza.capabilities.some((capability) => WRITES.has(capability));
      // A secret can be written only by sending `data`: where that is allowed, other names are merely of no use.
      if (writes && stanza.allowed !== null && !stanza.allowed.some(({ name }) => name === 'data' || name === '*')) {
        say(context, stanza.file, stanza.allowed, 'allowed_parameters names', 'so every write, which carries data, is refused');
      }
      const denied = (stanza.denied ?? []).filter(({ name }) => !TOP_LEVEL.has(name));
      if (denied.length > 0) say(context, stanza.file, denied, 'denied_parameters names', 'so it denies nothing');
      const required = stanza.required.filter(({ name }) => !TOP_LEVEL.has(name.toLowerCase()));
      if (writes && required.length > 0) say(context, stanza.file, required, 'required_parameters names', 'so every write is refused');
    }
  },
};

const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

function say(
  context: RuleContext,
  file: string,
  named: readonly { readonly name: string; readonly span: { start: number; end: number } }[],
  who: string,
  effect: string,
): void {
  const first = named[0];
  if (first === undefined) return;
  context.report({
    file,
    span: first.span,
    message: `${who} ${listed(named.map(({ name }) => quoted(name)))}, but Vault looks at the top level of the request, where KV v2 has data and options: ${effect}`,
    help: 'Vault cannot look inside data: allow data as a whole, and restrict by path who may write',
  });
}
