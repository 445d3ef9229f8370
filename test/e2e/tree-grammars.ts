// The grammars of what `polc inspect --tree` draws, as narrow as it needs them: XML that is well-formed, Graphviz and Mermaid line by line.

import { expect } from 'vitest';

/** Elements that nest, attributes in quotes, text without what XML does not take; one root. */
export function assertXml(text: string): void {
  const tokens = text.matchAll(/<(\/?)([a-z][A-Za-z]*)((?: [A-Za-z-]+="[^"<]*")*)(\/?)>|([^<]+)|(<)/gu);
  const open: string[] = [];
  let roots = 0;
  for (const [whole, end, name = '', attributes = '', empty, words, stray] of tokens) {
    expect(stray, `a stray < in ${text.slice(0, 200)}`).toBeUndefined();
    for (const part of [attributes, words ?? '']) {
      expect(part.replace(/&(?:amp|lt|gt|quot);/g, '')).not.toMatch(/&|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    }
    if (words !== undefined) {
      if (open.length === 0) expect(words.trim()).toBe('');
    } else if (end === '/') expect(open.pop(), whole).toBe(name);
    else {
      if (open.length === 0) roots++;
      const names = [...attributes.matchAll(/ ([A-Za-z-]+)=/g)].map(([, attribute]) => attribute);
      expect(new Set(names).size).toBe(names.length);
      if (empty !== '/') open.push(name);
    }
  }
  expect([roots, open]).toEqual([1, []]);
}

const DOT_TEXT = /"(?:[^"\\\n]|\\[\\"l])*"/.source;
const DOT_LINES = [
  /digraph trees \{/,
  / {2}rankdir=LR;/,
  / {2}(?:node|edge) \[[a-z0-9=", ]+\];/,
  / {2}subgraph cluster_\d+ \{/,
  new RegExp(` {4}label=${DOT_TEXT};`),
  new RegExp(` {4}t\\d+(?:_\\d+)? \\[label=${DOT_TEXT}(?:, [a-z]+=(?:"#[0-9a-f]{6}"|[a-z0-9]+))*\\];`),
  new RegExp(` {4}t\\d+(?:_\\d+)? -> t\\d+_\\d+(?: \\[label=${DOT_TEXT}(?:, style=dotted)?\\])?;`),
  / {2}\}/,
  /\}/,
];

export function assertDot(text: string): void {
  assertLines(text, DOT_LINES);
}

const MERMAID_TEXT = /"(?:[\p{L}\p{N} ,.:/()_→◄…=-]|#\d+;|<br\/>)*"/u.source;
const MERMAID_LINES = [
  /flowchart LR/,
  new RegExp(` {2}subgraph s\\d+\\[${MERMAID_TEXT}\\]`, 'u'),
  / {4}t\d+\(\(" "\)\)/,
  new RegExp(` {4}t\\d+_\\d+\\[${MERMAID_TEXT}\\]`, 'u'),
  / {4}class t\d+_\d+ (?:step|differs|grants|denies|wins)/,
  new RegExp(` {4}t\\d+(?:_\\d+)? (?:-->|-\\.->)(?:\\|${MERMAID_TEXT}\\|)? t\\d+_\\d+`, 'u'),
  / {2}end/,
  / {2}classDef [a-z]+ [a-z0-9:#,-]+/,
];

export function assertMermaid(text: string): void {
  assertLines(text, MERMAID_LINES);
}

/** Each line is whole of one kind; the last ends in a line end. */
function assertLines(text: string, kinds: readonly RegExp[]): void {
  const whole = kinds.map(({ source, flags }) => new RegExp(`^(?:${source})$`, flags));
  expect(text.endsWith('\n')).toBe(true);
  const lines = text.slice(0, -1).split('\n');
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.filter((line) => !whole.some((kind) => kind.test(line)))).toEqual([]);
}
