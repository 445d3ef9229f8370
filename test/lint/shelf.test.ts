// The shelf of lint rules as a whole: each has its file, its page and its tests, under one id; each page is true; one file of sins fires all.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { check, compile, RULES } from '@polc/compiler';
import { hasErrors, LineIndex } from '@polc/grammar';
import { loadBundle, type Request } from '@polc/runtime';
import { describe, expect, test } from 'vitest';
import { findingsOf, sourcesOf } from './describe-rule.js';
import { RULES_FOLDER, readPage } from './page.js';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const ids = RULES.map(({ id }) => id).sort();
const PARTS = ['Fault', 'Avoid', 'Prefer', 'Why', 'Not found'];

function named(folder: string, ending: string): string[] {
  return readdirSync(here(folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

describe('the shelf', () => {
  test('has rules, each with an id of its own in kebab-case', () => {
    expect(ids.length).toBeGreaterThan(30);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
  });

  test('has one file for each rule and no other', () => {
    expect(named('../../compiler/lint/rules/', '.ts').filter((name) => name !== 'index')).toEqual(ids);
  });

  test('has one page for each rule and no other', () => {
    expect(named('../../docs/rules/', '.md')).toEqual(ids);
  });

  test('has one folder of tests for each rule and no other', () => {
    const folders = readdirSync(here('.'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual(ids);
    for (const id of ids) expect(existsSync(here(`./${id}/${id}.test.ts`)), `test/lint/${id}/${id}.test.ts`).toBe(true);
  });

  test('is fired as a whole by the files of sins, each rule where it should', () => {
    const rules = Object.fromEntries(RULES.filter(({ optIn }) => optIn === true).map(({ id }) => [id, 'warn'] as const));
    const read = (file: string) => ({ file, text: readFileSync(here(`./${file}`), 'utf8') });
    const places = ['sins.hcl', 'more-sins.hcl', 'proved-sins.hcl'].flatMap((file) => {
      const sources = [read(file), read('sins.tools.json')];
      expect(hasErrors(check(sources, { lint: false }).diagnostics)).toBe(false);
      const lines = new LineIndex(sources[0]?.text ?? '');
      return check(sources, { rules }).diagnostics.map(({ code, span }) => {
        const { line, column } = lines.position(span.start);
        return `${file}:${line}:${column} ${code}`;
      });
    });
    const fired = new Set(places.map((place) => place.split(' ')[1]));
    expect(ids.filter((id) => !fired.has(id))).toEqual([]);
    expect(places).toEqual(readFileSync(here('./sins.txt'), 'utf8').trimEnd().split('\n'));
  });
});

describe.each(RULES)('the page of $id', ({ id, severity, optIn, summary }) => {
  const page = readPage(id);
  const avoided = findingsOf(id, page.avoid);

  test('says what the registry says', () => {
    expect(page.title).toBe(`${id}: ${summary}`);
    expect(page.severity).toBe(optIn === true ? `off (${severity} when on)` : severity);
    expect(readFileSync(here(`./${id}/${id}.test.ts`), 'utf8')).toContain(`describeRule('${id}',`);
    expect(readFileSync(`${RULES_FOLDER}${id}.md`, 'utf8')).toMatch(/[^\n]\n$/);
  });

  test('has its parts in order, and speaks of a fix exactly where there is one', () => {
    const fixes = avoided.some((finding) => (finding.fixes ?? []).length > 0);
    expect(page.headings).toEqual(fixes ? [...PARTS, 'Fix'] : PARTS);
  });

  test('avoids what the rule finds and prefers what it does not', () => {
    expect(avoided.length).toBeGreaterThan(0);
    expect(avoided[0]?.severity).toBe(optIn === true ? 'warning' : severity);
    expect(page.prefer.length).toBeGreaterThan(0);
    expect(findingsOf(id, page.prefer).map(({ message }) => message)).toEqual([]);
  });

  test('claims decisions that are made so', () => {
    const { bundle, model } = compile(sourcesOf(page.avoid));
    const engine = loadBundle(bundle as Uint8Array);
    const policies = model.policies.map(({ name }) => name);
    expect(page.claims.length).toBeGreaterThan(0);
    for (const { line, request, allowed } of page.claims) {
      const whole = 'agent' in request || 'user' in request ? request : { policies, ...request };
      expect(engine.decide(whole as Request).allowed, line).toBe(allowed);
    }
  });
});
