// Where the boxes of a drawing stand: what hangs on a box to its right, below each other, and the box beside their middle. Every box has a band of
// its own from its left side on, so that none can cover another.

import { columnsOf } from '../show-line.js';
import type { Box } from './boxes.js';

/** Pixels. */
export const GLYPH = 6.8;
export const LINE = 15;
export const PADDING = 8;
const GAP = 12;
const EDGE = 34;
const LABELLED_EDGE = 104;

export interface PlacedBox extends Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly boxes: readonly PlacedBox[];
  readonly width: number;
  readonly height: number;
}

/** Parents stand before what hangs on them, so that one loop back and one forth will do. */
export function layOut(boxes: readonly Box[]): Layout {
  const sizes = boxes.map(({ lines }) => ({
    width: Math.max(...lines.map(columnsOf)) * GLYPH + 2 * PADDING,
    height: lines.length * LINE + 2 * PADDING,
  }));
  const below = boxes.map(() => -GAP);
  const bands = sizes.map(({ height }) => height);
  let all = -GAP;
  for (let i = boxes.length - 1; i >= 0; i--) {
    bands[i] = Math.max(bands[i] as number, below[i] as number);
    const { parent } = boxes[i] as Box;
    const taken = (bands[i] as number) + GAP;
    if (parent < 0) all += taken;
    else below[parent] = (below[parent] as number) + taken;
  }
  // Where the next one goes that hangs on a box; the last is the start's.
  const next: number[] = boxes.map(() => 0);
  let first = 0;
  const placed: PlacedBox[] = [];
  boxes.forEach((box, i) => {
    const { width, height } = sizes[i] as (typeof sizes)[number];
    const band = bands[i] as number;
    const parent = placed[box.parent];
    const top = parent === undefined ? first : (next[box.parent] as number);
    if (parent === undefined) first += band + GAP;
    else next[box.parent] = top + band + GAP;
    next[i] = top + (band - (below[i] as number)) / 2;
    const x = (parent === undefined ? 0 : parent.x + parent.width) + (box.edge === null ? EDGE : LABELLED_EDGE);
    placed.push({ ...box, x, y: top + (band - height) / 2, width, height });
  });
  return { boxes: placed, width: placed.reduce((widest, { x, width }) => Math.max(widest, x + width), 0), height: Math.max(0, all) };
}
