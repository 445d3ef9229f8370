// A store whose changes somebody sees before they hold: where they cannot be written down, they are taken back.

import type { RecordStore, StoredRecord, Writing } from './store.js';

/** `witness` is told what changes; where it throws, nothing has changed. */
export function witnessed(store: RecordStore, witness: (records: readonly StoredRecord[]) => Promise<void>): RecordStore {
  return {
    get: (kind, id) => store.get(kind, id),
    named: (kind, name, value) => store.named(kind, name, value),
    list: (kind, page) => store.list(kind, page),
    change: (work) =>
      store.change(async (records) => {
        const seen: StoredRecord[] = [];
        const writing: Writing = {
          get: (kind, id) => records.get(kind, id),
          named: (kind, name, value) => records.named(kind, name, value),
          list: (kind, page) => records.list(kind, page),
          put: async (change) => {
            const record = await records.put(change);
            seen.push(record);
            return record;
          },
        };
        const answer = await work(writing);
        if (seen.length > 0) await witness(seen);
        return answer;
      }),
  };
}
