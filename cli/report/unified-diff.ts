// The difference between two texts as `patch` reads it.

import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { visible } from './visible.js';

/** Two large texts with nothing in common take long to compare, and nobody reads the outcome. */
const PATIENCE_MS = 5000;

export function unifiedDiff(file: string, before: string, after: string): string {
  const name = visible(file);
  const patch = structuredPatch(name, name, before, after, undefined, undefined, { timeout: PATIENCE_MS });
  if (patch === undefined) return `--- ${name}\n+++ ${name}\n# the texts differ too much to be shown\n`;
  return formatPatch(patch, FILE_HEADERS_ONLY);
}
