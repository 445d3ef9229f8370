// §5.4: templates that are filled in, those that cannot be, and what an unresolved stanza shadows.

import { allowed, bare, block, byAgent, byUser, denied, EVERYTHING, type LanguageCase, onBehalf, stanza } from '../language-case.js';

type Row = readonly [name: string, asked: Pick<LanguageCase, 'files' | 'request'>, expect: LanguageCase['expect']];

const at = (path: string) => ({ path });
const METADATA = { agent: 'metadata = { team = "eng", size = 7, part = 1.5, ready = true, none = "", deep = "a/b", star = "a*", plus = "a+" }' };
const byTeam = (name: string, path: string) => byAgent(stanza(`secret/{{agent.metadata.${name}}}/x`, 'read'), at(path), METADATA);
const byLimit = (attributes: string, request: object, path = 'secret/7/x') =>
  byUser(stanza('secret/{{user.team}}/x', 'read'), { ...at(path), ...request }, { user: attributes });
const session = (stanzas: string, request: object = {}) => byUser(stanzas, { path: 'secret/a/x', ...request });
const S = 'secret/{{session.id}}/x';
const identity = (name: string) => ({ identity: { entity: { id: 'e1', name }, groups: [] } });
const NAMED = stanza('secret/{{identity.entity.name}}/x', 'read');

const FILLED: readonly Row[] = [
  ['agent.id is filled in', byAgent(stanza('secret/{{agent.id}}/*', 'read'), at('secret/bot/x')), allowed()],
  ['a template that is filled in matches nothing else', byAgent(stanza('secret/{{agent.id}}/*', 'read'), at('secret/bot2/x')), denied('no_matching_rule')],
  ['blanks may stand inside the braces of a template', byAgent(stanza('secret/{{ agent.id }}/x', 'read'), at('secret/bot/x')), allowed()],
  ['metadata that is text is filled in', byTeam('team', 'secret/eng/x'), allowed()],
  ['metadata that is a whole number is filled in', byTeam('size', 'secret/7/x'), allowed()],
  ['user.id is filled in', byUser(stanza('secret/{{user.id}}/x', 'read'), at('secret/alice/x')), allowed()],
  ['an attribute of the user is filled in', byLimit('attributes = { team = "eng" }', {}, 'secret/eng/x'), allowed()],
  ['an attribute that the request knows of the user is filled in', byLimit('', { user: { id: 'alice', team: 'eng' } }, 'secret/eng/x'), allowed()],
  [
    'an attribute that both know alike is filled in',
    byLimit('attributes = { team = "eng" }', { user: { id: 'alice', team: 'eng' } }, 'secret/eng/x'),
    allowed(),
  ],
  ['a whole number is filled in as its digits', byLimit('attributes = { team = 7 }', {}), allowed()],
  ['session.id is filled in', session(stanza(S, 'read'), { session: { id: 'a' } }), allowed()],
  ['session.id is filled in for bare policies', bare(stanza(S, 'read'), { path: 'secret/a/x', session: { id: 'a' } }), allowed()],
  ['a filled pattern is an exact one', session(stanza(S, 'read') + stanza('secret/+/x', 'deny'), { session: { id: 'a' } }), allowed()],
  ['a filled deny denies', session(stanza(S, 'deny') + EVERYTHING, { session: { id: 'a' } }), denied('explicit_deny')],
  ['a filled deny of another segment leaves the broad stanza', session(stanza(S, 'deny') + EVERYTHING, { session: { id: 'b' } }), allowed()],
  [
    'two templates in one pattern are filled in',
    byAgent(stanza('secret/{{agent.id}}/{{session.id}}', 'read'), { path: 'secret/bot/s1', session: { id: 's1' } }),
    allowed(),
  ],
  ['agent.id is the current actor in the policies of the user', onBehalf({ user: stanza('secret/{{agent.id}}', 'read') }, at('secret/bot')), allowed()],
  ['user.id is the user in the ceiling of the agent', onBehalf({ ceiling: stanza('secret/{{user.id}}', 'read') }, at('secret/alice')), allowed()],
  ['user.id is the user in a scope', onBehalf({ scope: stanza('secret/{{user.id}}', 'read') }, at('secret/alice')), allowed()],
  ['self.id is the user in the policies of the user', onBehalf({ user: stanza('secret/{{self.id}}', 'read') }, at('secret/alice')), allowed()],
  ['self.id is the agent in its ceiling', onBehalf({ ceiling: stanza('secret/{{self.id}}', 'read') }, at('secret/bot')), allowed()],
  ['self.id is the delegation in a scope', onBehalf({ scope: stanza('secret/{{self.id}}', 'read') }, at('secret/d')), allowed()],
  ['self.id is the agent in its policies', byAgent(stanza('secret/{{self.id}}', 'read'), at('secret/bot')), allowed()],
  ['self.id is the user in the policies of a user alone', byUser(stanza('secret/{{self.id}}', 'read'), at('secret/alice')), allowed()],
  [
    'self.id is the agent type in the ceiling of the type',
    byAgent(EVERYTHING, at('secret/careful'), {
      agent: 'type = "careful"',
      blocks: block('agent_type', 'careful', 'ceiling_policies = ["of-type"]') + block('policy', 'of-type', stanza('secret/{{self.id}}', 'read')),
    }),
    allowed(),
  ],
  ['an identity template is filled in for a user', byUser(NAMED, { path: 'secret/bob/x', ...identity('bob') }), allowed()],
];

