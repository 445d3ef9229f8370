// Token exchange (RFC 8693) at the door, and whom a credential is of: the subject, who acts for it now, and who did before.

import { beforeAll, describe, expect, it } from 'vitest';
import type { Presented, ShownExchange } from '../../service/tokens/presented.js';
import { type Identities, principalOf } from '../../service/tokens/principal-of.js';
import { accessToken, faultOf, ISSUER, jwks, jws, makeDoor, makeSigner, NOW, proof, SERVER, START, sha256, thumbprint } from './token-kit.js';

const signer = makeSigner('ES256');
const holder = makeSigner('ES256');
const workload = makeSigner('ES256');
const AGENTS = 'https://agents.example';
const settings = { issuer: ISSUER, audiences: [SERVER], keys: { jwks: jwks(signer) } };
const agents = { ...settings, issuer: AGENTS };
const domain = { trustDomain: 'example.org', audiences: [SERVER], bundle: { jwks: { keys: [{ ...workload.jwk, use: 'jwt-svid' }] } } };
const txns = { ...settings, issuer: 'https://tts.example', types: ['txntoken+jwt'] as const };
const door = makeDoor([settings, agents, txns], { now: START }, [domain]);

const urn = (name: string) => `urn:ietf:params:oauth:token-type:${name}`;
const subjectToken = accessToken(signer, { sub: 'alice', groups: ['eng'], exp: NOW + 100 });
const agentToken = (claims: object = {}) => accessToken(signer, { iss: AGENTS, sub: 'worker', client_id: 'worker-app', jti: 'a1', ...claims });
const svid = jws({ alg: 'ES256', kid: 'k1' }, { sub: 'spiffe://example.org/worker', aud: SERVER, exp: NOW + 50 }, workload);
const txnToken = jws(
  { alg: 'ES256', typ: 'txntoken+jwt' },
  { iss: 'https://tts.example', aud: SERVER, sub: 'alice', iat: NOW, exp: NOW + 9, txn: 'x', scope: 's', req_wl: 'w' },
  signer,
);
const given = (more: Partial<ShownExchange> = {}): ShownExchange => ({
  ...{ subjectToken, subjectTokenType: urn('access_token'), actorToken: agentToken(), actorTokenType: urn('access_token') },
  ...{ dpop: [], method: 'GET', url: `${SERVER}/access/v1/evaluation`, certificate: null, ...more },
});

