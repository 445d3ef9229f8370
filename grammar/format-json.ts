// Strict JSON set anew: two-space indent, a member a line, a list of scalars on one line where it fits. Every token stays as written.

import type { JsonToken } from './strict-json.js';

const LINE_WIDTH = 100;
const STEP = '  ';

export function formatJsonTokens(tokens: readonly JsonToken[]): string {
  let out = '';
  let line = 0;
  let depth = 0;
  const write = (text: string): void => {
    out += text;
    line += text.length;
  };
  const breakLine = (): void => {
    out += `\n${STEP.repeat(depth)}`;
    line = STEP.length * depth;
  };
  for (let i = 0; i < tokens.length; i++) {
    const { kind, text } = tokens[i] as JsonToken;
    if (kind === 'open') {
      const whole = onOneLine(tokens, i, LINE_WIDTH - line);
      if (whole !== null) {
        write(whole.text);
        i = whole.end;
        continue;
      }
      write(text);
      depth++;
      breakLine();
    } else if (kind === 'close') {
      depth--;
      breakLine();
      write(text);
    } else if (kind === 'comma') {
      write(text);
      breakLine();
    } else write(kind === 'colon' ? ': ' : text);
  }
  return tokens.length === 0 ? '' : `${out}\n`;
}

/** An empty object or list, or a list of scalars that fits: its text and its last token. */
function onOneLine(tokens: readonly JsonToken[], start: number, room: number): { text: string; end: number } | null {
  const open = (tokens[start] as JsonToken).text;
  if (tokens[start + 1]?.kind === 'close') return { text: open + tokens[start + 1]?.text, end: start + 1 };
  if (open !== '[') return null;
  let text = open;
  for (let i = start + 1; text.length <= room; i++) {
    const token = tokens[i] as JsonToken;
    if (token.kind === 'open') return null;
    text += token.kind === 'comma' ? ', ' : token.text;
    if (token.kind === 'close') return text.length <= room ? { text, end: i } : null;
  }
  return null;
}