const UNRESOLVED: readonly Row[] = [
  ['a missing attribute leaves a template unresolved', byTeam('absent', 'secret/eng/x'), denied('condition_unknown')],
  ['a boolean leaves a template unresolved', byTeam('ready', 'secret/true/x'), denied('condition_unknown')],
  ['a fraction leaves a template unresolved', byTeam('part', 'secret/1.5/x'), denied('condition_unknown')],
  ['an empty value leaves a template unresolved', byTeam('none', 'secret/eng/x'), denied('condition_unknown')],
  ['a slash leaves a template unresolved', byTeam('deep', 'secret/a/x'), denied('condition_unknown')],
  ['a star leaves a template unresolved', byTeam('star', 'secret/a*/x'), denied('condition_unknown')],
  ['a plus leaves a template unresolved', byTeam('plus', 'secret/a+/x'), denied('condition_unknown')],
  ['a control character leaves a template unresolved', byLimit('', { user: { id: 'alice', team: 'a\u0007' } }), denied('condition_unknown')],
  ['a list leaves a template unresolved', byLimit('attributes = { team = ["7"] }', {}), denied('condition_unknown')],
  ['null leaves a template unresolved', byLimit('', { user: { id: 'alice', team: null } }), denied('condition_unknown')],
  ['a number beyond the exact ones leaves a template unresolved', byLimit('', { user: { id: 'alice', team: 2 ** 60 } }), denied('condition_unknown')],
  [
    'two sources that disagree leave a template unresolved',
    byLimit('attributes = { team = "7" }', { user: { id: 'alice', team: '8' } }),
    denied('condition_unknown'),
  ],
  ['a session without an id leaves a template unresolved', session(stanza(S, 'read'), { session: {} }), denied('condition_unknown')],
  ['an absent session leaves a template unresolved', session(stanza(S, 'read')), denied('condition_unknown')],
  ['agent.id is unresolved for bare policies', bare(stanza('secret/{{agent.id}}', 'read')), denied('condition_unknown')],
  ['agent.id is unresolved for a user alone', byUser(stanza('secret/{{agent.id}}', 'read')), denied('condition_unknown')],
  ['user.id is unresolved for an agent for itself', byAgent(stanza('secret/{{user.id}}', 'read')), denied('condition_unknown')],
  ['an unresolved stanza matches one segment only', session(stanza(S, 'read'), at('secret/a/b/x')), denied('no_matching_rule')],
  ['an unresolved stanza does not match another ending', session(stanza(S, 'read'), at('secret/a/y')), denied('no_matching_rule')],
  ['an unresolved stanza shadows a broader one', session(stanza(S, 'read') + EVERYTHING), denied('condition_unknown')],
  ['an unresolved stanza shadows a segment pattern', session(stanza(S, 'read') + stanza('secret/+/x', 'read')), denied('condition_unknown')],
  ['an unresolved stanza shadows nothing that it cannot match', session(stanza(S, 'read') + EVERYTHING, at('secret/a/y')), allowed()],
  ['an unresolved deny denies', session(stanza(S, 'deny')), denied('explicit_deny')],
  ['an unresolved deny denies what a broader stanza allows', session(stanza(S, 'deny') + EVERYTHING), denied('explicit_deny')],
  ['an unresolved deny denies at the exact pattern it may be', session(stanza(S, 'deny') + stanza('secret/a/x', 'read')), denied('explicit_deny')],
  [
    'an unresolved stanza without restrictions takes nothing from the exact pattern it may be',
    session(stanza(S, 'update') + stanza('secret/a/x', 'read')),
    allowed(),
  ],
  [
    'an unresolved stanza grants nothing beside the exact pattern it may be',
    session(stanza(S, 'read') + stanza('secret/a/x', 'update')),
    denied('capability_missing'),
  ],
  ['an unresolved prefix gives way to an exact pattern', session(stanza('secret/{{session.id}}/*', 'deny') + stanza('secret/a/x', 'read')), allowed()],
  [
    'an unresolved prefix outranks a segment pattern that it would outrank',
    session(stanza('secret/{{session.id}}/*', 'read') + stanza('secret/+/x', 'read')),
    denied('condition_unknown'),
  ],
  [
    'the same prefix, resolved to another segment, does not',
    session(stanza('secret/{{session.id}}/*', 'read') + stanza('secret/+/x', 'read'), { session: { id: 'b' } }),
    allowed(),
  ],
  [
    'an unresolved stanza restricts what the same pattern holds',
    session(stanza(S, 'read', 'required_parameters = ["a"]') + stanza('secret/a/x', 'read')),
    denied('parameter_missing'),
  ],
  ['an unresolved stanza grants nothing however its condition is', session(stanza(S, 'read', 'when { expr = true }')), denied('condition_unknown')],
  [
    'unresolved templates shadow for list on both spellings',
    session(stanza('secret/{{session.id}}', 'list') + EVERYTHING, { operation: 'list', path: 'secret/a/' }),
    denied('condition_unknown'),
  ],
  [
    'an unresolved scope grants nothing',
    onBehalf({ scope: stanza('secret/{{session.id}}', 'read') }),
    denied('scope', { layers: ['user_policies allowed', 'ceiling allowed', 'scope condition_unknown'] }),
  ],
];

