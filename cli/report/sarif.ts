// Diagnostics as SARIF 2.1.0, for code scanning. Columns count code points and the end of a region is not part of it, as in polc.

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic, Fix, Span } from '@polc/grammar';
import { VERSION } from '../version.js';
import type { Findings, RuleInfo } from './findings.js';
import { pageOf } from './findings.js';
import type { Places } from './places.js';
import { readPage } from './rule-page.js';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

export function reportSarif({ diagnostics, ignored, files, places, rules }: Findings): string {
  const known = rulesOf([...diagnostics, ...ignored.map(({ diagnostic }) => diagnostic)], rules);
  const indexes = new Map(known.map(({ id }, i) => [id, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'polc', semanticVersion: VERSION, rules: known } },
        columnKind: 'unicodeCodePoints',
        artifacts: files.map((file) => ({ location: { uri: uriOf(file) } })),
        results: [
          ...diagnostics.map((each) => ({ ...resultOf(each, places), ruleIndex: indexes.get(each.code) })),
          ...ignored.map(({ diagnostic, reason, span }) => ({
            ...resultOf(diagnostic, places),
            ruleIndex: indexes.get(diagnostic.code),
            suppressions: [{ kind: 'inSource', justification: reason, location: { physicalLocation: physical(diagnostic.file, span, places) } }],
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** One for each code that was found, in order of code. */
function rulesOf(diagnostics: readonly Diagnostic[], rules: readonly RuleInfo[]) {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return codes.map((id) => {
    const rule = rules.find((each) => each.id === id);
    const page = pageOf(id, rules);
    const help = page === null ? null : readPage(page);
    return {
      id,
      ...(rule === undefined ? {} : { shortDescription: { text: rule.summary }, defaultConfiguration: { level: LEVELS[rule.severity] } }),
      ...(page === null
        ? {}
        : { help: { text: help?.markdown ?? `See ${page}.`, ...(help === null ? {} : { markdown: help.markdown }) }, properties: { page } }),
      ...(help === null ? {} : { helpUri: help.uri }),
    };
  });
}

function resultOf({ code, severity, message, help, file, span, related = [], fixes = [] }: Diagnostic, places: Places) {
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: help === undefined ? message : `${message}\n${help}` },
    locations: [{ physicalLocation: physical(file, span, places) }],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((each, id) => ({ id, message: { text: each.message }, physicalLocation: physical(each.file, each.span, places) })) }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(fix, file, places)) }),
  };
}

function fixOf({ title, edits }: Fix, file: string, places: Places) {
  const replacements = edits.map(({ span, text }) => ({ deletedRegion: regionOf(file, span, places), ...(text === '' ? {} : { insertedContent: { text } }) }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: { uri: uriOf(file) }, replacements }] };
}

function physical(file: string, span: Span, places: Places) {
  return { artifactLocation: { uri: uriOf(file) }, region: regionOf(file, span, places) };
}

function regionOf(file: string, span: Span, places: Places) {
  const { start, end } = places.rangeOf(file, span);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** Relative to the folder polc ran in, as code scanning wants it. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  return file.split('/').map(encodeURIComponent).join('/');
}
