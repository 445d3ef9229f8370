// A lint rule's table of cases, run: where it speaks, what it says and underlines, what its fixes do; and where it must be silent.

import { check, compile, equivalence, RULES, type Stanza, type World, worldOf } from '@polc/compiler';
import { type Diagnostic, type Fix, hasErrors } from '@polc/grammar';
import { loadBundle } from '@polc/runtime';
import { describe, expect, test } from 'vitest';
import { shapeOfStanza } from '../rule-shape.js';

/** One text, or several: each is a file and a policy of its own, `a.hcl`, `b.hcl`, … */
type Texts = string | readonly string[];

export interface FaultCase {
  readonly name: string;
  readonly text: Texts;
  /** The underlined text of each finding, in order. */
  readonly under: readonly string[];
  /** Part of the first finding's message. */
  readonly says?: string;
  /** The first file after the first finding's only fix. */
  readonly fixed?: string;
}

export interface FineCase {
  readonly name: string;
  readonly text: Texts;
}

export function describeRule(id: string, cases: { readonly faults: readonly FaultCase[]; readonly fine: readonly FineCase[] }): void {
  describe(id, () => {
    test.each(cases.faults.map((each) => [each.name, each] as const))('speaks of %s', (_name, { text, under, says, fixed }) => {
      const texts = asTexts(text);
      const findings = findingsOf(id, texts);
      expect(findings.map((finding) => textAt(texts, finding))).toEqual(under);
      const first = findings[0] as Diagnostic;
      expect(first.message).toMatch(/^(?:Vault |[^A-Z\s]).*[^.\s]$/);
      expect(first.help).toBeTruthy();
      if (says !== undefined) expect(first.message).toContain(says);
      expect(first.fixes?.length ?? 0).toBe(fixed === undefined ? 0 : 1);
      if (fixed === undefined) return;
      const fix = first.fixes?.[0] as Fix;
      expect(applyFix(texts[0] as string, fix)).toBe(fixed);
      expectMended(id, texts, findings.length, fix, fixed);
    });
    test.each(cases.fine.map((each) => [each.name, each] as const))('is silent about %s', (_name, { text }) => {
      expect(findingsOf(id, asTexts(text)).map(({ message }) => message)).toEqual([]);
    });
  });
}

/** A path stanza: its pattern, its capabilities separated by blanks, and further lines of its body. */
export function stanza(pattern: string, capabilities: string, ...lines: readonly string[]): string {
  const words = capabilities.split(' ').filter((word) => word !== '');
  const body = [`capabilities = [${words.map((word) => `"${word}"`).join(', ')}]`, ...lines];
  return `path "${pattern}" {\n${body.map((line) => `  ${line}\n`).join('')}}\n`;
}

const RULE_IDS = new Set(RULES.map((rule) => rule.id));
const OPT_IN = new Set(RULES.filter(({ optIn }) => optIn === true).map((rule) => rule.id));

/** Findings of one rule. A text with errors would make any rule silent, so it is refused; what a rule finds may be one. */
export function findingsOf(id: string, texts: readonly string[]): readonly Diagnostic[] {
  const { diagnostics } = check(sourcesOf(texts), { rules: OPT_IN.has(id) ? { [id]: 'warn' } : {} });
  expect(diagnostics.filter(({ severity, code }) => severity === 'error' && !RULE_IDS.has(code))).toEqual([]);
  return diagnostics.filter(({ code }) => code === id);
}

/** A JSON text is a file with that ending, one of tools with theirs. */
export function sourcesOf(texts: readonly string[]): { file: string; text: string }[] {
  return texts.map((text, i) => ({ file: `${'abcdefgh'[i]}.${endingOf(text.trimStart())}`, text }));
}

function endingOf(text: string): string {
  return !text.startsWith('{') ? 'hcl' : /^\{\s*"tools"/.test(text) ? 'tools.json' : 'json';
}

export function applyFix(text: string, { edits }: Fix): string {
  let out = text;
  for (const { span, text: replacement } of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    out = out.slice(0, span.start) + replacement + out.slice(span.end);
  }
  return out;
}

function expectMended(id: string, texts: readonly string[], before: number, fix: Fix, fixed: string): void {
  const mended = [fixed, ...texts.slice(1)];
  expect(findingsOf(id, mended).length).toBe(before - 1);
  if (fix.safe && fix.proved === true) expect(equivalence(worldOfTexts(texts), worldOfTexts(mended))).toBe('equivalent');
  else if (fix.safe) expect(meaningOf(mended)).toEqual(meaningOf(texts));
}

function worldOfTexts(texts: readonly string[]): World {
  return worldOf(loadBundle(compile(sourcesOf(texts)).bundle as Uint8Array));
}

/** All of the model that a decision depends on. */
function meaningOf(texts: readonly string[]): unknown {
  const result = check(sourcesOf(texts), { lint: false });
  expect(hasErrors(result.diagnostics)).toBe(false);
  return result.model.policies.map(({ name, stanzas }) => ({ name, stanzas: stanzas.map(meaningOfStanza) }));
}

/** Vault folds the names of required parameters. */
function meaningOfStanza(stanza: Stanza): unknown {
  return asSets({ ...shapeOfStanza(stanza), templated: stanza.pattern.templated, required_parameters: stanza.required.map(({ name }) => name.toLowerCase()) });
}

/** In no list of a stanza does it matter how often a value stands. */
function asSets(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map((each) => JSON.stringify(asSets(each))))];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asSets(inner)]));
}

function asTexts(text: Texts): readonly string[] {
  return typeof text === 'string' ? [text] : text;
}

function textAt(texts: readonly string[], { file, span }: Diagnostic): string {
  const at = sourcesOf(texts).findIndex((source) => source.file === file);
  return (texts[at] as string).slice(span.start, span.end);
}