describe('an exchange', () => {
  it('is the same as one token in which the actor acts for the subject', async () => {
    const details = [{ type: 'vault:path_access', path: 'x', capabilities: ['read'] }];
    const before = accessToken(signer, {
      sub: 'alice',
      groups: ['eng'],
      authorization_details: details,
      act: { sub: 'planner' },
      may_act: { sub: 'worker', iss: AGENTS },
    });
    expect(await door.exchange(given({ subjectToken: before }))).toEqual({
      ...{ kind: 'at+jwt', issuer: ISSUER, subject: 'alice', clientId: 'worker-app', groups: ['eng'], authorizationDetails: details },
      actors: [
        { issuer: AGENTS, subject: 'worker' },
        { issuer: ISSUER, subject: 'planner' },
      ],
      ...{ purpose: null, expires: START + 300_000, jti: 't1', txn: null, confirmation: null },
    });
  });

  it('ends with the first of its tokens, and takes workloads as actors', async () => {
    expect(await door.exchange(given({ actorToken: svid, actorTokenType: urn('jwt') }))).toMatchObject({
      ...{ subject: 'alice', expires: START + 50_000, clientId: null },
      actors: [{ issuer: 'spiffe://example.org', subject: 'spiffe://example.org/worker' }],
    });
    expect(await door.exchange(given({ subjectToken: svid, subjectTokenType: urn('jwt') }))).toMatchObject({
      kind: 'jwt-svid',
      actors: [{ issuer: AGENTS, subject: 'worker' }],
    });
    expect(await door.exchange(given({ subjectToken: txnToken, subjectTokenType: urn('txn_token') }))).toMatchObject({
      kind: 'txn',
      txn: 'x',
      expires: START + 9_000,
    });
  });

  it.each([
    ['its subject alone', { sub: 'worker', iss: AGENTS }],
    ['its client alone', { client_id: 'worker-app', iss: AGENTS }],
    ['all that is known of it', { sub: 'worker', iss: AGENTS, client_id: 'worker-app', aud_of: undefined }],
  ])('is good where the subject lets that actor act for it, named by %s', async (_, mayAct) => {
    expect(await faultOf(door.exchange(given({ subjectToken: accessToken(signer, { may_act: mayAct }) })))).toBe('fine');
  });

  it('is good where the subject names a workload', async () => {
    const workloadOf = (sub: string) => accessToken(signer, { may_act: { sub, iss: 'spiffe://example.org' } });
    const by = (token: string) => faultOf(door.exchange(given({ subjectToken: token, actorToken: svid, actorTokenType: urn('jwt') })));
    expect(await by(workloadOf('spiffe://example.org/worker'))).toBe('fine');
    expect(await by(workloadOf('spiffe://example.org/other'))).toBe('not_allowed_actor');
  });

  it.each([
    ['not_allowed_actor', 'names another', { sub: 'other', iss: AGENTS }],
    ['not_allowed_actor', 'names one of the same name of its own issuer', { sub: 'worker' }],
    ['not_allowed_actor', 'names another client', { sub: 'worker', iss: AGENTS, client_id: 'other' }],
    ['not_allowed_actor', 'says something of the actor that is not known', { sub: 'worker', iss: AGENTS, email: 'w@example.org' }],
    ['not_allowed_actor', 'says something that all objects have', { sub: 'worker', iss: AGENTS, toString: 'x' }],
    ['bad_claims', 'names an issuer only', { iss: AGENTS }],
    ['bad_claims', 'names nobody', {}],
    ['bad_claims', 'names none', null],
    ['bad_claims', 'is one text', 'worker'],
    ['bad_claims', 'is a list', [{ sub: 'worker', iss: AGENTS }]],
    ['bad_claims', 'names a list', { sub: ['worker'], iss: AGENTS }],
    ['bad_claims', 'has an end', { sub: 'worker', iss: AGENTS, exp: NOW + 100 }],
    ['bad_claims', 'has an audience', { sub: 'worker', iss: AGENTS, aud: SERVER }],
  ])('is refused as %s where may_act %s', async (expected, _, mayAct) => {
    expect(await faultOf(door.exchange(given({ subjectToken: accessToken(signer, { may_act: mayAct }) })))).toBe(expected);
  });

  it('may want the subject’s word', async () => {
    const strict = makeDoor([{ ...settings, mayActRequired: true }, agents], { now: START });
    expect(await faultOf(strict.exchange(given()))).toBe('not_allowed_actor');
    expect(await faultOf(strict.exchange(given({ subjectToken: accessToken(signer, { may_act: { sub: 'worker', iss: AGENTS } }) })))).toBe('fine');
  });

  it.each([
    ['malformed', 'no actor', { actorToken: '' }],
    ['malformed', 'no subject', { subjectToken: '' }],
    ['wrong_type', 'an ID token’s type', { subjectTokenType: urn('id_token') }],
    ['wrong_type', 'a refresh token’s type', { subjectTokenType: urn('refresh_token') }],
    ['wrong_type', 'an assertion’s type', { subjectTokenType: urn('saml2') }],
    ['wrong_type', 'no type', { subjectTokenType: '' }],
    ['wrong_type', 'the type of all objects', { subjectTokenType: 'constructor' }],
    ['wrong_type', 'an actor of no type', { actorTokenType: undefined as never }],
    ['wrong_type', 'an SVID as an access token', { actorToken: svid }],
    ['wrong_type', 'a transaction token as an access token', { subjectToken: txnToken }],
    ['wrong_type', 'a transaction token as the actor', { actorToken: txnToken, actorTokenType: urn('txn_token') }],
    ['expired', 'an actor that has ended', { actorToken: agentToken({ exp: NOW - 10 }) }],
    ['expired', 'a subject that has ended', { subjectToken: accessToken(signer, { exp: NOW - 10 }) }],
    ['wrong_audience', 'an actor for somebody else', { actorToken: agentToken({ aud: 'other' }) }],
    ['bad_signature', 'a subject that nobody signed', { subjectToken: accessToken(holder) }],
    ['bad_signature', 'an actor that nobody signed', { actorToken: accessToken(holder, { iss: AGENTS }) }],
    ['not_allowed_actor', 'an actor that acts for somebody', { actorToken: agentToken({ act: { sub: 'x' } }) }],
    ['not_allowed_actor', 'an actor whose token is narrowed', { actorToken: agentToken({ authorization_details: [] }) }],
    ['bad_claims', 'a subject that acts for itself', { actorToken: subjectToken }],
    ['bad_claims', 'an actor that acted before', { subjectToken: accessToken(signer, { act: { sub: 'x' } }), actorToken: accessToken(signer, { sub: 'x' }) }],
  ] as const)('is refused as %s with %s', async (expected, _, more) => {
    expect(await faultOf(door.exchange(given(more)))).toBe(expected);
  });

  it('has no more actors than a chain may have', async () => {
    const act = Array.from({ length: 15 }).reduce<object>((inner, _, i) => ({ sub: `a${i}`, act: inner }), { sub: 'last' });
    expect(await faultOf(door.present({ ...given(), scheme: 'Bearer', token: accessToken(signer, { act }) }))).toBe('fine');
    expect(await faultOf(door.exchange(given({ subjectToken: accessToken(signer, { act }) })))).toBe('bad_claims');
  });

  describe('of tokens that are bound to keys', () => {
    const cnf = { jkt: thumbprint(holder.jwk) };
    const boundActor = agentToken({ cnf });
    const boundSubject = accessToken(signer, { cnf });
    const certificate = Buffer.from('a certificate');
    const exchange = (more: Partial<ShownExchange>) => door.exchange(given(more));

    it('wants the keys of both, proved once', async () => {
      expect(await exchange({ actorToken: boundActor, dpop: [proof(holder, boundActor)] })).toMatchObject({ confirmation: cnf });
      expect(await exchange({ actorToken: boundActor, subjectToken: boundSubject, dpop: [proof(holder, boundActor)] })).toMatchObject({ confirmation: cnf });
      expect(await exchange({ subjectToken: boundSubject, dpop: [proof(holder, boundSubject)] })).toMatchObject({ confirmation: cnf });
    });

    it.each([
      ['unbound', 'no proof for the actor', { actorToken: boundActor }],
      ['unbound', 'no proof for the subject', { subjectToken: boundSubject }],
      ['bad_proof', 'a proof for the subject only', { actorToken: boundActor, subjectToken: boundSubject, dpop: [proof(holder, boundSubject)] }],
      ['unbound', 'a proof of another key', { actorToken: boundActor, dpop: [proof(workload, boundActor)] }],
      [
        'unbound',
        'a subject bound to another key',
        { actorToken: boundActor, subjectToken: accessToken(signer, { cnf: { jkt: thumbprint(workload.jwk) } }), dpop: [proof(holder, boundActor)] },
      ],
      ['unbound', 'a proof where nothing is bound', { dpop: [proof(holder, agentToken())] }],
      ['unbound', 'a subject bound to a certificate that is not shown', { subjectToken: accessToken(signer, { cnf: { 'x5t#S256': sha256(certificate) } }) }],
    ])('is refused as %s with %s', async (expected, _, more) => {
      expect(await faultOf(exchange(more))).toBe(expected);
    });

    it('names the certificate that was shown', async () => {
      const x5t = { 'x5t#S256': sha256(certificate) };
      expect(await exchange({ subjectToken: accessToken(signer, { cnf: x5t }), certificate })).toMatchObject({ confirmation: x5t });
    });
  });
});

