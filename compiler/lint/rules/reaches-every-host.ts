// A grant below `http/` with a wildcard in the host's place: an address of somebody's choice is also a way out for data.

import { isOnlyCeiling } from '../holders.js';
import { isWildcard, writtenSegments } from '../leading-path.js';
import { isUnconditional } from '../merged.js';
import { stanzasAt } from '../roots.js';
import type { Rule } from '../rule.js';
import { listed, quoted } from '../wording.js';

export const reachesEveryHost: Rule = {
  id: 'reaches-every-host',
  reach: 'set',
  severity: 'warning',
  summary: 'a right to call any host',
  check(context) {
    for (const stanza of stanzasAt(context.model, 'http')) {
      const { pattern, capabilities, file } = stanza;
      const [root, host] = writtenSegments(pattern);
      const does = capabilities.filter((capability) => capability !== 'deny' && capability !== 'sudo');
      if (root !== 'http' || !isWildcard(host) || does.length === 0) continue;
      if (!isUnconditional(stanza) || isOnlyCeiling(context.model.blocks, stanza.policy)) continue;
      context.report({
        file,
        span: pattern.span,
        message: `${quoted(pattern.written)} grants ${listed(does)} on any host: what is known here can be sent anywhere, in the address alone`,
        help: 'name the hosts: "http/api.example.org/PATH"',
      });
    }
  },
};
