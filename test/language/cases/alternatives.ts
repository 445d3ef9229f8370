// §5.1: stanzas that merge and stanzas that stand alone, how far each got, and which of those that allow counts.

import { actionDigest, requirementDigest } from '../digests.js';
import { allowed, answerOf, bare, byUser, denied, expr, inSeconds, type LanguageCase, stanza } from '../language-case.js';

type Row = readonly [name: string, asked: Pick<LanguageCase, 'files' | 'request'>, expect: LanguageCase['expect']];

const X = 'secret/x';
const read = (more = '') => stanza(X, 'read', more);
const TRUE = expr('parameters.yes');
const FALSE = expr('!parameters.yes');
const UNKNOWN = expr('parameters.absent');
const yes = { parameters: { yes: true } };
const APPROVAL = 'approval { by = ["user:carol"] }';

const approved = {
  approvals: [
    {
      id: 'a1',
      by: 'user:carol',
      action: actionDigest({ policies: ['p'], operation: 'read', path: X, parameters: { yes: true } }),
      requirement: requirementDigest({ by: ['user:carol'], count: 1, kind: 'stanza', name: `p:${X}`, self: false, within: null }),
      granted_at: inSeconds(-60),
      expires: inSeconds(60),
    },
  ],
};

const ROWS: readonly Row[] = [
  ['a stanza whose condition is true allows', bare(read(TRUE), yes), allowed({ missing: [], layers: ['policies allowed'] })],
  ['a stanza whose condition is false denies', bare(read(FALSE), yes), denied('condition_false', { layers: ['policies condition_false'] })],
  [
    'a stanza whose condition is unknown denies and names the attribute',
    bare(read(UNKNOWN), yes),
    denied('condition_unknown', { missing: ['parameters.absent'] }),
  ],
  ['one alternative that allows suffices: the one that stands alone', bare(stanza(X, 'update') + read(TRUE), yes), allowed()],
  ['one alternative that allows suffices: the merged one', bare(read(FALSE) + stanza(X, 'read'), yes), allowed()],
  ['one alternative that allows suffices: the second that stands alone', bare(read(FALSE) + read(TRUE), yes), allowed()],
  ['alternatives of two policies stand beside each other', bare({ p: read(FALSE), q: read(TRUE) }, yes), allowed()],
  ['two stanzas that stand alone do not add up', bare(stanza(X, 'update', TRUE) + read(FALSE), yes), denied('condition_false')],
  ['a deny at the pattern denies whatever stands beside it', bare(read(TRUE) + stanza(X, 'deny'), yes), denied('explicit_deny')],
  ['a deny of another policy at the pattern denies', bare({ p: read(TRUE), q: stanza(X, 'deny') }, yes), denied('explicit_deny')],
  ['a deny at a broader pattern does not', bare(read(TRUE) + stanza('secret/*', 'deny'), yes), allowed()],
  ['a condition never changes which pattern is selected', bare(read(FALSE) + stanza('secret/*', 'read'), yes), denied('condition_false')],
  ['an unknown condition does not either', bare(read(UNKNOWN) + stanza('secret/*', 'read'), yes), denied('condition_unknown')],
  ['two when blocks must both be true', bare(read(`${TRUE}\n${FALSE}`), yes), denied('condition_false')],
  ['two when blocks that are true allow', bare(read(`${TRUE}\n${TRUE}`), yes), allowed()],
  ['an unknown when beside a true one is unknown', bare(read(`${TRUE}\n${UNKNOWN}`), yes), denied('condition_unknown')],
  ['a false when beside an unknown one is false', bare(read(`${UNKNOWN}\n${FALSE}`), yes), denied('condition_false')],

  // How far each got.
  ['a false condition is further than a missing capability', bare(stanza(X, 'update') + read(FALSE), yes), denied('condition_false')],
  ['an unknown condition is further than a false one', bare(read(UNKNOWN) + read(FALSE), yes), denied('condition_unknown')],
  ['an unknown condition is further than a false one, in the other order', bare(read(FALSE) + read(UNKNOWN), yes), denied('condition_unknown')],
  [
    'a parameter refused is further than a missing capability',
    bare(stanza(X, 'update') + read('parameters { other = string }'), { parameters: { other: 1 } }),
    denied('parameter_not_allowed'),
  ],
  [
    'a false condition is further than a parameter refused',
    bare(read('parameters { other = string }') + read(FALSE), { parameters: { other: 1, yes: true } }),
    denied('condition_false'),
  ],
  ['wrapping is judged before parameters', bare(read('min_wrapping_ttl = "1m"\nparameters { other = string }'), yes), denied('wrapping')],
  ['wrapping is further than a missing capability', bare(stanza(X, 'update') + read(`min_wrapping_ttl = "1m"\n${TRUE}`), yes), denied('wrapping')],
  ['wrapping within its bounds goes on to the condition', bare(read(`min_wrapping_ttl = "1m"\n${FALSE}`), { ...yes, wrap_ttl: 60 }), denied('condition_false')],
  [
    'parameter lists are judged before shapes',
    bare(read('required_parameters = ["a"]\nparameters { b = string }'), { parameters: { b: 1 } }),
    denied('parameter_missing'),
  ],
  ['shapes are judged before conditions', bare(read(`parameters { b = string }\n${FALSE}`), { parameters: { b: 1 } }), denied('parameter_not_allowed')],
  ['the capability is judged before shapes', bare(stanza(X, 'update', 'parameters { b = string }'), { parameters: { b: 1 } }), denied('capability_missing')],
  [
    'of equals the first answers',
    bare(read('required_parameters = ["a"]\nmax_ttl = "1m"') + read('denied_parameters = { yes = [] }\nmax_ttl = "1m"'), yes),
    denied('parameter_missing'),
  ],

  // What merges and what does not.
  [
    'a reason lets a stanza merge',
    bare(stanza(X, 'read', 'reason = "why"') + stanza(X, 'update', 'allowed_parameters = { a = [] }'), yes),
    denied('parameter_not_allowed'),
  ],
  ['a stanza that stands alone is not restricted by the merged ones', bare(stanza(X, 'read', 'allowed_parameters = { a = [] }') + read(TRUE), yes), allowed()],
  [
    'a stanza that stands alone does not restrict the merged ones',
    bare(read('allowed_parameters = { a = [] }\nmax_ttl = "1m"') + stanza(X, 'read'), yes),
    allowed(),
  ],
  [
    'a max_ttl alone makes a stanza stand alone',
    bare(stanza(X, 'update', 'max_ttl = "1m"') + stanza(X, 'read'), { operation: 'update' }),
    allowed({ obligations: { max_ttl: 60 } }),
  ],
  [
    'Vault lists hold for invoke',
    byUser(stanza(X, 'invoke', `required_parameters = ["a"]\n${TRUE}`), { ...yes, operation: 'invoke' }),
    denied('parameter_missing'),
  ],
  [
    'Vault lists hold for delegate',
    byUser(stanza(X, 'delegate', `denied_parameters = { yes = [] }\n${TRUE}`), { ...yes, operation: 'delegate' }),
    denied('parameter_not_allowed'),
  ],
  ['Vault lists say nothing about delete', bare(stanza(X, 'delete', `required_parameters = ["a"]\n${TRUE}`), { ...yes, operation: 'delete' }), allowed()],
  ['Vault lists say nothing about list', bare(stanza(X, 'list', `denied_parameters = { yes = [] }\n${TRUE}`), { ...yes, operation: 'list' }), allowed()],

  // Which of those that allow counts.
  [
    'an alternative without approval is before one with it',
    bare(read(APPROVAL) + read(`${TRUE}\nmax_ttl = "1m"`), yes),
    allowed({ obligations: { approval: null, max_ttl: 60 } }),
  ],
  [
    'an alternative without approval is before one whose approval is given',
    bare(read(`${APPROVAL}\nmax_ttl = "1h"`) + read(`${TRUE}\nmax_ttl = "1m"`), { ...yes, ...approved }),
    allowed({ obligations: { approval: null, max_ttl: 60 } }),
  ],
  [
    'an approval that is given is before one that is outstanding',
    bare(read('approval { by = ["user:dave"] }\nmax_ttl = "1h"') + read(`${APPROVAL}\nmax_ttl = "1m"`), { ...yes, ...approved }),
    allowed({ obligations: { approval: null, max_ttl: 60 } }),
  ],
  ['the longest max_ttl counts', bare(read('max_ttl = "1m"') + read('max_ttl = "5m"') + read('max_ttl = "2m"')), allowed({ obligations: { max_ttl: 300 } })],
  ['no max_ttl is the longest', bare(read('max_ttl = "1h"') + stanza(X, 'read')), allowed({ obligations: { max_ttl: null } })],
  [
    'of the outstanding approvals too the longest max_ttl counts',
    bare(read(`${APPROVAL}\nmax_ttl = "1m"`) + read(`${APPROVAL}\nmax_ttl = "5m"`)),
    denied('approval_required'),
  ],
  ['a false alternative is not the least demanding', bare(read(FALSE) + read(`${TRUE}\nmax_ttl = "1m"`), yes), allowed({ obligations: { max_ttl: 60 } })],
  ['no MFA is before MFA', byUser(read('mfa_methods = ["m"]') + read('max_ttl = "1m"')), allowed({ obligations: { mfa: false, max_ttl: 60 } })],
  [
    'no MFA is before MFA that is met',
    byUser(read('mfa_methods = ["m"]') + read('max_ttl = "1m"'), { user: { id: 'alice', mfa: true } }),
    allowed({ obligations: { mfa: false, max_ttl: 60 } }),
  ],
  [
    'no approval is before MFA is asked about',
    byUser(read('mfa_methods = ["m"]') + read(APPROVAL)),
    denied('mfa_required', { obligations: { mfa: true, approval: null } }),
  ],
];