describe('the principal of a credential', () => {
  const REGISTERED: Readonly<Record<string, string>> = {
    [`agent ${ISSUER} worker`]: 'worker-1',
    [`agent ${ISSUER} planner`]: 'planner-1',
    [`agent ${ISSUER} both`]: 'both-1',
    [`agent ${AGENTS} worker`]: 'worker-1',
    'spiffe spiffe://example.org/worker': 'worker-2',
    'spiffe spiffe://example.org/two': 'two-1',
    [`certificate ${Buffer.from('cert').toString('hex')}`]: 'worker-2',
    [`user ${ISSUER} alice`]: 'alice-1',
    [`user ${ISSUER} both`]: 'both-user',
    'user spiffe://example.org spiffe://example.org/person': 'person',
  };
  const find = (...words: readonly string[]) => REGISTERED[words.join(' ')] ?? null;
  const identities: Identities = {
    agentOf: (issuer, subject) => find('agent', issuer, subject),
    agentOfSpiffe: (id) => find('spiffe', id),
    agentOfCertificate: (sha) => find('certificate', sha),
    userOf: (issuer, subject) => find('user', issuer, subject),
  };
  let token: Presented;
  beforeAll(async () => {
    token = (await door.present({ ...given(), scheme: 'Bearer', token: subjectToken })) as Presented;
  });
  const by = (...subjects: readonly string[]) => ({ actors: subjects.map((subject) => ({ issuer: ISSUER, subject })) });
  const workloadOf = (subject: string, thumb: string | null = null) => ({
    ...{ kind: thumb === null ? ('jwt-svid' as const) : ('x509-svid' as const), issuer: 'spiffe://example.org', subject, clientId: null },
    confirmation: thumb === null ? null : { 'x5t#S256': Buffer.from(thumb).toString('base64url') },
  });

  it.each<[string, Partial<Presented>, object]>([
    ['a user’s own', {}, { user: { id: 'alice-1' } }],
    ['an agent’s own', { subject: 'worker' }, { agent: 'worker-1' }],
    ['an agent for a user', by('worker'), { agent: 'worker-1', delegation: { user: 'alice-1', chain: ['worker-1'] } }],
    [
      'several agents for a user, the last one last',
      by('worker', 'planner'),
      { agent: 'worker-1', delegation: { user: 'alice-1', chain: ['planner-1', 'worker-1'] } },
    ],
    ['an agent for an agent', { subject: 'planner', ...by('worker') }, { agent: 'worker-1', delegation: { chain: ['planner-1', 'worker-1'] } }],
    ['a workload’s token', workloadOf('spiffe://example.org/worker'), { agent: 'worker-2' }],
    ['a workload’s certificate', workloadOf('spiffe://example.org/worker', 'cert'), { agent: 'worker-2' }],
    ['a certificate that is registered without the workload', workloadOf('spiffe://example.org/new', 'cert'), { agent: 'worker-2' }],
    [
      'a workload for a user',
      { actors: [workloadOf('spiffe://example.org/worker')] },
      { agent: 'worker-2', delegation: { user: 'alice-1', chain: ['worker-2'] } },
    ],
    ['a narrowed one', { authorizationDetails: [{ type: 't' }] }, { user: { id: 'alice-1' }, authorization_details: [{ type: 't' }] }],
    ['one narrowed to nothing', { subject: 'worker', authorizationDetails: [] }, { agent: 'worker-1', authorization_details: [] }],
    [
      'a narrowed one of an agent for a user',
      { ...by('worker'), authorizationDetails: [{ type: 't' }] },
      { agent: 'worker-1', delegation: { user: 'alice-1', chain: ['worker-1'] }, authorization_details: [{ type: 't' }] },
    ],
  ])('of %s is one form of a request', (_, more, expected) => {
    expect(principalOf({ ...token, ...more }, identities)).toEqual(expected);
  });

  it.each<[string, string, Partial<Presented>]>([
    ['unknown_principal', 'somebody that nobody knows', { subject: 'mallory' }],
    ['unknown_principal', 'the same name of another issuer', { issuer: AGENTS, subject: 'alice' }],
    ['unknown_principal', 'an actor that nobody knows', by('mallory')],
    ['unknown_principal', 'an earlier actor that nobody knows', by('worker', 'mallory')],
    ['unknown_principal', 'a user as an actor', by('alice')],
    ['unknown_principal', 'an agent for somebody that nobody knows', { subject: 'mallory', ...by('worker') }],
    ['unknown_principal', 'a workload that nobody knows', workloadOf('spiffe://example.org/new')],
    ['unknown_principal', 'a workload that is registered as a user', workloadOf('spiffe://example.org/person')],
    ['unknown_principal', 'a token of the thumbprint of a certificate', { ...workloadOf('spiffe://example.org/new', 'cert'), kind: 'jwt-svid' }],
    ['ambiguous_principal', 'one that is an agent and a user', { subject: 'both' }],
    ['ambiguous_principal', 'one that is an agent and a user, by an agent', { subject: 'both', ...by('worker') }],
    ['ambiguous_principal', 'a certificate of one with the id of another', workloadOf('spiffe://example.org/two', 'cert')],
    [
      'ambiguous_principal',
      'two names of one agent in a chain',
      {
        actors: [
          { issuer: AGENTS, subject: 'worker' },
          { issuer: ISSUER, subject: 'worker' },
        ],
      },
    ],
    ['ambiguous_principal', 'an agent that acts for itself by another name', { subject: 'worker', actors: [{ issuer: AGENTS, subject: 'worker' }] }],
  ])('is refused as %s for %s', (fault, _, more) => {
    expect(principalOf({ ...token, ...more }, identities)).toMatchObject({ fault, message: expect.not.stringContaining('mallory') });
  });
});
