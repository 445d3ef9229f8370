// Entries as lines of the forms that other systems read.

import type { FoundEntry, LogHead, Place } from '@polc/service';
import { VERSION } from '../version.js';
import { noLog, reading } from './audit-logs.js';

export const FORMS = ['ocsf', 'ocsf-1.9', 'cef', 'opa', 'otel'] as const;
export type Form = (typeof FORMS)[number];

export interface Exporter {
  /** Entries of a line. */
  readonly together: number;
  /** null: the form has no place for it. */
  lineOf(entries: readonly FoundEntry[]): string | null;
}

/** What collectors of OpenTelemetry send at once, unless they are told otherwise. */
const BATCH = 512;

/** @throws Failure */
export async function exporterOf(form: Form, folders: readonly string[]): Promise<Exporter> {
  const { toCef, toOcsf, toOpa, toOtel } = await import('@polc/service');
  const origins = await originsOf(folders);
  const placed = ({ folder, index, leaf }: FoundEntry): { readonly version: string; readonly place: Place } => ({
    version: VERSION,
    place: { origin: origins.get(folder) as string, index, leaf },
  });
  const one = (line: (found: FoundEntry) => string | null): Exporter => ({ together: 1, lineOf: ([found]) => line(found as FoundEntry) });
  switch (form) {
    case 'ocsf':
      return one((found) => JSON.stringify(toOcsf(found.entry, placed(found))));
    case 'ocsf-1.9':
      return one((found) => JSON.stringify(toOcsf(found.entry, { ...placed(found), schema: '1.9' })));
    case 'cef':
      return one((found) => toCef(found.entry, placed(found)));
    case 'opa':
      return one((found) => {
        const event = toOpa(found.entry, placed(found));
        return event === null ? null : JSON.stringify(event);
      });
    case 'otel': {
      const entriesOf = (all: readonly FoundEntry[]) => all.map(({ entry }) => entry);
      return { together: BATCH, lineOf: (all) => JSON.stringify(toOtel(entriesOf(all), { version: VERSION })) };
    }
  }
}

/** What names each log. @throws Failure */
async function originsOf(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { logHead } = await import('@polc/service');
  const origins = new Map<string, string>();
  for (const folder of folders) {
    const head: LogHead | null = await reading(folder, () => logHead(folder));
    if (head === null) throw noLog(folder);
    // One that does not say is damaged, as whoever reads it is told.
    origins.set(folder, head.origin ?? folder);
  }
  return origins;
}
