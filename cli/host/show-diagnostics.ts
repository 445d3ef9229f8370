// Diagnostics on standard error, for verbs whose answer is something else.

import type { Diagnostic } from '@polc/grammar';
import { note } from './output.js';
import type { PolicyFile } from './source-set.js';

export async function showDiagnostics(diagnostics: readonly Diagnostic[], files: readonly PolicyFile[]): Promise<void> {
  const [{ describe }, { Places }, { coloursOf }] = await Promise.all([
    import('../report/text.js'),
    import('../report/places.js'),
    import('../report/colours.js'),
  ]);
  const places = new Places(files);
  const colours = coloursOf(process.stderr);
  for (const each of diagnostics) note(describe(each, places, colours));
}
