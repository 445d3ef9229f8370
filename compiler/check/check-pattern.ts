// The text of a pattern, judged and classified (vault-acl.md §1.8), and polc's templates in it (grammar/spec.md §5.4).

import { nearest, type Span } from '@polc/grammar';
import { classifyPattern, splitTemplate } from '@polc/runtime';
import { quote } from '../expression/wording.js';
import { isKnownPolcDirective, isPolcDirective, POLC_DIRECTIVES } from '../model/polc-directive.js';
import type { Reporter } from '../model/report.js';
import type { Pattern } from '../model/stanza.js';
import { unreachable } from './unreachable-path.js';

/** null when Vault refuses it, or when a template of polc is none. */
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
  return checkDirectives(pieces, span, report) ? { written, ...pattern, templated: pieces.length > 1, span } : null;
}

/** A path where no request is at hand to fill a template in: of a guardrail or a target. */
export function checkPlainPath(written: string, span: Span, report: Reporter): boolean {
  const pattern = checkPattern(written, span, report);
  if (pattern?.templated) {
    report.error(
      'template-misplaced',
      span,
      `a template cannot stand in this path: ${quote(written)}`,
      'templates stand in the patterns of stanzas; write "+" for any one segment',
    );
  }
  if (pattern === null || pattern.templated) return false;
  const fault = unreachable(written);
  if (fault !== null) report.error('unreachable-path', span, fault.message, fault.help);
  return fault === null;
}

function checkDirectives(pieces: readonly string[], span: Span, report: Reporter): boolean {
  let sound = true;
  for (let i = 1; i < pieces.length; i += 2) {
    const directive = pieces[i] as string;
    if (!isPolcDirective(directive)) continue;
    if (!isKnownPolcDirective(directive)) {
      const near = nearest(
        directive,
        POLC_DIRECTIVES.filter((form) => !form.includes('KEY')),
      );
      report.error(
        'unknown-template-directive',
        span,
        `${quote(`{{${directive}}}`)} names nothing that polc can fill in`,
        near === undefined ? `polc fills in ${POLC_DIRECTIVES.map((form) => `{{${form}}}`).join(', ')}` : `did you mean {{${near}}}?`,
      );
      sound = false;
    } else if (!fillsSegment(pieces, i)) {
      report.error(
        'template-not-a-segment',
        span,
        `${quote(`{{${directive}}}`)} must fill a whole segment`,
        'only "/" or the end of the pattern stands beside it: "secret/{{agent.id}}/notes"',
      );
      sound = false;
    }
  }
  return sound;
}

function fillsSegment(pieces: readonly string[], i: number): boolean {
  const before = pieces[i - 1] as string;
  const after = pieces[i + 1] as string;
  return (before.endsWith('/') || (before === '' && i === 1)) && (after.startsWith('/') || (after === '' && i === pieces.length - 2));
}
