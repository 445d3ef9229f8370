// The comments by which an author has a finding ignored: `# polc:ignore rule-id -- reason`, and `polc:ignore-file`, each with the stretch of text
// that it covers. What they ignore is apply-ignores.ts's.

import { type Comment, type Document, type Item, nearest, type Span } from '@polc/grammar';
import type { Named } from '../model/stanza.js';
import { commentsOf, itemsOf } from './comments.js';

export interface IgnoreDirective {
  readonly word: 'ignore' | 'ignore-file';
  /** The comment. */
  readonly span: Span;
  readonly ids: readonly Named[];
  /** null where there is none. */
  readonly reason: string | null;
  /** Findings that begin in it are covered; null where it covers nothing. */
  readonly covers: Span | null;
}

/** A comment that is meant to be a directive and is none. */
export interface NoDirective {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

export interface Directives {
  readonly directives: readonly IgnoreDirective[];
  readonly faults: readonly NoDirective[];
}

const WORDS = ['ignore', 'ignore-file'] as const;
const FORM = '# polc:ignore RULE -- why it is right here';

export function ignoreDirectives(document: Document, text: string): Directives {
  if (!text.includes('polc:')) return NONE;
  const directives: IgnoreDirective[] = [];
  const faults: NoDirective[] = [];
  const items = itemsOf(document);
  for (const comment of commentsOf(document)) {
    const [, head = '', word = '', rest = ''] = /^((?:#|\/\/|\/\*)\s*polc:)(\S*)(.*?)(?:\*\/)?$/s.exec(comment.text) ?? [];
    if (head === '') continue;
    const from = comment.span.start + head.length;
    const known = WORDS.find((each) => each === word);
    if (known === undefined) {
      const near = nearest(word, WORDS);
      const help = near === undefined ? `write ${FORM}` : `did you mean polc:${near}?`;
      faults.push({ span: { start: from - 'polc:'.length, end: from + word.length }, message: `polc:${word} is no directive`, help });
      continue;
    }
    const dashes = /(?:^|\s)--(?:\s|$)/.exec(rest);
    const names = rest.slice(0, dashes?.index ?? rest.length);
    const reason = dashes === null ? '' : rest.slice(dashes.index + dashes[0].length).trim();
    const ids = idsIn(names, from + word.length);
    if (ids.length === 0) faults.push({ span: comment.span, message: `polc:${word} names no rule`, help: `write ${FORM}` });
    else {
      const covers = known === 'ignore' ? coverOf(comment, items, text) : fileCover(comment, items, text);
      directives.push({ word: known, span: comment.span, ids, reason: reason === '' ? null : reason, covers });
    }
  }
  return { directives, faults };
}

const NONE: Directives = { directives: [], faults: [] };

function idsIn(names: string, offset: number): Named[] {
  return [...names.matchAll(/[^\s,]+/g)].map((match) => {
    const start = offset + match.index;
    return { name: match[0], span: { start, end: start + match[0].length } };
  });
}

/** All of the file, from above everything else. */
function fileCover({ span }: Comment, items: readonly Item[], text: string): Span | null {
  const first = items[0];
  return first === undefined || span.start < first.span.start ? { start: 0, end: text.length } : null;
}

/** Behind something, that line's item; alone on its line, the next item of the block that it stands in. */
function coverOf({ span }: Comment, items: readonly Item[], text: string): Span | null {
  const line = lineAt(text, span.start);
  if (text.slice(line.start, span.start).trim() !== '') {
    const starting = items.find((item) => item.span.start >= line.start && item.span.start < span.start);
    const ending = items.find((item) => item.span.end > line.start && item.span.end <= span.start);
    return starting?.span ?? ending?.span ?? line;
  }
  const holder = items.findLast((item) => item.span.start < span.start && item.span.end > span.start);
  const next = items.find((item) => item.span.start >= span.end);
  return next === undefined || (holder !== undefined && next.span.start >= holder.span.end) ? null : next.span;
}

function lineAt(text: string, offset: number): Span {
  const end = text.indexOf('\n', offset);
  return { start: text.lastIndexOf('\n', offset - 1) + 1, end: end < 0 ? text.length : end };
}
