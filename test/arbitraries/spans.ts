// Trees without their places: what "the same tree" means for a tree that was never a text.

import type { Body, Document, Span } from '@polc/grammar';

export const NOWHERE: Span = { start: 0, end: 0 };

/**
 * The document with everything left out that printing cannot keep or need not: spans and the file's name; blanks at the end of a comment;
 * carriage returns before line feeds in comments; and `spaced` where the layout decides it (never on a body's first item, always around the
 * blocks of a document).
 */
export function withoutSpans(document: Document): unknown {
  return { syntax: document.syntax, body: bodyOf(document.body, document.syntax === 'hcl') };
}

function bodyOf(body: Body, top: boolean): unknown {
  const items = body.items.map((item, index) => {
    const previous = body.items[index - 1];
    const apart = top && previous !== undefined && !(item.assigned && previous.assigned);
    return { ...(stripped(item) as object), spaced: previous !== undefined && (apart || item.spaced) };
  });
  return { items, dangling: stripped(body.dangling) };
}

function stripped(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(stripped);
  if (typeof node !== 'object' || node === null) return node;
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node)) {
    if (name === 'span' || name === 'keySpan' || name === 'nameSpan' || value === undefined) continue;
    if (name === 'body') found.body = bodyOf(value as Body, false);
    else found[name] = name === 'text' ? tidied(value as string) : stripped(value);
  }
  return found;
}

function tidied(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/[ \t\r]+$/, '');
}
