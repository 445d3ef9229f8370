// A `*` right behind a name: the prefix also matches longer names, of which one is another policy's.

import type { Stanza } from '../../model/stanza.js';
import { patternPart, relatedTo } from '../places.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const prefixCrossesName: Rule = {
  id: 'prefix-crosses-name',
  reach: 'set',
  severity: 'info',
  summary: 'a prefix that ends inside a name and takes in what another policy keeps',
  check(context) {
    const prefixes = context.stanzas.filter(
      ({ pattern: { kind, text, templated }, capabilities }) =>
        kind === 'prefix' && !templated && /[\p{L}\p{N}]$/u.test(text) && text.includes('/') && !VAULTS_OWN.test(text) && !capabilities.includes('deny'),
    );
    if (prefixes.length === 0) return;
    const sorted = context.stanzas
      .filter(({ pattern }) => !pattern.templated && pattern.kind !== 'segment')
      .sort((a, b) => (a.pattern.text < b.pattern.text ? -1 : 1));
    for (const stanza of prefixes) {
      const { text, written } = stanza.pattern;
      const other = crossed(stanza, sorted);
      if (other === undefined) continue;
      context.report({
        file: stanza.file,
        span: patternPart(context, stanza, written.length - 1, written.length),
        message: `${quoted(written)} also matches names that only begin so, such as that of ${quoted(other.pattern.written)} in policy ${quoted(other.policy)}`,
        help: `write ${quoted(`${text}/*`)} for what is below it`,
        related: [relatedTo(other, 'is matched too')],
      });
    }
  },
};

/** Endpoints of Vault's own, whose names nobody chooses: `sys/capabilities*` is a family. */
const VAULTS_OWN = /^sys\/[^/]*$/;

/** Of another policy, with a longer name in the place where the prefix ends. */
function crossed({ pattern: { text }, policy }: Stanza, sorted: readonly Stanza[]): Stanza | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Stanza).pattern.text < text) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < sorted.length && i < low + MOST; i++) {
    const other = sorted[i] as Stanza;
    if (!other.pattern.text.startsWith(text)) return undefined;
    if (other.policy !== policy && /^[-_]?[\p{L}\p{N}]/u.test(other.pattern.text.slice(text.length))) return other;
  }
  return undefined;
}

/** Looked at behind each prefix: more of one beginning are one family. */
const MOST = 100;
