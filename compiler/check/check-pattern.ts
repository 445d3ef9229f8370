// The text of a pattern, judged and classified (vault-acl.md §1.8).

import type { Span } from '@polc/grammar';
import { classifyPattern, splitTemplate } from '@polc/runtime';
import type { Pattern } from '../model/stanza.js';
import type { Reporter } from './report.js';

/** null when Vault refuses it. */
export function checkPattern(written: string, span: Span, report: Reporter): Pattern | null {
  const pieces = splitTemplate(written);
  if (pieces === null) {
    report.error(
      'unbalanced-template',
      span,
      `the braces of a template do not pair up in ${JSON.stringify(written)}`,
      'each "{{" needs one "}}" behind it, and none stands alone',
    );
    return null;
  }
  const pattern = classifyPattern(written);
  if (pattern === null) {
    report.error(
      'plus-star',
      span,
      `"+*" is not allowed in ${JSON.stringify(written)}`,
      '"+" is a whole segment: write "+/*" for anything below it, or "*" alone for a prefix',
    );
    return null;
  }
  return { written, ...pattern, templated: pieces.length > 1, span };
}
