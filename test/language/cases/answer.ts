// §10.6: what is owed beside the answer, and what was not known.

import { allowed, block, byUser, denied, EVERYTHING, inSeconds, type LanguageCase, onBehalf, stanza } from '../language-case.js';

type Row = readonly [name: string, asked: Pick<LanguageCase, 'files' | 'request'>, expect: LanguageCase['expect']];

const X = 'secret/x';
const until = (seconds: number) => `expires = "${inSeconds(seconds)}"`;
const TYPE = block('agent_type', 'careful', 'max_ttl = "7m"', 'uses = 4');
const ttl = (duration: string) => stanza(X, 'read', `max_ttl = "${duration}"`);
const none = { max_ttl: null, uses: null, approval: null, mfa: false };

const ANSWERS: readonly Row[] = [
  ['without ceilings nothing is owed', byUser(EVERYTHING), allowed({ obligations: none, advice: [], missing: [] })],
  [
    'the least max_ttl over the layers counts',
    onBehalf({ user: ttl('5m'), ceiling: ttl('3m'), scope: ttl('4m') }),
    allowed({ obligations: { ...none, max_ttl: 180 } }),
  ],
  ['one layer with a max_ttl is enough', onBehalf({ scope: ttl('4m') }), allowed({ obligations: { ...none, max_ttl: 240 } })],
  [
    'the type and the agent are ceilings too',
    onBehalf({ user: ttl('8m'), agent: 'type = "careful"\nephemeral { max_ttl = "6m"  uses = 9 }', blocks: TYPE }),
    allowed({ obligations: { ...none, max_ttl: 360, uses: 4 } }),
  ],
  [
    'the time that is left is a ceiling, in whole seconds',
    onBehalf({ user: ttl('8m'), agent: until(99.9) }),
    allowed({ obligations: { ...none, max_ttl: 99 } }),
  ],
  [
    'the least time that is left of all counts',
    onBehalf({ alice: until(70), agent: until(80), delegation: `consent = "implied"\n${until(60)}` }),
    allowed({ obligations: { ...none, max_ttl: 60 } }),
  ],
  [
    'an unknown attribute that did not matter is not missing',
    byUser(stanza(X, 'read', 'when { expr = context.risk < 5 || purpose_ok }').replace('purpose_ok', 'request.operation == "read"')),
    allowed({ missing: [] }),
  ],
  [
    'every unknown attribute that mattered is missing',
    byUser(stanza(X, 'read', 'when { expr = context.risk < 5 && context.country == "DE" }')),
    denied('condition_unknown', { missing: ['context.country', 'context.risk'] }),
  ],
  [
    'a condition that is false misses nothing',
    byUser(stanza(X, 'read', 'when { expr = context.risk < 5 && false }')),
    denied('condition_false', { missing: [] }),
  ],
];

export const ANSWER: readonly LanguageCase[] = ANSWERS.map(([name, asked, expect]) => ({ heading: '10.6 The answer', name, ...asked, expect }));
