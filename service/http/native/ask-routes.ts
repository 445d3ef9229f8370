// People asked through their identity provider (CIBA), in the background: what they answer is the approval's answer, and is written down.

import type { FastifyInstance } from 'fastify';
import { CibaChannel } from '../../approvals/ciba.js';
import type { Asking } from '../../audit/trail.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';
import type { StoredApproval } from '../../stores/store.js';
import { mustBeThere } from '../../stores/store-error.js';
import type { ServerSettings } from '../settings.js';
import { shownApproval } from './approval-routes.js';
import { route } from './route.js';

const ASKED = {
  type: 'object',
  properties: { user: { type: 'string', minLength: 1, maxLength: 256, pattern: '^[^\\p{Cc}\\p{Cs}]+$' } },
  required: ['user'],
  additionalProperties: false,
} as const;

export function askRoutes(app: FastifyInstance, service: Service, { ciba }: ServerSettings): void {
  const { approvals, rights } = service;
  const channel = ciba === undefined ? null : new CibaChannel(approvals, ciba);
  const ending = new AbortController();
  /** By approval and person. WHY no second one: who is asked until he gives in has approved nothing. */
  const underWay = new Map<string, Promise<void>>();
  app.addHook('onClose', async () => {
    ending.abort();
    await Promise.all(underWay.values());
  });
  const words = { summary: 'Ask somebody for it on a device of theirs, through the identity provider', tag: 'Approvals', body: ASKED, status: 202 };
  route(app, 'POST', '/v1/approvals/:id/ask', words, async ({ asking, params: { id = '' }, body }) => {
    await rights.demand(asking.caller, 'create', 'approvals', id);
    if (channel === null) throw new ServiceError('invalid', 'this server asks nobody: it knows no identity provider');
    const approval = mustBeThere(await approvals.get(id), 'approval', id);
    const user = String(body.user);
    const name = JSON.stringify([id, user]);
    if (underWay.has(name)) return shownApproval(approval);
    const written = service.trail.changed(asking, { kind: 'approval', action: 'ask', subject: id, user });
    const asked = written.then(() => ask(channel, service, approval, user, asking, ending.signal));
    const forgotten = () => void underWay.delete(name);
    underWay.set(name, asked.then(forgotten, forgotten));
    await written;
    return shownApproval(approval);
  });
}

/** Never rejects: nobody waits for it. */
async function ask(
  channel: CibaChannel,
  { trail, approvals, settings }: Service,
  approval: StoredApproval,
  user: string,
  asking: Asking,
  signal: AbortSignal,
): Promise<void> {
  try {
    const answer = await channel.ask(approval, `user:${user}`, signal);
    const action = 'fault' in answer ? 'unanswered' : answer.answer;
    const body = { by: `user:${user}`, method: 'ciba', ...('fault' in answer ? { status: answer.fault } : {}) };
    try {
      await trail.changed(asking, { kind: 'approval', action, subject: approval.id, user, body });
    } catch (error) {
      // What is not written down is not approved.
      if (action === 'approve') await approvals.cancel(approval.id, 'nobody');
      throw error;
    }
  } catch (error) {
    settings.trouble?.(`the approval ${approval.id} was asked for in vain`, error);
  }
}
