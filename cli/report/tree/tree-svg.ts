// Trees as a drawing that stands alone, from left to right; its colours follow the reader's light or dark.

import type { ShownTree } from '@polc/runtime';
import { columnsOf } from '../show-line.js';
import { boxesOf } from './boxes.js';
import { GLYPH, LINE, layOut, PADDING, type PlacedBox } from './lay-out.js';
import { titleOf } from './rule-words.js';

const MARGIN = 20;
const TITLE = 34;
const START = 4;

/** One word a role, light and dark. */
const STYLE = `
    svg { --ink: #0f172a; --pale: #64748b; --paper: #ffffff; --box: #f1f5f9; --grants: #2563eb; --denies: #dc2626; --wash: #fef2f2 }
    @media (prefers-color-scheme: dark) {
      svg { --ink: #e2e8f0; --pale: #94a3b8; --paper: #0f172a; --box: #1e293b; --grants: #60a5fa; --denies: #f87171; --wash: #3f1d22 }
    }
    text { font: 11px ui-monospace, Menlo, Consolas, monospace; fill: var(--ink); white-space: pre }
    .title { font: 600 14px system-ui, sans-serif }
    .pale { fill: var(--pale); font-size: 10px }
    .paper { fill: var(--paper) }
    .edge { fill: none; stroke: var(--pale) }
    .start { fill: var(--pale) }
    .box { fill: var(--box); stroke: var(--pale) }
    .differs, .template { stroke-dasharray: 4 3 }
    .grants { stroke: var(--grants) }
    .denies { stroke: var(--denies); fill: var(--wash) }
    .wins { stroke-width: 3 }
    .strong { font-weight: 700 }
    .no { fill: var(--denies); font-weight: 700 }
    .yes { fill: var(--grants); font-weight: 700 }
  `;

/** Ends in a line end. */
export function treeSvg(trees: readonly ShownTree[]): string {
  const drawn: string[] = [];
  let [width, y] = [0, MARGIN];
  for (const tree of trees) {
    const title = titleOf(tree);
    const layout = layOut(boxesOf(tree));
    const middle = y + TITLE + layout.height / 2;
    drawn.push(
      `<text class="title" x="${MARGIN}" y="${y + 14}">${escaped(title)}</text>`,
      ...(layout.boxes.length === 0 ? [`<text class="pale" x="${MARGIN}" y="${y + TITLE}">no pattern</text>`] : []),
      ...layout.boxes.map(({ parent, ...box }) => edge(parent < 0 ? null : (layout.boxes[parent] as PlacedBox), box, y + TITLE, middle)),
      ...(layout.boxes.length === 0 ? [] : [`<circle class="start" cx="${MARGIN}" cy="${rounded(middle)}" r="${START}"/>`]),
      ...layout.boxes.flatMap((box) => boxLines(box, y + TITLE)),
    );
    // A title is in larger letters than a box.
    width = Math.max(width, layout.width, columnsOf(title) * GLYPH * 1.3);
    y += TITLE + layout.height + MARGIN;
  }
  const size = [Math.ceil(width + 2 * MARGIN), Math.ceil(y)] as const;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size[0]} ${size[1]}" role="img">`,
    `<title>${escaped(trees.map(titleOf).join('; '))}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="${size[0]}" height="${size[1]}"/>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

/** From the right side of what it hangs on to its left side. */
function edge(from: PlacedBox | null, { x, y, height, edge: words, templated }: Omit<PlacedBox, 'parent'>, top: number, middle: number): string {
  const [x1, y1] = from === null ? [MARGIN + START, middle] : [MARGIN + from.x + from.width, top + from.y + from.height / 2];
  const [x2, y2] = [MARGIN + x, top + y + height / 2];
  const [bend, far] = [x1 + 12, x1 + 24];
  const curve = [bend, y1, bend, y2, far, y2].map(rounded).join(' ');
  const path = `<path class="edge${templated ? ' template' : ''}" d="M${rounded(x1)} ${rounded(y1)}C${curve}H${rounded(x2)}"/>`;
  return words === null ? path : `${path}\n<text class="pale" x="${rounded(x2 - 4)}" y="${rounded(y2 - 4)}" text-anchor="end">${escaped(words)}</text>`;
}

function boxLines({ x, y, width, height, lines, kind, wins }: PlacedBox, top: number): string[] {
  const left = MARGIN + x;
  const isRule = kind === 'grants' || kind === 'denies';
  const classOf = (line: number) => (!isRule || line > 1 ? '' : line === 0 ? ' class="strong"' : ` class="${kind === 'denies' ? 'no' : 'yes'}"`);
  const at = (line: number) => rounded(top + y + PADDING + line * LINE + 11);
  return [
    `<rect class="box ${kind}${wins ? ' wins' : ''}" x="${rounded(left)}" y="${rounded(top + y)}" width="${rounded(width)}" height="${rounded(height)}" rx="4"/>`,
    ...lines.map((line, i) => `<text${classOf(i)} x="${rounded(left + PADDING)}" y="${at(i)}">${escaped(line)}</text>`),
  ];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What has been made visible; two characters are left that no XML may hold. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string).replace(/[\ufffe\uffff]/g, '\ufffd');
}

function rounded(number: number): string {
  return String(Math.round(number * 10) / 10);
}
