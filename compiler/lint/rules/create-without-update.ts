// `create` without `update` on endpoints that do something and keep nothing: signing, issuing, decrypting. Vault asks for update there.

import { writtenSegments } from '../leading-path.js';
import type { Rule } from '../rule.js';
import { quoted } from '../wording.js';

export const createWithoutUpdate: Rule = {
  id: 'create-without-update',
  reach: 'set',
  severity: 'warning',
  summary: 'create where Vault only ever updates',
  check(context) {
    for (const { capabilities, deny, stanzas } of context.patterns.rules) {
      if (deny || !capabilities.has('create') || capabilities.has('update')) continue;
      for (const stanza of stanzas) {
        const [mount = '', word = '', name] = writtenSegments(stanza.pattern);
        const at = stanza.written.find((each) => each.name === 'create');
        if (at === undefined || name === undefined || !ENGINES.test(mount) || !WORDS.has(word)) continue;
        context.report({
          file: stanza.file,
          span: at.span,
          message: `Vault asks for update on ${quoted(stanza.pattern.written)}, never for create: nothing is kept there`,
          help: 'write "update"',
        });
      }
    }
  },
};

const ENGINES = /(?:^|[-_])(?:ssh|pki|transit|ca)(?:$|[-_])/;
const WORDS: ReadonlySet<string> = new Set(['sign', 'sign-verbatim', 'issue', 'decrypt', 'rewrap', 'verify', 'hmac', 'hash', 'random', 'datakey']);