const MAX_TTLS: readonly (readonly [string, number])[] = [
  ['"90s"', 90],
  ['"1h30m"', 5400],
  ['"2d"', 172_800],
  ['300', 300],
];

export const ALTERNATIVES: readonly LanguageCase[] = [
  ...ROWS.map(([name, asked, expect]) => ({ heading: '5.1 Alternatives', name, ...asked, expect })),
  ...MAX_TTLS.map(([written, seconds]) => ({
    heading: '5.1 Alternatives',
    name: `max_ttl = ${written} is ${seconds} seconds`,
    ...bare(read(`max_ttl = ${written}`)),
    expect: allowed({ obligations: { max_ttl: seconds } }),
  })),
  {
    heading: '5. Stanzas of polc',
    name: 'a tool is called within the shape, the condition and the ceiling of its stanza',
    ...byUser(
      stanza(
        'mcp/bank/transfer',
        'invoke',
        'parameters {\n amount = number(min: 0.01, max: 500)\n recipient = string(glob: "*@corp.example")\n}\nwhen { expr = context.risk < 70 && user.mfa }\nmax_ttl = "5m"',
      ),
      {
        user: { id: 'alice', mfa: true },
        operation: 'invoke',
        path: 'mcp/bank/transfer',
        parameters: { amount: 500, recipient: 'bob@corp.example' },
        context: { risk: 69 },
      },
    ),
    expect: { ...answerOf('true'), obligations: { max_ttl: 300, uses: null, approval: null, mfa: false } },
  },
];
