// Runs the lint rules over a checked model. What each finds is its own; here only its severity is settled and everything put in order.

import type { Diagnostic, Document, Severity, Source } from '@polc/grammar';
import type { Model } from '../model/stanza.js';
import type { RuleContext } from './rule.js';
import { RULES } from './rules/index.js';

export interface LintPieces {
  readonly model: Model;
  readonly documents: readonly Document[];
  readonly sources: readonly Source[];
}

const SEVERITIES: Readonly<Record<'warn' | 'error', Severity>> = { warn: 'warning', error: 'error' };

/** `overrides` are settings by rule id; ids that no rule has are the caller's to refuse. */
export function runLint({ model, documents, sources }: LintPieces, overrides: Readonly<Record<string, 'off' | 'warn' | 'error'>> = {}): Diagnostic[] {
  const settings = new Map(Object.entries(overrides));
  const stanzas = model.policies.flatMap((policy) => policy.stanzas);
  const found: Diagnostic[] = [];
  for (const rule of RULES) {
    const setting = settings.get(rule.id);
    if (setting === 'off') continue;
    const severity = setting === undefined ? rule.severity : SEVERITIES[setting];
    const context: RuleContext = {
      model,
      documents,
      sources,
      stanzas,
      policies: model.policies,
      report: (finding) => {
        found.push({ code: rule.id, severity, ...finding });
      },
    };
    rule.check(context);
  }
  const order = new Map(sources.map(({ file }, i) => [file, i]));
  const place = (file: string) => order.get(file) ?? sources.length;
  return found.sort((a, b) => place(a.file) - place(b.file) || a.span.start - b.span.start || a.span.end - b.span.end);
}