const IDENTITY: readonly Row[] = [
  ['an identity template that cannot be filled in is dropped for bare policies', bare(NAMED + EVERYTHING, at('secret/bob/x')), allowed()],
  [
    'an identity deny that cannot be filled in is dropped for bare policies',
    bare(stanza('secret/{{identity.entity.name}}/x', 'deny') + EVERYTHING, at('secret/bob/x')),
    allowed(),
  ],
  ['an identity template that cannot be filled in shadows for a user', byUser(NAMED + EVERYTHING, at('secret/bob/x')), denied('condition_unknown')],
  [
    'an identity deny that cannot be filled in denies for a user',
    byUser(stanza('secret/{{identity.entity.name}}/x', 'deny') + EVERYTHING, at('secret/bob/x')),
    denied('explicit_deny'),
  ],
  ['an identity value with a slash is filled in for bare policies', bare(NAMED, { path: 'secret/a/b/x', ...identity('a/b') }), allowed()],
  [
    'an identity value with a slash is unresolved for a user',
    byUser(NAMED + EVERYTHING, { path: 'secret/a/x', ...identity('a/b') }),
    denied('condition_unknown'),
  ],
  ['an identity value with a star is dropped for bare policies', bare(NAMED + EVERYTHING, { path: 'secret/bob/x', ...identity('b*') }), allowed()],
  ['an identity value with a star shadows for a user', byUser(NAMED + EVERYTHING, { path: 'secret/bob/x', ...identity('b*') }), denied('condition_unknown')],
  [
    'the whole segment of an unresolved identity template counts as a plus',
    byUser(stanza('secret/team-{{identity.entity.name}}/x', 'read') + EVERYTHING, at('secret/other/x')),
    denied('condition_unknown'),
  ],
];

export const TEMPLATES: readonly LanguageCase[] = [...FILLED, ...UNRESOLVED, ...IDENTITY].map(([name, asked, expect]) => ({
  heading: '5.4 Templates of polc',
  name,
  ...asked,
  expect,
}));
