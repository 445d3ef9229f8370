// What tests of approvals ask for: a requirement with its digest, as decisions want it, and the request to open it.

import { digestOf, type WantedApproval } from '@polc/runtime';
import type { ApprovalRequest } from '../../service/approvals/approvals.js';

export function wanted(more: Partial<WantedApproval> = {}): WantedApproval {
  const content = { kind: 'stanza', name: 'pay:mcp/bank/transfer', by: ['group:finance'], count: 1, within: null, self: false, ...more } as const;
  return { ...content, requirement: digestOf(content) };
}

export function requestFor(requirements: readonly WantedApproval[], more: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    ...{ decision: 'd1', revision: 'sha256:r1', action: digestOf({ path: 'mcp/bank/transfer' }), requirements },
    ...{ shown: { agent: 'bot', path: 'mcp/bank/transfer' }, requestedBy: 'caller:gateway' },
    parties: { user: 'alice', chain: ['bot'], owners: ['group:platform'] },
    ...more,
  };
}
