// One line of a source as a terminal shows it, and which column each of its characters lands in.

import { visible } from './visible.js';

const TAB = '    ';
/** Columns of a terminal that a line may take; what is cut off is marked. */
const WIDEST = 140;
const BEFORE = 50;

const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const COMBINING = /\p{Mn}|\p{Me}/u;

export interface ShownLine {
  readonly text: string;
  /** The column, from 0, of an offset into the line; the nearest one shown for what was cut off. */
  columnOf(offset: number): number;
}

/** `around` is an offset that must be in sight. */
export function showLine(line: string, around: number): ShownLine {
  const whole = line.length <= WIDEST;
  const first = whole ? 0 : atCharacter(line, Math.max(0, around - BEFORE));
  const last = whole ? line.length : atCharacter(line, Math.min(line.length, first + WIDEST));
  let text = first > 0 ? '…' : '';
  let column = text.length;
  const columns: number[] = [];
  for (const character of line.slice(first, last)) {
    const shown = character === '\t' ? TAB : visible(character);
    for (let i = 0; i < character.length; i++) columns.push(column);
    text += shown;
    column += shown === character ? widthOf(character) : shown.length;
  }
  columns.push(column);
  if (last < line.length) text += '…';
  return { text, columnOf: (offset) => columns[Math.max(0, Math.min(offset - first, columns.length - 1))] as number };
}

/** Not in the middle of a surrogate pair. */
function atCharacter(line: string, offset: number): number {
  const unit = line.charCodeAt(offset);
  return unit >= 0xdc00 && unit <= 0xdfff && offset > 0 ? offset - 1 : offset;
}

/** What has been made visible. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

function widthOf(character: string): number {
  if (character < '\u0300') return 1;
  return COMBINING.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
}
