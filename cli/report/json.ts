// Diagnostics as the JSON document of contracts.md, "The command `polc`".

import { type Findings, pageOf, summarize } from './findings.js';

export function reportJson({ diagnostics, files, places, rules }: Findings): string {
  const document = {
    diagnostics: diagnostics.map(({ code, severity, message, file, span, help, related = [], fixes = [] }) => ({
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
    })),
    summary: summarize({ diagnostics, files }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
