// A rule's page, where it lies beside the command: its text and its address.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface RulePage {
  readonly markdown: string;
  readonly uri: string;
}

/** The project's root, seen from the built command and from its source. */
const ROOTS = ['../../', '../../../'].map((path) => new URL(path, import.meta.url));

/** null where the pages were not installed with it. */
export function readPage(page: string): RulePage | null {
  for (const root of ROOTS) {
    const uri = new URL(page, root);
    try {
      return { markdown: readFileSync(fileURLToPath(uri), 'utf8'), uri: uri.href };
    } catch {
      // It may lie beside the next.
    }
  }
  return null;
}
