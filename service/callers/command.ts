// Who asks where no request says so: a command that has the store itself, or a server of itself.

import type { Asking } from '../audit/trail.js';
import type { Caller } from './caller.js';

/** A caller whose request brings nothing that others join logs by, or is not known. */
export const askingAs = (caller: Caller): Asking => ({ caller, requestId: null, traceparent: null });

export const COMMAND: Asking = askingAs({
  id: 'command',
  credential: 'command',
  principal: { policies: [] },
  groups: [],
  vouched: null,
  address: null,
  holder: null,
});
