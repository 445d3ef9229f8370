// Diagnostics as the JSON document of contracts.md, "The command `polc`".

import type { Diagnostic } from '@polc/grammar';
import { type Findings, pageOf, summarize } from './findings.js';

export function reportJson({ diagnostics, ignored, files, places, rules }: Findings): string {
  const plain = ({ code, severity, message, file, span, help, related = [], fixes = [] }: Diagnostic) => ({
    code,
    severity,
    message,
    file,
    range: places.rangeOf(file, span),
    help: help ?? null,
    url: pageOf(code, rules),
    related: related.map((each) => ({ message: each.message, file: each.file, range: places.rangeOf(each.file, each.span) })),
    fixes: fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({ range: places.rangeOf(file, edit.span), text: edit.text })),
    })),
  });
  const document = {
    diagnostics: diagnostics.map(plain),
    ignored: ignored.map(({ diagnostic, reason, span }) => ({ ...plain(diagnostic), reason, directive: places.rangeOf(diagnostic.file, span) })),
    summary: summarize({ diagnostics, ignored, files }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
