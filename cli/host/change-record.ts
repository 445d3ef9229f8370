// A record changed by what it holds: read, changed, written where nobody else has changed it meanwhile, or all of it again.

import { isProblem } from './problem-failure.js';
import type { ServiceClient } from './service-client.js';

type Members = Readonly<Record<string, unknown>>;

const TRIES = 8;

/** `change`: from what it holds to the members that are to be others; null: it is as it should be. @throws Failure */
export async function changeRecord(client: ServiceClient, path: string, change: (record: Members) => Members | null): Promise<Members> {
  for (let i = 1; ; i++) {
    const record = (await client.call('GET', path)).json as Members;
    const members = change(record);
    if (members === null) return record;
    try {
      return (await client.call('PATCH', path, members, { 'if-match': `"${record.version}"` })).json as Members;
    } catch (error) {
      // Whether it is the version or a name that another has, the next look tells.
      if (!isProblem(error, 'conflict') || i === TRIES) throw error;
    }
  }
}
