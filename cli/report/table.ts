// Rows under a head, each column as wide as its widest cell.

import type { Colours } from './colours.js';

/** Ends in a line end. Cells are safe for a terminal already. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[], colours: Colours): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[colours.bold(line(head)), ...rows.map(line)].join('\n')}\n`;
}
