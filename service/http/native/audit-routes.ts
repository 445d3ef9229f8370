// The log, for those who may read it: entries that were found, the checkpoint of now, and proofs of single entries.

import { instantOf } from '@polc/runtime';
import type { FastifyInstance } from 'fastify';
import { proveEntry } from '../../audit/proof.js';
import { queryLogsInTurns } from '../../audit/query.js';
import type { Service } from '../../service.js';
import { ServiceError } from '../../service-error.js';
import { route } from './route.js';

const TEXT = { type: 'string', maxLength: 4_096 } as const;
const CRITERIA = {
  type: 'object',
  properties: {
    ...{ agent: TEXT, user: TEXT, caller: TEXT, outcome: TEXT, path: TEXT, decision: TEXT, since: TEXT, until: TEXT, type: TEXT },
    allowed: { enum: ['true', 'false'] },
    limit: { type: 'string', pattern: '^[1-9][0-9]{0,3}$' },
  },
} as const;
const tag = 'Audit';

/** @throws ServiceError invalid */
function timeOf(name: string, value: string | undefined): { readonly [name: string]: number } {
  const instant = value === undefined ? undefined : instantOf(value);
  if (instant === null) throw new ServiceError('invalid', `"${name}" is RFC 3339`, name);
  return instant === undefined ? {} : { [name]: instant };
}

export function auditRoutes(app: FastifyInstance, service: Service, folder: string): void {
  const { rights } = service;
  route(app, 'GET', '/v1/audit/entries', { summary: 'Entries of this node, the latest first', tag, query: CRITERIA }, async ({ asking, query }) => {
    await rights.demand(asking.caller, 'read', 'audit', 'entries');
    const { limit, allowed, since, until, ...criteria } = query as { readonly [name: string]: string | undefined };
    const truth = allowed === undefined ? {} : { allowed: allowed === 'true' };
    const times = { ...timeOf('since', since), ...timeOf('until', until) };
    const found = queryLogsInTurns([folder], { ...criteria, ...truth, ...times, limit: Math.min(Number(limit ?? 100), 1_000), first: 'newest' });
    const entries: object[] = [];
    try {
      for await (const { index, entry } of found) entries.push({ index, ...entry });
    } catch (error) {
      if (error instanceof RangeError) throw new ServiceError('invalid', error.message, 'path');
      throw error;
    }
    return { entries };
  });
  route(
    app,
    'GET',
    '/v1/audit/proofs/:index',
    { summary: 'A portable proof of one entry (C2SP tlog-proof)', tag },
    async ({ asking, params: { index = '' } }) => {
      await rights.demand(asking.caller, 'read', 'audit', 'proofs');
      if (!/^(?:0|[1-9][0-9]{0,15})$/.test(index)) throw new ServiceError('invalid', '"index" is a number', 'index');
      try {
        return await proveEntry(folder, Number(index));
      } catch (error) {
        if (error instanceof RangeError) throw new ServiceError('not_found', error.message);
        throw error;
      }
    },
  );
}
