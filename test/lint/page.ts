// A rule's page in docs/rules, taken apart: title, severity, sections, snippets, and the decisions that it claims.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject, Request } from '@polc/runtime';

export const RULES_FOLDER = fileURLToPath(new URL('../../docs/rules/', import.meta.url));

export interface Claim {
  readonly line: string;
  readonly request: Omit<Request, 'policies'>;
  readonly allowed: boolean;
}

export interface Page {
  readonly title: string;
  readonly severity: string;
  /** Headings in order. */
  readonly headings: readonly string[];
  readonly avoid: readonly string[];
  readonly prefer: readonly string[];
  readonly claims: readonly Claim[];
}

export function readPage(id: string): Page {
  const text = readFileSync(`${RULES_FOLDER}${id}.md`, 'utf8');
  const [head = '', ...parts] = text.split(/^## /m);
  const sections = new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)]));
  const [title = '', , severity = ''] = head.split('\n');
  return {
    title: title.replace(/^# /, ''),
    severity: severity.replace(/^Severity: /, ''),
    headings: [...sections.keys()],
    avoid: snippets(sections.get('Avoid') ?? ''),
    prefer: snippets(sections.get('Prefer') ?? ''),
    claims: claims(sections.get('Why') ?? ''),
  };
}

function snippets(section: string): readonly string[] {
  return [...section.matchAll(/^```(?:hcl|json)\n(.*?)^```$/gms)].map((match) => match[1] as string);
}

/** Lines like "- `read a/b` with `{"parameters": {}}` → refused". A list item with an arrow that is not one is a mistake. */
function claims(section: string): readonly Claim[] {
  return section
    .split('\n')
    .filter((line) => line.includes('→'))
    .map((line) => {
      const match = /^- `(\w+) ([^`]+)`(?: with `(\{.*\})`)? → (allowed|refused)$/.exec(line);
      if (match === null) throw new Error(`not a claim: ${line}`);
      const [, operation, path, members, verdict] = match as unknown as [string, string, string, string | undefined, string];
      return { line, request: { operation, path, ...(JSON.parse(members ?? '{}') as JsonObject) }, allowed: verdict === 'allowed' };
    });
}
