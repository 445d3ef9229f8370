// Where agents were before this process, from its own log: without it each area would be an alert again after every start.

import type { Alerts } from '@polc/service';
import { note } from './output.js';

/** Never fails: a log that cannot be read costs alerts, and no decision. */
export async function learnReach(alerts: Pick<Alerts, 'learn'>, folder: string): Promise<void> {
  const { reachedBefore } = await import('@polc/service');
  try {
    for (const one of reachedBefore(folder)) alerts.learn(one);
  } catch (error) {
    note(`polc: where agents were before is not known, and is told of again: ${error instanceof Error ? error.message : String(error)}`);
  }
}
